using System.Text.Json.Nodes;
using Xunit;
using static LambdaSync.Simulator.Tests.Marketplace.MarketAws;

namespace LambdaSync.Simulator.Tests.Marketplace;

/// <summary>What an offer's changes are refused with, at once (422) or when they are applied (work-with-private-offers).</summary>
public sealed class OfferRuleTests : IDisposable
{
    const string Plan = """{"Terms":[{"Type":"PaymentScheduleTerm","CurrencyCode":"USD","Schedule":[{"ChargeDate":"2026-03-15","ChargeAmount":"10.00"},{"ChargeDate":"2026-06-15","ChargeAmount":"20.00"}]}]}""";
    const string FixedZero = """{"PricingModel":"Contract","Terms":[{"Type":"FixedUpfrontPricingTerm","CurrencyCode":"USD","Price":"0","Grants":[{"DimensionKey":"seats","MaxQuantity":5}]}]}""";
    const string Year = """{"Terms":[{"Type":"ValidityTerm","AgreementDuration":"P12M"}]}""";

    readonly MarketAws _aws = new();

    public void Dispose() => _aws.Dispose();

    [Theory]
    [InlineData("UpdateInformation", """{"Name":"<b>"}""")]
    [InlineData("UpdateInformation", "{}")]
    [InlineData("UpdateInformation", """{"PreExistingAgreement":{"AcquisitionChannel":"Phone","PricingModel":"Contract"}}""")]
    [InlineData("UpdateTargeting", """{"PositiveTargeting":{"BuyerAccounts":["11112222333"]}}""")]
    [InlineData("UpdateTargeting", """{"PositiveTargeting":{"CountryCodes":["US"]},"NegativeTargeting":{"CountryCodes":["FR"]}}""")]
    [InlineData("UpdateSupportTerms", """{"Terms":[{"Type":"SupportTerm","RefundPolicy":" None."}]}""")]
    [InlineData("UpdateLegalTerms", """{"Terms":[{"Type":"LegalTerm","Documents":[{"Type":"StandardEula","Version":"2020-01-01"}]}]}""")]
    [InlineData("UpdateNetPaymentTerms", """{"Terms":[{"Type":"NetPaymentTerm","PaymentDuePeriod":"P20D"}]}""")]
    [InlineData("UpdateAvailability", """{"AvailabilityEndDate":"31/03/2026"}""")]
    [InlineData("UpdatePricingTerms", """{"PricingModel":"Usage","Terms":[{"Type":"UsageBasedPricingTerm","CurrencyCode":"EUR","RateCards":[{"RateCard":[{"DimensionKey":"seats","Price":"1"}]}]}]}""")]
    [InlineData("UpdatePricingTerms", """{"PricingModel":"Usage","Terms":[{"Type":"UsageBasedPricingTerm","CurrencyCode":"USD","RateCards":[{"RateCard":[{"DimensionKey":"seats","Price":"0.123456789"}]}]}]}""")]
    [InlineData("UpdatePricingTerms", """{"PricingModel":"Contract","Terms":[{"Type":"FixedUpfrontPricingTerm","CurrencyCode":"USD","Price":"1.2345"}]}""")]
    [InlineData("UpdatePricingTerms", """{"PricingModel":"Contract","Terms":[{"Type":"FixedUpfrontPricingTerm","CurrencyCode":"CHF","Price":"1"}]}""")]
    [InlineData("UpdatePricingTerms", """{"PricingModel":"Contract","Terms":[{"Type":"ResaleFixedUpfrontPricingTerm","CurrencyCode":"USD","Price":"1"}]}""")]
    [InlineData("UpdatePaymentScheduleTerms", """{"Terms":[{"Type":"PaymentScheduleTerm","CurrencyCode":"USD","Schedule":[{"ChargeDate":"2026-06-15","ChargeAmount":"1.005"}]}]}""")]
    [InlineData("UpdateMarkup", """{"Percentage":"-1"}""")]
    public async Task A_wrong_form_is_refused_at_once(string type, string details) =>
        Assert.Equal(422, (await _aws.CatalogRefuses("StartChangeSet", Set(Offer(OfOffer(type, details))))).Status);

