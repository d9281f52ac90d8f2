using System.Text.Json.Nodes;
using Xunit;
using static LambdaSync.Simulator.Tests.Marketplace.MarketAws;

namespace LambdaSync.Simulator.Tests.Marketplace;

/// <summary>Agreements from acceptance to their end, and what a seller requests of them.</summary>
public sealed class AgreementTests : IDisposable
{
    const string Renewal = """{"Terms":[{"Type":"RenewalTerm","LockoutPeriod":"P30D","MaxRenewals":1,"PriceIncrease":{"Type":"FixedPercentage","Value":"5.00"}}]}""";

    readonly MarketAws _aws = new();

    public void Dispose() => _aws.Dispose();

    static JsonObject Id(string id) => new() { ["agreementId"] = id };

    async Task<(string Offer, string Agreement)> Accepted(params JsonObject[] replaced)
    {
        var offer = Assert.Single(await _aws.Succeed(Offer(replaced)));
        _aws.Events();
        return (offer, _aws.Control("accept-offer", new JsonObject { ["offerId"] = offer })["agreementId"]!.GetValue<string>());
    }

    async Task<string> Status(string agreement) => (await _aws.Agreement("DescribeAgreement", Id(agreement)))["status"]!.GetValue<string>();

    [Fact]
    public async Task A_buyer_accepts_and_the_seller_hears_of_it_twice()
    {
        var (offer, agreement) = await Accepted(OfOffer("UpdateRenewalTerms", Renewal));
        Assert.Equal(["Purchase Agreement Created - Proposer", "Purchase Agreement Created - Manufacturer", "License Updated - Manufacturer"], _aws.Events().Select(e => e.Type));
        var described = await _aws.Agreement("DescribeAgreement", Id(agreement));
        Assert.Equal((offer, "RENEW"), (described["proposalSummary"]!["offerId"]!.GetValue<string>(), described["endTimeBehavior"]!["type"]!.GetValue<string>()));
        var terms = await _aws.Agreement("GetAgreementTerms", Id(agreement));
        Assert.Equal(["configurableUpfrontPricingTerm", "legalTerm", "renewalTerm"], terms["acceptedTerms"]!.AsArray().SelectMany(t => t!.AsObject().Select(m => m.Key)).Order());
        Assert.Equal("PROVISIONED", (await _aws.Agreement("GetAgreementEntitlements", Id(agreement)))["agreementEntitlements"]![0]!["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_year_later_it_is_renewed_once_and_then_expires()
    {
        var (_, first) = await Accepted(OfOffer("UpdateRenewalTerms", Renewal));
        _aws.Events();
        _aws.Advance(TimeSpan.FromDays(366));
        Assert.Equal("RENEWED", await Status(first));
        var events = _aws.Events();
        var renewed = events.Single(e => e.Type == "Purchase Agreement Created - Proposer").Detail["agreement"]!;
        Assert.Equal(("RENEW", first), (renewed["intent"]!.GetValue<string>(), renewed["previousAgreementId"]!.GetValue<string>()));
        var offers = await _aws.Catalog("ListEntities", new JsonObject { ["Catalog"] = "AWSMarketplace", ["EntityType"] = "Offer", ["EntityTypeFilters"] = JsonNode.Parse("""{"OfferFilters":{"CreatedBySource":{"ValueList":["AwsMarketplace"]}}}""") });
        Assert.Equal(first, Assert.Single(offers["EntitySummaryList"]!.AsArray())!["OfferSummary"]!["TargetAgreementId"]!.GetValue<string>());
        _aws.Advance(TimeSpan.FromDays(366));
        Assert.Equal("EXPIRED", await Status(renewed["id"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Renewal_that_was_switched_off_ends_the_agreement()
    {
        var (_, agreement) = await Accepted(OfOffer("UpdateRenewalTerms", Renewal));
        _aws.Events();
        _aws.Control("disable-renewal", Id(agreement));
        Assert.Equal("PROPOSER", _aws.Events()[0].Detail["renewalSummary"]!["disabledBy"]!.GetValue<string>());
        _aws.Advance(TimeSpan.FromDays(366));
        Assert.Equal("EXPIRED", await Status(agreement));
    }

    [Fact]
    [Trait("Row", "M-19")]
    public async Task A_future_dated_agreement_is_silent_until_it_starts()
    {
        var (_, agreement) = await Accepted(OfOffer("UpdateValidityTerms", """{"Terms":[{"Type":"ValidityTerm","AgreementStartDate":"2026-05-01","AgreementEndDate":"2027-04-30"}]}"""));
        Assert.Empty(_aws.Events());
        Assert.Equal("SCHEDULED", (await _aws.Agreement("GetAgreementEntitlements", Id(agreement)))["agreementEntitlements"]![0]!["status"]!.GetValue<string>());
        _aws.Advance(TimeSpan.FromDays(60));
        Assert.Equal(3, _aws.Events().Count);
    }

    [Fact]
    public async Task A_replacement_offer_replaces_the_agreement()
    {
        var (_, old) = await Accepted();
        JsonObject[] replacement =
        [
            .. Offer(
                OfOffer("UpdateValidityTerms", """{"Terms":[{"Type":"ValidityTerm","AgreementEndDate":"2027-06-30"}]}"""),
                OfOffer("UpdatePricingTerms", """{"PricingModel":"Contract","Terms":[{"Type":"FixedUpfrontPricingTerm","CurrencyCode":"USD","Price":"0","Grants":[{"DimensionKey":"seats","MaxQuantity":5}]}]}"""),
                OfOffer("UpdatePaymentScheduleTerms", """{"Terms":[{"Type":"PaymentScheduleTerm","CurrencyCode":"USD","Schedule":[{"ChargeDate":"2026-06-15","ChargeAmount":"20.00"}]}]}""")).Where(c => c["ChangeType"]!.GetValue<string>() is not ("CreateOffer" or "UpdateTargeting")),
            Change("CreateReplacementOffer", "Offer", null, $$"""{"AgreementId":"{{old}}"}""", "Offer"),
        ];
        var offer = Assert.Single(await _aws.Succeed(replacement));
        _aws.Events();
        var successor = _aws.Control("accept-offer", new JsonObject { ["offerId"] = offer })["agreementId"]!.GetValue<string>();
        Assert.Equal("REPLACED", await Status(old));
        Assert.Equal(old, (await _aws.Agreement("DescribeAgreement", Id(successor)))["initialAgreementId"]!.GetValue<string>());
        Assert.Contains(_aws.Events(), e => e.Type == "Purchase Agreement Created - Proposer" && e.Detail["agreement"]!["intent"]!.GetValue<string>() == "REPLACE");
    }

    [Theory]
    [Trait("Row", "M-18")]
    [InlineData(1, "Status", "ACTIVE")]
    [InlineData(0, "Status", "EXPIRED")]
    [InlineData(1, "ResourceIdentifier", "prod-1")]
    [InlineData(0, "AcceptorAccountId", "444455556666")]
    [InlineData(1, "AfterLastUpdateTime", "2026-03-01T00:00:00Z")]
    [InlineData(0, "BeforeEndTime", "2026-04-01T00:00:00Z")]
    [InlineData(1, "EndTimeBehaviorType", "EXPIRE")]
    [InlineData(1, "EndTimeBehaviorReasonCode", "NO_RENEWAL_TERM")]
    public async Task Agreements_are_found(int count, string filter, string value)
    {
        await Accepted();
        Assert.Equal(count, (await _aws.Agreement("SearchAgreements", Search((filter, value))))["agreementViewSummaries"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_search_without_its_type_is_refused()
    {
        Assert.Equal(("ValidationException", "UNSUPPORTED_FILTERS"), await _aws.AgreementRefuses("SearchAgreements", []));
        Assert.Equal(("ValidationException", "INVALID_FILTER_NAME"), await _aws.AgreementRefuses("SearchAgreements", Search(("Colour", "red"))));
        Assert.Equal(("ValidationException", "INVALID_FILTER_VALUES"), await _aws.AgreementRefuses("SearchAgreements", Search(("Status", "ARCHIVED"))));
    }

    [Fact]
    [Trait("Row", "M-22")]
    public async Task A_cancellation_is_approved_after_seven_days_or_answered()
    {
        var (_, agreement) = await Accepted();
        _aws.Events();
        var send = new JsonObject { ["agreementId"] = agreement, ["reasonCode"] = "OTHER", ["clientToken"] = "token-1" };
        var first = (await _aws.Agreement("SendAgreementCancellationRequest", send))["agreementCancellationRequestId"]!.GetValue<string>();
        Assert.Equal(first, (await _aws.Agreement("SendAgreementCancellationRequest", send))["agreementCancellationRequestId"]!.GetValue<string>());
        var cancel = new JsonObject { ["agreementId"] = agreement, ["agreementCancellationRequestId"] = first, ["cancellationReason"] = "Not needed" };
        Assert.Equal("CANCELLED", (await _aws.Agreement("CancelAgreementCancellationRequest", cancel))["status"]!.GetValue<string>());
        Assert.Equal("ConflictException", (await _aws.AgreementRefuses("CancelAgreementCancellationRequest", cancel)).Type);
        send["clientToken"] = "token-2";
        await _aws.Agreement("SendAgreementCancellationRequest", send);
        _aws.Advance(TimeSpan.FromDays(7));
        Assert.Equal("CANCELLED", await Status(agreement));
        Assert.Equal(["Pending Approval", "Cancelled", "Pending Approval", "Approved"], _aws.Events().Where(e => e.Type.StartsWith("Agreement Cancellation", StringComparison.Ordinal)).Select(e => e.Type["Agreement Cancellation Request ".Length..^" - Proposer".Length]));
        Assert.Equal(2, (await _aws.Agreement("ListAgreementCancellationRequests", new JsonObject { ["partyType"] = "Proposer" }))["items"]!.AsArray().Count);
    }

    [Fact]
    [Trait("Row", "M-23")]
    public async Task Of_a_batch_of_adjustments_the_good_ones_are_made()
    {
        var (_, agreement) = await Accepted();
        var invoice = _aws.Control("invoice", Id(agreement))["invoiceId"]!.GetValue<string>();
        JsonObject Entry(string token, string amount, string? id = null) => new()
        {
            ["agreementId"] = agreement,
            ["originalInvoiceId"] = id ?? invoice,
            ["adjustmentAmount"] = amount,
            ["currencyCode"] = "USD",
            ["adjustmentReasonCode"] = "OTHER",
            ["clientToken"] = token,
        };
        var batch = new JsonObject { ["billingAdjustmentRequestEntries"] = new JsonArray(Entry("a", "600.00"), Entry("b", "600.00"), Entry("c", "1", "none")) };
        var answer = await _aws.Agreement("BatchCreateBillingAdjustmentRequest", batch);
        Assert.Equal(["VALIDATION_EXCEPTION", "RESOURCE_NOT_FOUND_EXCEPTION"], answer["errors"]!.AsArray().Select(e => e!["code"]!.GetValue<string>()));
        var id = Assert.Single(answer["items"]!.AsArray())!["billingAdjustmentRequestId"]!.GetValue<string>();
        _aws.Events();
        _aws.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("COMPLETED", (await _aws.Agreement("GetBillingAdjustmentRequest", new JsonObject { ["agreementId"] = agreement, ["billingAdjustmentRequestId"] = id }))["status"]!.GetValue<string>());
        Assert.Equal("-600.00", Assert.Single(_aws.Events()).Detail["billingAdjustmentRequest"]!["adjustmentAmount"]!.GetValue<string>());
        Assert.Single((await _aws.Agreement("ListBillingAdjustmentRequests", []))["items"]!.AsArray());
        var line = Assert.Single((await _aws.Agreement("ListAgreementInvoiceLineItems", new JsonObject { ["agreementId"] = agreement, ["groupBy"] = "INVOICE_ID" }))["agreementInvoiceLineItemGroupSummaries"]!.AsArray())!;
        Assert.Equal("400.00", line["pricingCurrencyAmount"]!["maxAdjustmentAmount"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_payment_request_needs_its_term()
    {
        var (_, agreement) = await Accepted();
        Assert.Equal(("ValidationException", "INVALID_TERM_ID"), await _aws.AgreementRefuses("SendAgreementPaymentRequest", new JsonObject { ["agreementId"] = agreement, ["termId"] = "term-1", ["name"] = "A payment", ["chargeAmount"] = "10.00" }));
        Assert.Empty((await _aws.Agreement("ListAgreementPaymentRequests", new JsonObject { ["partyType"] = "Proposer" }))["items"]!.AsArray());
    }

    [Fact]
    [Trait("Row", "M-28")]
    public void Any_event_of_Marketplace_can_be_put()
    {
        _aws.Control("market-event", new JsonObject { ["source"] = "aws.marketplace", ["detailType"] = "Disbursement Paused" });
        Assert.Equal(("aws.marketplace", "Disbursement Paused"), _aws.Events().Select(e => (e.Source, e.Type)).Single());
    }

    static JsonObject Search(params (string Name, string Value)[] filters) => new()
    {
        ["filters"] = new JsonArray([.. filters.Prepend(("AgreementType", "PurchaseAgreement")).Prepend(("PartyType", "Proposer")).Select(f => new JsonObject { ["name"] = f.Item1, ["values"] = new JsonArray(f.Item2) })]),
    };
}
