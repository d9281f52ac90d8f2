using System.Text.Json.Nodes;
using Xunit;

namespace LambdaSync.Simulator.Tests;

/// <summary>The prospecting tasks: their types alone are known (AWS's JavaScript client).</summary>
[Trait("Row", "A20")]
public sealed class ProspectingTests : IDisposable
{
    readonly Aws _aws = new();

    // Shapes of the three operations: a task over engagements, each of which ends by itself.
    [Fact]
    public async Task A_task_tells_how_each_engagement_ended()
    {
        var engagement = await _aws.Engagement();
        var started = await _aws.Do("StartProspectingFromEngagementTask", new JsonObject { ["Identifiers"] = new JsonArray(engagement, "eng-99999999999999"), ["TaskName"] = "Autumn" });
        Assert.Equal("IN_PROGRESS", started["TaskStatus"]!.GetValue<string>());
        var named = new JsonObject { ["TaskIdentifier"] = started["TaskId"]!.DeepClone() };
        Assert.Equal(["IN_PROGRESS", "IN_PROGRESS"], await Statuses());

        _aws.FinishTasks();
        Assert.Equal(["COMPLETED", "FAILED"], await Statuses());
        var summary = (await _aws.Do("ListProspectingFromEngagementTasks", new JsonObject { ["TaskName"] = new JsonArray("Autumn") }))["TaskSummaries"]!.AsArray().Single()!;
        Assert.Equal((2, 1, 1), (Count("Total"), Count("Completed"), Count("Failed")));
        Assert.Equal("ResourceNotFoundException", (await _aws.Refused("GetProspectingFromEngagementTask", new JsonObject { ["TaskIdentifier"] = "task-9999999999999" })).Type);

        int Count(string which) => summary[which + "EngagementCount"]!.GetValue<int>();

        async Task<IEnumerable<string>> Statuses() => (await _aws.Do("GetProspectingFromEngagementTask", named))["Engagements"]!.AsArray().Select(e => e!["Status"]!.GetValue<string>());
    }

    // Shape StartProspectingFromEngagementTaskRequest: it is about engagements that are named.
    [Fact]
    public async Task A_task_needs_engagements() =>
        Assert.Equal([("Identifiers", "REQUIRED_FIELD_MISSING")], (await _aws.Refused("StartProspectingFromEngagementTask", new JsonObject { ["TaskName"] = "Nothing" })).Errors);

    public void Dispose() => _aws.Dispose();
}