    [Theory]
    [InlineData("CreateOffer", "INCOMPATIBLE_PRODUCT", """{"ProductId":"prod-draft"}""")]
    [InlineData("UpdateTargeting", "INVALID_COUNTRY_CODES", """{"PositiveTargeting":{"BuyerAccounts":["111122223333"],"CountryCodes":["ZZ"]}}""")]
    [InlineData("UpdateLegalTerms", "INVALID_LEGAL_DOCUMENTS", """{"Terms":[{"Type":"LegalTerm","Documents":[{"Type":"StandardEula","Version":"2019-04-24"}]}]}""")]
    [InlineData("UpdateLegalTerms", "INVALID_LEGAL_DOCUMENTS", """{"Terms":[{"Type":"LegalTerm","Documents":[{"Type":"CustomEula","Url":"http://example.com/eula.pdf"}]}]}""")]
    [InlineData("UpdateLegalTerms", "INVALID_LEGAL_DOCUMENTS", """{"Terms":[{"Type":"LegalTerm","Documents":[{"Type":"CustomEula","Url":"https://example.com/eula.pdf?X-Amz-Date=20260302T080000Z&X-Amz-Expires=3600"}]}]}""")]
    [InlineData("UpdatePricingTerms", "INCOMPATIBLE_RATES", """{"PricingModel":"Usage","Terms":[{"Type":"UsageBasedPricingTerm","CurrencyCode":"USD","RateCards":[{"RateCard":[{"DimensionKey":"none","Price":"1"}]}]}]}""")]
    [InlineData("UpdatePricingTerms", "DUPLICATE_DIMENSION_KEYS", """{"PricingModel":"Usage","Terms":[{"Type":"UsageBasedPricingTerm","CurrencyCode":"USD","RateCards":[{"RateCard":[{"DimensionKey":"seats","Price":"1"},{"DimensionKey":"seats","Price":"2"}]}]}]}""")]
    [InlineData("UpdatePricingTerms", "INCOMPATIBLE_PRICING_MODEL", """{"PricingModel":"Contract","Terms":[{"Type":"UsageBasedPricingTerm","CurrencyCode":"USD","RateCards":[{"RateCard":[{"DimensionKey":"seats","Price":"1"}]}]}]}""")]
    [InlineData("UpdatePricingTerms", "MISSING_MANDATORY_TERMS", FixedZero)]
    [InlineData("UpdatePricingTerms", "INVALID_GRANTS", """{"PricingModel":"Byol","Terms":[{"Type":"ByolPricingTerm"},{"Type":"FixedUpfrontPricingTerm","CurrencyCode":"USD","Price":"1","Grants":[{"DimensionKey":"none","MaxQuantity":5}]}]}""")]
    [InlineData("UpdateMarkup", "INVALID_MARKUP_PERCENTAGE", """{"Percentage":"5"}""")]
    [InlineData("UpdateValidityTerms", "INVALID_AGREEMENT_DURATION", """{"Terms":[{"Type":"ValidityTerm","AgreementDuration":"12M"}]}""")]
    [InlineData("UpdateValidityTerms", "INVALID_AGREEMENT_TIME_INTERVAL", """{"Terms":[{"Type":"ValidityTerm","AgreementStartDate":"2026-05-01","AgreementEndDate":"2026-04-15"}]}""")]
    [InlineData("UpdateValidityTerms", "INVALID_AGREEMENT_START_DATE", """{"Terms":[{"Type":"ValidityTerm","AgreementStartDate":"2026-03-20","AgreementEndDate":"2027-04-15"}]}""")]
    [InlineData("UpdateRenewalTerms", "MISSING_PRICE_INCREASE", """{"Terms":[{"Type":"RenewalTerm","LockoutPeriod":"P30D"}]}""")]
    [InlineData("UpdateRenewalTerms", "MISSING_ADJUSTMENT_DEADLINE", """{"Terms":[{"Type":"RenewalTerm","PriceIncrease":{"Type":"PercentageRange","Range":{"MinValue":"0.00","MaxValue":"5.00","DefaultValue":"2.00"}}}]}""")]
    [InlineData("UpdateRenewalTerms", "INVALID_PERCENTAGE_RANGE", """{"Terms":[{"Type":"RenewalTerm","AdjustmentDeadline":"P60D","PriceIncrease":{"Type":"PercentageRange","Range":{"MinValue":"5.00","MaxValue":"5.00","DefaultValue":"5.00"}}}]}""")]
    public async Task A_broken_rule_fails_the_set_with_its_code(string type, string code, string details)
    {
        var change = type == "CreateOffer" ? Change(type, "Offer", null, details, "Offer") : OfOffer(type, details);
        Assert.Contains($"{type}: {code}", await _aws.Fail(Offer(change)));
    }

