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
        var seen = call.Catalog.Opportunities.Values.Where(o => OpportunityOperations.IsVisible(call, o)).Select(o => Lags(call.World, o) ? o.Versions.At(call.Now - call.World.ListDelay) : OpportunityOperations.View(call.World, call.Catalog, o)).OfType<JsonObject>();
        return Paging.Of(call, "OpportunitySummaries", Sorted(call, seen.Where(o => Fits(call, o))).Select(Summary), Paging.SmallPage);
    }

    static bool Lags(World world, Opportunity o) =>
        world.ListDelay != default && int.Parse(o.Id.AsSpan(1), CultureInfo.InvariantCulture) % world.ListDelayEvery == 0;

    static bool Fits(Call call, JsonObject o) =>
        In(call.Texts("Identifier"), Text(o, "Id"))
        && In(call.Texts("LifeCycleStage"), Text(o, "LifeCycle", "Stage"))
        && In(call.Texts("LifeCycleReviewStatus"), Text(o, "LifeCycle", "ReviewStatus"))
        && In(call.Texts("CustomerCompanyName"), Text(o, "Customer", "Account", "CompanyName"))
        && Between(call.Input["LastModifiedDate"] as JsonObject, "AfterLastModifiedDate", "BeforeLastModifiedDate", Time(o, "LastModifiedDate")!.Value)
        && Between(call.Input["CreatedDate"] as JsonObject, "AfterCreatedDate", "BeforeCreatedDate", Time(o, "CreatedDate")!.Value)
        && BetweenDates(call.Input["TargetCloseDate"] as JsonObject, Text(o, "LifeCycle", "TargetCloseDate"));

    static IEnumerable<JsonObject> Sorted(Call call, IEnumerable<JsonObject> found)
    {
        var sort = call.Input["Sort"] as JsonObject;
        Func<JsonObject, string> key = sort?["SortBy"]?.GetValue<string>() switch
        {
            "Identifier" => Id,
            "CustomerCompanyName" => o => Text(o, "Customer", "Account", "CompanyName") ?? "",
            "CreatedDate" => o => Text(o, "CreatedDate")!,
            "TargetCloseDate" => o => Text(o, "LifeCycle", "TargetCloseDate") ?? "",
            _ => o => Text(o, "LastModifiedDate")!,
        };
        return sort?["SortOrder"]?.GetValue<string>() == "ASCENDING"
            ? found.OrderBy(key, StringComparer.Ordinal).ThenBy(Id, StringComparer.Ordinal)
            : found.OrderByDescending(key, StringComparer.Ordinal).ThenByDescending(Id, StringComparer.Ordinal);

        // O10 after O9.
        static string Id(JsonObject o) => Text(o, "Id")!.PadLeft(20, '0');
    }

    // The members of shape OpportunitySummary.
    static JsonObject Summary(JsonObject whole)
    {
        var summary = Only(whole, "Catalog", "Id", "Arn", "LastModifiedDate", "CreatedDate", "PartnerOpportunityIdentifier", "OpportunityType");
        summary["LifeCycle"] = Only(whole["LifeCycle"], "Stage", "ClosedLostReason", "NextSteps", "TargetCloseDate", "ReviewStatus", "ReviewComments", "ReviewStatusReason");
        summary["Customer"] = Customer((whole["Customer"] as JsonObject)?["Account"]);
        summary["Project"] = Only(whole["Project"], "DeliveryModels", "ExpectedCustomerSpend", "ExpectedContractDuration");
        return summary;
    }

    // Shapes AccountSummary, which can't be without a company's name, and AddressSummary, which has no street.
    static JsonObject Customer(JsonNode? account)
    {
        if (account?["CompanyName"] is null)
            return [];
        var summary = Only(account, "Industry", "OtherIndustry", "CompanyName", "WebsiteUrl");
        if (account["Address"] is { } address)
            summary["Address"] = Only(address, "City", "PostalCode", "StateOrRegion", "CountryCode");
        return new JsonObject { ["Account"] = summary };
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
