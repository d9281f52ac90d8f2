using System.Text.Json.Nodes;
using LambdaSync.Simulation.Models.Sync.Sales;

namespace LambdaSync.Simulation.Models.Marketplace;

/// <summary>AWS Marketplace as it is.</summary>
static class AtAws
{
    const string Catalog = "AWSMarketplace";

    public static readonly string[] Products = ["SaaSProduct"];

    public const string Offer = "Offer", OfferSet = "OfferSet", Authorization = "ResaleAuthorization";

    public static IReadOnlyList<JsonObject> Entities(World world, params IReadOnlyList<string> types) =>
        [.. Show(world)["entities"]!.AsArray().Select(e => e!.AsObject()).Where(e => types.Contains(e["type"]!.GetValue<string>()))];

    public static IReadOnlyList<JsonObject> ChangeSets(World world) => [.. Show(world)["changeSets"]!.AsArray().Select(s => s!.AsObject())];

    public static IReadOnlyList<JsonObject> Agreements(World world) => [.. Show(world)["agreements"]!.AsArray().Select(a => a!.AsObject())];

    /// <summary>The entities of a name: there is one at most that is meant.</summary>
    public static IReadOnlyList<JsonObject> Named(World world, string name) =>
        [.. Entities(world, Offer, OfferSet, Authorization).Where(e => Text(e["details"], "Name") == name && Text(e, "owner") == MarketWorld.Account)];

    /// <summary>A change set with its changes and their errors.</summary>
    public static JsonObject? ChangeSet(World world, string id) => Colleague.Do(world, "DescribeChangeSet", new JsonObject { ["Catalog"] = Catalog, ["ChangeSetId"] = id });

    /// <summary>The offers, offer sets and authorizations that a change set has made or changed.</summary>
    public static IEnumerable<string> EntitiesOf(World world, string set) => ChangeSet(world, set)!["ChangeSet"]!.AsArray()
        .Select(c => Text(c!["Entity"], "Identifier")?.Split('@')[0]).OfType<string>().Where(id => !id.StartsWith('$')).Distinct();

    /// <summary>A colleague changes something in AWS Marketplace's pages.</summary>
    /// <returns>The id of the change set, or null: AWS does not take it just then.</returns>
    public static string? Start(World world, string name, params JsonObject[] changes)
    {
        var body = new JsonObject { ["Catalog"] = Catalog, ["ChangeSetName"] = name, ["ChangeSet"] = new JsonArray([.. changes]) };
        if (Colleague.Do(world, "StartChangeSet", body)?["ChangeSetId"]?.GetValue<string>() is not { } id)
            return null;
        world.Own<MarketWorld>().Sets[id] = new StartedSet(id, null, name, "", world.Pump.Now);
        MarketCalls.Follow(world);
        return id;
    }

    public static JsonObject Change(string type, string? offer, JsonObject details)
    {
        var entity = new JsonObject { ["Type"] = "Offer@1.0" };
        if (offer is not null)
            entity["Identifier"] = offer;
        return new JsonObject { ["ChangeType"] = type, ["Entity"] = entity, ["DetailsDocument"] = details };
    }

    public static string Id(JsonObject entity) => entity["id"]!.GetValue<string>();

    /// <summary>The last day of an offer or authorization, or null.</summary>
    public static string? LastDay(JsonObject entity) =>
        entity["details"]!["Rules"] is JsonArray rules ? rules.Select(rule => Text(rule, "AvailabilityEndDate")).FirstOrDefault(end => end is not null)?[..10] : null;

    public static string? Text(JsonNode? json, string name) => json is JsonObject members && members[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    static JsonObject Show(World world) => world.PartnerCentral.Control.Do("show-market", []);
}