    [Theory]
    [InlineData("UpdatePaymentScheduleTerms: DUPLICATE_CHARGE_DATES", "2026-06-15", "2026-06-15", "2026-03-31")]
    [InlineData("UpdatePaymentScheduleTerms: INVALID_CHARGE_DATES", "2026-03-01", "2026-06-15", "2026-03-31")]
    [InlineData("UpdatePaymentScheduleTerms: INVALID_CHARGE_DATES", "2026-03-15", "2027-03-02", "2026-03-31")]
    [InlineData("UpdatePaymentScheduleTerms: TOO_MANY_BACKDATED_CHARGES", "2026-03-15", "2026-06-15", "2026-06-30")]
    [InlineData(null, "2026-03-15", "2026-06-15", "2026-03-31")]
    [Trait("Row", "M-10")]
    public async Task A_plan_keeps_its_dates(string? expected, string first, string second, string expiry)
    {
        var plan = Plan.Replace("2026-03-15", first, StringComparison.Ordinal).Replace("2026-06-15", second, StringComparison.Ordinal);
        var offer = Offer(OfOffer("UpdatePricingTerms", FixedZero), OfOffer("UpdatePaymentScheduleTerms", plan), OfOffer("UpdateValidityTerms", Year), OfOffer("UpdateAvailability", $$"""{"AvailabilityEndDate":"{{expiry}}"}"""));
        if (expected is null)
            await _aws.Succeed(offer);
        else
            Assert.Contains(expected, await _aws.Fail(offer));
    }

    [Fact]
    public async Task A_plan_needs_a_fixed_price_of_zero()
    {
        JsonObject[] plan = [OfOffer("UpdatePaymentScheduleTerms", Plan), OfOffer("UpdateValidityTerms", Year)];
        Assert.Contains("ReleaseOffer: MISSING_MANDATORY_TERMS", await _aws.Fail(Offer(plan)));
        Assert.Contains("UpdatePricingTerms: INCOMPATIBLE_TERMS", await _aws.Fail(Offer([.. plan, OfOffer("UpdatePricingTerms", FixedZero.Replace("\"0\"", "\"5\"", StringComparison.Ordinal))])));
        Assert.Contains("UpdatePaymentScheduleTerms: INCOMPATIBLE_CURRENCY_CODE", await _aws.Fail(Offer([.. plan, OfOffer("UpdatePricingTerms", FixedZero.Replace("USD", "EUR", StringComparison.Ordinal))])));
    }

    [Theory]
    [InlineData("UpdateInformation", "MISSING_NAME")]
    [InlineData("UpdateInformation", "MISSING_DESCRIPTION")]
    [InlineData("UpdateTargeting", "MISSING_BUYER_ACCOUNTS")]
    [InlineData("UpdatePricingTerms", "MISSING_MANDATORY_TERMS")]
    [InlineData("UpdateLegalTerms", "MISSING_MANDATORY_TERMS")]
    [InlineData("UpdateAvailability", "MISSING_AVAILABILITY_END_DATE")]
    public async Task A_release_needs_the_whole_offer(string without, string code) =>
        Assert.Contains($"ReleaseOffer: {code}", await _aws.Fail([.. Offer().Where(c => c["ChangeType"]!.GetValue<string>() != without)]));

    [Theory]
    [InlineData("currencies", "[\"EUR\"]", "UpdatePricingTerms: INCOMPATIBLE_PAYMENT_SETTINGS")]
    [InlineData("sellerVerified", "false", "ReleaseOffer: INCOMPATIBLE_SELLER_VERIFICATION")]
    [InlineData("taxInformation", "false", "ReleaseOffer: INVALID_TAX_INFORMATION")]
    public async Task What_the_account_lacks_fails_the_set(string setting, string value, string expected)
    {
        _aws.Control("market-settings", new JsonObject { [setting] = JsonNode.Parse(value) });
        Assert.Contains(expected, await _aws.Fail(Offer()));
    }

