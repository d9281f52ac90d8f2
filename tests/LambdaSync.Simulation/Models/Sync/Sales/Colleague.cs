using System.Text;
using System.Text.Json.Nodes;
using LambdaSync.Simulation.Stories;

namespace LambdaSync.Simulation.Models.Sync.Sales;

/// <summary>Somebody in Partner Central's pages: what they do costs the API's quota nothing.</summary>
static class Colleague
{
    /// <returns>AWS's answer, or null: AWS does not let it happen just then.</returns>
    public static JsonObject? Do(World world, string operation, JsonObject input)
    {
        Quotas(world, areOn: false);
        var answer = world.PartnerCentral.Call(operation, Encoding.UTF8.GetBytes(input.ToJsonString()), CancellationToken.None).Now();
        Quotas(world, areOn: true);
        return answer.Status == 200 ? JsonNode.Parse(answer.Body.Length == 0 ? "{}"u8 : answer.Body) as JsonObject : null;
    }

    /// <summary>The submissions of an opportunity, the first one first.</summary>
    public static IReadOnlyList<JsonObject> Tasks(World world, string id) =>
    [
        .. Do(world, "ListEngagementFromOpportunityTasks", new JsonObject { ["Catalog"] = SyncModel.Catalog, ["OpportunityIdentifier"] = new JsonArray(id) })!["TaskSummaries"]!.AsArray()
            .Select(t => t!.AsObject()).OrderBy(t => t["StartTime"]!.GetValue<string>(), StringComparer.Ordinal),
    ];

    static void Quotas(World world, bool areOn)
    {
        if (world.Parts.Ledger)
            world.PartnerCentral.Control.Do("settings", new JsonObject { ["quotas"] = areOn });
    }
}
