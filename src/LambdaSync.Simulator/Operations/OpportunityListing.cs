using System.Globalization;
using System.Text.Json.Nodes;
using LambdaSync.Simulator.State;

namespace LambdaSync.Simulator.Operations;

/// <summary>ListOpportunities: filters, sorts, pages; it may know of a change later than GetOpportunity.</summary>
static class OpportunityListing
{
    public static IReadOnlyDictionary<string, Func<Call, JsonObject>> All { get; } = new Dictionary<string, Func<Call, JsonObject>> { ["ListOpportunities"] = List };

    static JsonObject List(Call call)
    {
        var seen = call.Catalog.Opportunities.Values.Where(o => call.World.ListDelay == default || o.Modified + call.World.ListDelay <= call.Now);
        return Paging.Of(call, "OpportunitySummaries", Sorted(call, seen.Where(o => Fits(call, o))).Select(o => Summary(call.Catalog, o)));
    }

    static bool Fits(Call call, Opportunity o) =>
        In(call.Texts("Identifier"), o.Id)
        && In(call.Texts("LifeCycleStage"), o.Stage)
        && In(call.Texts("LifeCycleReviewStatus"), o.ReviewStatus)
        && In(call.Texts("CustomerCompanyName"), Text(o.Body, "Customer", "Account", "CompanyName"))
        && Between(call.Input["LastModifiedDate"] as JsonObject, "AfterLastModifiedDate", "BeforeLastModifiedDate", o.Modified)
        && Between(call.Input["CreatedDate"] as JsonObject, "AfterCreatedDate", "BeforeCreatedDate", o.Created)
        && BetweenDates(call.Input["TargetCloseDate"] as JsonObject, Text(o.Body, "LifeCycle", "TargetCloseDate"));

    static IEnumerable<Opportunity> Sorted(Call call, IEnumerable<Opportunity> found)
    {
        var sort = call.Input["Sort"] as JsonObject;
        Func<Opportunity, string> key = sort?["SortBy"]?.GetValue<string>() switch
        {
            "Identifier" => o => o.Id.PadLeft(20, '0'),
            "CustomerCompanyName" => o => Text(o.Body, "Customer", "Account", "CompanyName") ?? "",
            "CreatedDate" => o => OpportunityOperations.TimeText(o.Created),
            "TargetCloseDate" => o => Text(o.Body, "LifeCycle", "TargetCloseDate") ?? "",
            _ => o => OpportunityOperations.TimeText(o.Modified),
        };
        return sort?["SortOrder"]?.GetValue<string>() == "ASCENDING"
            ? found.OrderBy(key, StringComparer.Ordinal).ThenBy(o => o.Id, StringComparer.Ordinal)
            : found.OrderByDescending(key, StringComparer.Ordinal).ThenByDescending(o => o.Id, StringComparer.Ordinal);
    }

    // The members of shape OpportunitySummary.
    static JsonObject Summary(Catalog catalog, Opportunity o)
    {
        var whole = OpportunityOperations.View(catalog, o);
        var summary = new JsonObject
        {
            ["Catalog"] = catalog.Name,
            ["Id"] = o.Id,
            ["Arn"] = whole["Arn"]!.DeepClone(),
            ["LastModifiedDate"] = OpportunityOperations.TimeText(o.Modified),
            ["CreatedDate"] = OpportunityOperations.TimeText(o.Created),
            ["LifeCycle"] = Only(whole["LifeCycle"], "Stage", "ClosedLostReason", "NextSteps", "TargetCloseDate", "ReviewStatus", "ReviewComments", "ReviewStatusReason"),
            ["Customer"] = new JsonObject { ["Account"] = Only((o.Body["Customer"] as JsonObject)?["Account"], "Industry", "OtherIndustry", "CompanyName", "WebsiteUrl", "Address") },
            ["Project"] = Only(o.Body["Project"], "DeliveryModels", "ExpectedCustomerSpend"),
        };
        foreach (var name in (string[])["PartnerOpportunityIdentifier", "OpportunityType"])
        {
            if (o.Body[name] is { } value)
                summary[name] = value.DeepClone();
        }

        return summary;
    }

    static JsonObject Only(JsonNode? json, params string[] names)
    {
        var only = new JsonObject();
        foreach (var name in names)
        {
            if ((json as JsonObject)?[name] is { } value)
                only[name] = value.DeepClone();
        }

        return only;
    }

    static bool In(IReadOnlyList<string> wanted, string? value) => wanted.Count == 0 || (value is not null && wanted.Contains(value));

    // Both ends are included: who resumes at the last date it saw misses nothing.
    static bool Between(JsonObject? filter, string after, string before, DateTimeOffset value) =>
        (Time(filter, after) is not { } from || value >= from) && (Time(filter, before) is not { } to || value <= to);

    static bool BetweenDates(JsonObject? filter, string? date)
    {
        var (from, to) = (filter?["AfterTargetCloseDate"]?.GetValue<string>(), filter?["BeforeTargetCloseDate"]?.GetValue<string>());
        return (from is null || string.CompareOrdinal(date, from) >= 0) && (to is null || (date is not null && string.CompareOrdinal(date, to) <= 0));
    }

    static DateTimeOffset? Time(JsonObject? filter, string name) =>
        filter?[name]?.GetValue<string>() is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) : null;

    static string? Text(JsonObject json, params string[] path)
    {
        JsonNode? node = json;
        foreach (var step in path)
            node = (node as JsonObject)?[step];
        return node?.GetValue<string>();
    }
}