    [Theory]
    [Trait("Row", "M-8")]
    [InlineData("UpdatePricingTerms", "INCOMPATIBLE_TERMS", Pricing)]
    [InlineData("UpdateTargeting", "INCOMPATIBLE_TARGETING", """{"PositiveTargeting":{"BuyerAccounts":["444455556666"]}}""")]
    [InlineData("UpdateNetPaymentTerms", "INCOMPATIBLE_TERMS", """{"Terms":[{"Type":"NetPaymentTerm","PaymentDuePeriod":"P30D"}]}""")]
    [InlineData("UpdateInformation", "INCOMPATIBLE_PRE_EXISTING_AGREEMENT", """{"PreExistingAgreement":null}""")]
    [InlineData("ReleaseOffer", "INVALID_UPDATE_REQUEST", "{}")]
    public async Task A_released_offer_does_not_change(string type, string code, string details)
    {
        var offer = Assert.Single(await _aws.Succeed(Offer()));
        Assert.Equal([$"{type}: {code}"], await _aws.Fail(OfOffer(type, details, offer)));
        await _aws.Succeed(OfOffer("UpdateAvailability", """{"AvailabilityEndDate":"2026-03-01"}""", offer));
        Assert.Throws<ArgumentException>(() => _aws.Control("accept-offer", new JsonObject { ["offerId"] = offer }));
    }

    [Fact]
    public async Task A_whole_document_is_read_back()
    {
        var offer = Assert.Single(await _aws.Succeed(Offer(OfOffer("UpdatePricingTerms", FixedZero), OfOffer("UpdatePaymentScheduleTerms", Plan), OfOffer("UpdateValidityTerms", Year))));
        var json = await _aws.Entity(offer);
        Assert.Equal(["FixedUpfrontPricingTerm", "LegalTerm", "PaymentScheduleTerm", "ValidityTerm"], json["Terms"]!.AsArray().Select(t => t!["Type"]!.GetValue<string>()).Order());
        Assert.Equal("2026-03-31T23:59:59.999Z", json["Rules"]!.AsArray().Single(r => r!["Type"]!.GetValue<string>() == "AvailabilityRule")!["AvailabilityEndDate"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_AMI_agreement_lasts_longer_than_the_offer_and_its_price()
    {
        JsonObject[] Ami(string duration) => Offer(
            Change("CreateOffer", "Offer", null, """{"ProductId":"prod-ami"}""", "Offer"),
            OfOffer("UpdatePricingTerms", """{"PricingModel":"Usage","Terms":[{"Type":"UsageBasedPricingTerm","CurrencyCode":"USD","RateCards":[{"RateCard":[{"DimensionKey":"t2.micro","Price":"0.17"}]}]},{"Type":"ConfigurableUpfrontPricingTerm","CurrencyCode":"USD","RateCards":[{"Selector":{"Type":"Duration","Value":"P365D"},"RateCard":[{"DimensionKey":"t2.micro","Price":"220"}],"Constraints":{"MultipleDimensionSelection":"Allowed","QuantityConfiguration":"Allowed"}}]}]}"""),
            OfOffer("UpdateValidityTerms", $$"""{"Terms":[{"Type":"ValidityTerm","AgreementDuration":"{{duration}}"}]}"""));
        Assert.Equal(["UpdateValidityTerms: INVALID_AGREEMENT_DURATION"], await _aws.Fail(Ami("P394D")));
        await _aws.Succeed(Ami("P650D"));
    }

    [Fact]
    public async Task A_refusal_that_was_asked_for_comes_with_its_code()
    {
        _aws.Control("refuse-change", new JsonObject { ["changeType"] = "UpdatePricingTerms", ["code"] = "INVALID_RATE_CARD" });
        Assert.Equal(["UpdatePricingTerms: INVALID_RATE_CARD"], await _aws.Fail(Offer()));
        await _aws.Succeed(Offer());
    }

    [Fact]
    [Trait("Row", "M-12")]
    public async Task A_dimension_is_added_in_the_offers_own_set()
    {
        var add = Change("AddDimensions", "SaaSProduct", "prod-2", """[{"Key":"extra","Name":"Extra","Description":"More","Unit":"Units","Types":["Entitled"]}]""");
        await _aws.Succeed([.. Offer(Change("CreateOffer", "Offer", null, """{"ProductId":"prod-2"}""", "Offer"), OfOffer("UpdatePricingTerms", Pricing.Replace("seats", "extra", StringComparison.Ordinal))), add]);
        Assert.Equal(["seats", "extra"], (await _aws.Entity("prod-2"))["Dimensions"]!.AsArray().Select(d => d!["Key"]!.GetValue<string>()));
    }
}
