using System.Text.Json.Nodes;
using LambdaSync.Simulator.Operations;

namespace LambdaSync.Simulator.Marketplace;

/// <summary>What each operation of the Agreement API does for the seller.</summary>
static class AgreementOperations
{
    const int Page = 50;

    public static IReadOnlyDictionary<string, Func<MarketCall, JsonObject>> All { get; } = new Dictionary<string, Func<MarketCall, JsonObject>>(StringComparer.Ordinal)
    {
        ["SearchAgreements"] = AgreementSearch.Search,
        ["DescribeAgreement"] = Describe,
        ["GetAgreementTerms"] = Terms,
        ["GetAgreementEntitlements"] = Entitlements,
        ["ListAgreementInvoiceLineItems"] = Invoices,
    }.Concat(AgreementRequests.All).ToDictionary(StringComparer.Ordinal);

    /// <summary>Answers NotFound to anybody but proposer and acceptor: the maker of a resold product can't read the partner's agreement.</summary>
    public static MarketAgreement Find(MarketCall call) => call.Market.Agreements.Find(a => a.Id == call["agreementId"]) switch
    {
        { } own when own.Proposer == call.Market.Account => own,
        { } made when made.Manufacturer == call.Market.Account && call.Market.DeniesMakers => throw MarketErrors.Denied("INVALID_ACCESS"),
        _ => throw MarketErrors.NotFound("Agreement", call["agreementId"]),
    };

    public static JsonObject Proposal(MarketAgreement agreement) => new JsonObject
    {
        ["resources"] = new JsonArray(new JsonObject { ["id"] = agreement.ProductId, ["type"] = agreement.ProductType }),
        ["offerId"] = agreement.OfferId,
        ["offerSetId"] = agreement.OfferSetId,
    }.Drop();

    static JsonObject Describe(MarketCall call)
    {
        var agreement = Find(call);
        var behavior = new JsonObject { ["type"] = AgreementSearch.EndTimeBehavior(agreement), ["reasonCode"] = agreement.EndReason }.Drop();
        if (call.Market.Agreements.Find(a => a.Previous == agreement && a.Intent == "RENEW") is { } renewal)
            behavior["renewalSummary"] = new JsonObject { ["offerId"] = renewal.OfferId };
        return new JsonObject
        {
            ["agreementId"] = agreement.Id,
            ["acceptor"] = new JsonObject { ["accountId"] = agreement.Acceptor },
            ["proposer"] = new JsonObject { ["accountId"] = agreement.Proposer },
            ["startTime"] = Days.Epoch(agreement.Start),
            ["endTime"] = agreement.End is { } end ? Days.Epoch(end) : null,
            ["acceptanceTime"] = Days.Epoch(agreement.Accepted),
            ["agreementType"] = "PurchaseAgreement",
            ["estimatedCharges"] = new JsonObject { ["currencyCode"] = agreement.Currency, ["agreementValue"] = agreement.Value.ToString(System.Globalization.CultureInfo.InvariantCulture) },
            ["proposalSummary"] = Proposal(agreement),
            ["status"] = agreement.Status,
            ["initialAgreementId"] = agreement.InitialId,
            ["endTimeBehavior"] = behavior,
        }.Drop();
    }

    static JsonObject Terms(MarketCall call) => call.Page("acceptedTerms", Find(call).Terms.OfType<JsonObject>().Select(t => t.DeepClone().AsObject()), Page, camelCase: true);

    static JsonObject Entitlements(MarketCall call)
    {
        var agreement = Find(call);
        var isActive = agreement.Status == MarketAgreement.Active && agreement.Start <= call.Now;
        var one = new JsonObject
        {
            ["resource"] = new JsonObject { ["id"] = agreement.ProductId, ["type"] = agreement.ProductType },
            ["type"] = "License",
            ["registrationToken"] = "token-" + agreement.Id,
            ["status"] = isActive ? "PROVISIONED" : agreement.Start > call.Now ? "SCHEDULED" : "DEPROVISIONED",
            ["statusReasonCode"] = isActive ? "AGREEMENT_ACTIVE" : agreement.Start > call.Now ? "FUTURE_START_DATE" : "AGREEMENT_INACTIVE",
            ["licenseArn"] = agreement.LicenseArn,
        };
        return call.Page("agreementEntitlements", [one], Page, camelCase: true);
    }

    static JsonObject Invoices(MarketCall call)
    {
        var agreement = Find(call);
        var found = agreement.Invoices.Where(i => (call.Text("invoiceId") is not { } id || i["invoiceId"]!.GetValue<string>() == id) && (call.Text("invoiceType") is not { } type || i["invoiceType"]!.GetValue<string>() == type));
        return call.Page("agreementInvoiceLineItemGroupSummaries", found.Select(i => i.DeepClone().AsObject()), Page, camelCase: true);
    }
}
