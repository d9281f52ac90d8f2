using System.Text.Json.Nodes;

namespace LambdaSync.Simulator.Marketplace;

/// <summary>What each operation of the Catalog API does.</summary>
static class CatalogOperations
{
    public static IReadOnlyDictionary<string, Func<MarketCall, JsonObject>> All { get; } = new Dictionary<string, Func<MarketCall, JsonObject>>(StringComparer.Ordinal)
    {
        ["StartChangeSet"] = ChangeSetStart.Start,
        ["DescribeChangeSet"] = Describe,
        ["ListChangeSets"] = ListChangeSets,
        ["CancelChangeSet"] = Cancel,
        ["ListEntities"] = EntityListing.List,
        ["DescribeEntity"] = DescribeEntity,
        ["BatchDescribeEntities"] = BatchDescribeEntities,
    };

    public static string MethodOf(string operation) => operation switch { "DescribeChangeSet" or "DescribeEntity" => "GET", "CancelChangeSet" => "PATCH", _ => "POST" };

    /// <exception cref="Wire.AwsError">It is another catalog.</exception>
    public static void CheckCatalog(string? catalog)
    {
        if (catalog != Market.Catalog)
            throw MarketErrors.Invalid($"Catalog takes {Market.Catalog}.", "Catalog");
    }

    static JsonObject Describe(MarketCall call) => Find(call).Describe();

    static JsonObject Cancel(MarketCall call)
    {
        var set = Find(call);
        if (set.Status != MarketChangeSet.Preparing)
            throw MarketErrors.InUse($"Change set {set.Id} is {set.Status}: it can be cancelled only while it is {MarketChangeSet.Preparing}.");
        (set.Status, set.Ended) = (MarketChangeSet.Cancelled, call.Now);
        MarketEvents.ChangeSet(call.World, set);
        return new JsonObject { ["ChangeSetId"] = set.Id, ["ChangeSetArn"] = set.Arn };
    }

    static MarketChangeSet Find(MarketCall call)
    {
        CheckCatalog(call.Text("Catalog"));
        return Kept(call).FirstOrDefault(s => s.Id == call["ChangeSetId"]) ?? throw MarketErrors.NotFound("Change set", call["ChangeSetId"]);
    }

    static IEnumerable<MarketChangeSet> Kept(MarketCall call) => call.Market.ChangeSets.Where(s => s.Owner == call.Market.Account).Where(s => s.Ended is not { } end || call.Now - end <= call.Market.History);

    // Filters: ChangeSetName, Status, EntityId, BeforeStartTime, AfterStartTime, BeforeEndTime, AfterEndTime (operation text of ListChangeSets).
    static JsonObject ListChangeSets(MarketCall call)
    {
        CheckCatalog(call.Text("Catalog"));
        var sets = Kept(call);
        foreach (var filter in (call.Input["FilterList"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var (name, values) = (filter["Name"]?.GetValue<string>(), filter["ValueList"] is JsonArray list ? list.Select(v => v!.GetValue<string>()).ToList() : []);
            if (values.Count == 0)
                throw MarketErrors.Invalid("A filter has values.", "FilterList");
            Func<MarketChangeSet, bool> passes = name switch
            {
                "ChangeSetName" => s => s.Name is not null && values.Contains(s.Name),
                "Status" => s => values.Contains(s.Status),
                "EntityId" => s => s.EntityIds.Any(values.Contains),
                "BeforeStartTime" => s => string.CompareOrdinal(Days.Seconds(s.Started), values[0]) < 0,
                "AfterStartTime" => s => string.CompareOrdinal(Days.Seconds(s.Started), values[0]) > 0,
                "BeforeEndTime" => s => s.Ended is { } end && string.CompareOrdinal(Days.Seconds(end), values[0]) < 0,
                "AfterEndTime" => s => s.Ended is { } end && string.CompareOrdinal(Days.Seconds(end), values[0]) > 0,
                _ => throw MarketErrors.Invalid($"{name} is no filter of ListChangeSets.", "FilterList"),
            };
            sets = sets.Where(passes);
        }

        var sort = call.Input["Sort"] as JsonObject;
        Func<MarketChangeSet, DateTimeOffset> date = sort?["SortBy"]?.GetValue<string>() switch
        {
            null or "StartTime" => s => s.Started,
            "EndTime" => s => s.Ended ?? DateTimeOffset.MaxValue,
            var other => throw MarketErrors.Invalid($"ListChangeSets is sorted by StartTime or EndTime, not {other}.", "Sort"),
        };
        var sorted = sort?["SortOrder"]?.GetValue<string>() == "ASCENDING" ? sets.OrderBy(date).ThenBy(s => s.Id, StringComparer.Ordinal) : sets.OrderByDescending(date).ThenByDescending(s => s.Id, StringComparer.Ordinal);
        return call.Page("ChangeSetSummaryList", sorted.Select(s => s.Summary()), 20);
    }

    static JsonObject DescribeEntity(MarketCall call)
    {
        CheckCatalog(call.Text("Catalog"));
        var json = View(Visible(call.Market, call["EntityId"]) ?? throw MarketErrors.NotFound("Entity", call["EntityId"]));
        json["Details"] = json["DetailsDocument"]!.ToJsonString();
        return json;
    }

    static JsonObject BatchDescribeEntities(MarketCall call)
    {
        var (found, errors) = (new JsonObject(), new JsonObject());
        foreach (var request in call.Input["EntityRequestList"]!.AsArray())
        {
            CheckCatalog(request!["Catalog"]!.GetValue<string>());
            var id = request["EntityId"]!.GetValue<string>();
            if (Visible(call.Market, id) is { } entity)
                found[id] = View(entity);
            else
                errors[id] = new JsonObject { ["ErrorCode"] = "ResourceNotFoundException", ["ErrorMessage"] = $"Entity {id} was not found." };
        }

        return new JsonObject { ["EntityDetails"] = found, ["Errors"] = errors };
    }

    static MarketEntity? Visible(Market market, string id) => market.Find(id) is { } entity && market.IsVisible(entity) ? entity : null;

    static JsonObject View(MarketEntity entity) => new()
    {
        ["EntityType"] = entity.Type + "@1.0",
        ["EntityIdentifier"] = $"{entity.Id}@{entity.Revision}",
        ["EntityArn"] = entity.Arn,
        ["LastModifiedDate"] = Days.Seconds(entity.Modified),
        ["DetailsDocument"] = entity.Details.DeepClone(),
    };
}
