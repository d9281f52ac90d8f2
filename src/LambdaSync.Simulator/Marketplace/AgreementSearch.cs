using System.Globalization;
using System.Text.Json.Nodes;
using LambdaSync.Simulator.Operations;

namespace LambdaSync.Simulator.Marketplace;

/// <summary>SearchAgreements: as the proposer, AgreementType with any combination of the other filters (APIReference, API_marketplace-agreements_SearchAgreements).</summary>
static class AgreementSearch
{
    const int Page = 50;

    static readonly string[] Statuses = [MarketAgreement.Active, MarketAgreement.Cancelled, MarketAgreement.Expired, MarketAgreement.Renewed, MarketAgreement.Replaced, MarketAgreement.Terminated];

    public static string EndTimeBehavior(MarketAgreement agreement) => agreement.Renews ? "RENEW" : "EXPIRE";

    public static JsonObject Search(MarketCall call)
    {
        if (call.Text("catalog") is { } catalog && catalog != Market.Catalog)
            throw MarketErrors.Agreement("INVALID_CATALOG", $"catalog takes {Market.Catalog}.");
        var filters = (call.Input["filters"] as JsonArray ?? []).OfType<JsonObject>().Select(f => (Name: f["name"]?.GetValue<string>() ?? "", Values: (f["values"] as JsonArray ?? []).Select(v => v!.GetValue<string>()).ToList())).ToList();
        if (filters.Find(f => f.Name == "AgreementType").Values is not ["PurchaseAgreement"] || filters.Find(f => f.Name == "PartyType").Values is not [var party])
            throw MarketErrors.Agreement("UNSUPPORTED_FILTERS", "The filters PartyType and AgreementType, which is PurchaseAgreement, are required.");
        var found = call.Market.Agreements.Where(a => party == "Proposer" && a.Proposer == call.Market.Account);
        foreach (var (name, values) in filters.Where(f => f.Name is not ("AgreementType" or "PartyType")))
        {
            if (values.Count == 0)
                throw MarketErrors.Agreement("MISSING_FILTER_VALUES", $"{name} has no value.");
            var passes = Filter(name, values);
            found = found.Where(passes);
        }

        var sort = call.Input["sort"] as JsonObject;
        Func<MarketAgreement, DateTimeOffset> date = sort?["sortBy"]?.GetValue<string>() switch
        {
            null or "EndTime" => a => a.End ?? DateTimeOffset.MaxValue,
            "StartTime" => a => a.Start,
            "LastUpdateTime" => a => a.Updated,
            var other => throw MarketErrors.Agreement("INVALID_SORT_BY", $"Agreements are sorted by EndTime, StartTime or LastUpdateTime, not {other}."),
        };
        var sorted = sort?["sortOrder"]?.GetValue<string>() == "ASCENDING" ? found.OrderBy(date).ThenBy(a => a.Id, StringComparer.Ordinal) : found.OrderByDescending(date).ThenByDescending(a => a.Id, StringComparer.Ordinal);
        return call.Page("agreementViewSummaries", sorted.Select(View), Page, camelCase: true);
    }

    static Func<MarketAgreement, bool> Filter(string name, List<string> values)
    {
        if (name == "Status" && values.Except(Statuses).Any())
            throw MarketErrors.Agreement("INVALID_FILTER_VALUES", $"Status takes one of {string.Join(", ", Statuses)}.");
        return name switch
        {
            "ResourceIdentifier" => a => values.Contains(a.ProductId),
            "ResourceType" => a => values.Contains(a.ProductType),
            "AcceptorAccountId" => a => values.Contains(a.Acceptor),
            "OfferId" => a => values.Contains(a.OfferId),
            "OfferSetId" => a => a.OfferSetId is not null && values.Contains(a.OfferSetId),
            "Status" => a => values.Contains(a.Status),
            "BeforeEndTime" => a => a.End < Time(values),
            "AfterEndTime" => a => a.End > Time(values),
            "BeforeStartTime" => a => a.Start < Time(values),
            "AfterStartTime" => a => a.Start > Time(values),
            "BeforeLastUpdateTime" => a => a.Updated < Time(values),
            "AfterLastUpdateTime" => a => a.Updated > Time(values),
            "EndTimeBehaviorType" => a => values.Contains(EndTimeBehavior(a)),
            "EndTimeBehaviorReasonCode" => a => a.EndReason is not null && values.Contains(a.EndReason),
            "InitialAgreementId" => a => values.Contains(a.InitialId),
            "LicenseArn" => a => values.Contains(a.LicenseArn),
            _ => throw MarketErrors.Agreement("INVALID_FILTER_NAME", $"{name} is no filter of SearchAgreements."),
        };
    }

    static DateTimeOffset Time(List<string> values) => DateTimeOffset.TryParse(values[0], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
        ? time : throw MarketErrors.Agreement("INVALID_FILTER_VALUES", $"'{values[0]}' is no time.");

    static JsonObject View(MarketAgreement agreement) => new JsonObject
    {
        ["agreementId"] = agreement.Id,
        ["acceptanceTime"] = Days.Epoch(agreement.Accepted),
        ["startTime"] = Days.Epoch(agreement.Start),
        ["endTime"] = agreement.End is { } end ? Days.Epoch(end) : null,
        ["lastUpdateTime"] = Days.Epoch(agreement.Updated),
        ["agreementType"] = "PurchaseAgreement",
        ["acceptor"] = new JsonObject { ["accountId"] = agreement.Acceptor },
        ["proposer"] = new JsonObject { ["accountId"] = agreement.Proposer },
        ["proposalSummary"] = AgreementOperations.Proposal(agreement),
        ["status"] = agreement.Status,
        ["entitlements"] = new JsonArray(new JsonObject { ["licenseArn"] = agreement.LicenseArn }),
        ["initialAgreementId"] = agreement.InitialId,
        ["endTimeBehaviorType"] = EndTimeBehavior(agreement),
        ["endTimeBehaviorReasonCode"] = agreement.EndReason,
    }.Drop();
}
