using System.Text.Json.Nodes;
using Xunit;

namespace LambdaSync.Simulator.Tests;

/// <summary>Prospecting tasks: AWS's insights into leads (DG working-with-your-leads, "Enriching leads with prospecting insights").</summary>
[Trait("Row", "A17")]
public sealed class ProspectingTests : IDisposable
{
    readonly Aws _aws = new();

    // "Each engagement is processed independently"; a result adds a prospecting context, a failure has a reason code and a message.
    [Fact]
    public async Task A_task_tells_how_each_engagement_ended()
    {
        var (lead, plain) = (await _aws.Lead(), await _aws.Engagement());
        _aws.Events();
        var started = await Start("Autumn", lead, plain, "eng-99999999999999");
        Assert.Equal("IN_PROGRESS", started["TaskStatus"]!.GetValue<string>());
        Assert.Equal(["IN_PROGRESS", "IN_PROGRESS", "IN_PROGRESS"], (await Ends(started)).Select(e => Text(e, "Status")));

        _aws.FinishTasks();
        var ends = await Ends(started);
        Assert.Equal(["COMPLETED", "FAILED", "FAILED"], ends.Select(e => Text(e, "Status")));
        Assert.Equal([false, true, true], ends.Select(e => e.ContainsKey("ReasonCode") && e.ContainsKey("Message")));
        var context = (await _aws.Do("GetEngagement", new JsonObject { ["Identifier"] = lead }))["Contexts"]!.AsArray().Single(c => c!["Type"]!.GetValue<string>() == "ProspectingResult")!;
        // The two shapes have two forms of one id: ctx- and 14 characters, and a number.
        Assert.Equal("ctx-" + context["Id"]!.GetValue<string>().PadLeft(14, '0'), Text(ends[0], "EngagementContextId"));
        Assert.Equal(["Engagement Updated"], _aws.Events().Select(e => e.Type));

        var summary = (await _aws.Do("ListProspectingFromEngagementTasks", new JsonObject { ["TaskName"] = new JsonArray("Autumn") }))["TaskSummaries"]!.AsArray().Single()!;
        Assert.Equal((3, 1, 2), (Count("Total"), Count("Completed"), Count("Failed")));

        int Count(string which) => summary[which + "EngagementCount"]!.GetValue<int>();
    }

    // "Up to 100 engagement identifiers in a single request", and one at least.
    [Fact]
    public async Task A_task_takes_one_to_a_hundred_engagements()
    {
        Assert.Equal(
            [("Identifiers", "REQUIRED_FIELD_MISSING")],
            (await _aws.Refused("StartProspectingFromEngagementTask", new JsonObject { ["TaskName"] = "Nothing", ["ClientToken"] = _aws.NewToken() })).Errors);
        Assert.Equal([("Identifiers", "TOO_MANY_VALUES")], (await _aws.Refused("StartProspectingFromEngagementTask", Request("Many", Engagements(101)))).Errors);
        await Start("Enough", Engagements(100));

        static string[] Engagements(int count) => [.. Enumerable.Range(0, count).Select(i => $"eng-{i:D14}")];
    }

    // Shape ListProspectingFromEngagementTasksRequest: by id, name and start; one that is not there is not found.
    [Fact]
    public async Task Tasks_are_listed()
    {
        var first = Text(await Start("B", "eng-00000000000001"), "TaskId");
        _aws.Advance(TimeSpan.FromMinutes(1));
        var second = Text(await Start("A", "eng-00000000000001"), "TaskId");
        Assert.Equal([second, first], await List([]));
        Assert.Equal([first], await List(new JsonObject { ["TaskIdentifier"] = new JsonArray(first) }));
        Assert.Equal([second], await List(new JsonObject { ["StartAfter"] = "2026-03-02T09:00:30Z" }));
        Assert.Equal([second, first], await List(new JsonObject { ["Sort"] = new JsonObject { ["SortBy"] = "TaskName", ["SortOrder"] = "ASCENDING" } }));
        Assert.Equal("ResourceNotFoundException", (await _aws.Refused("GetProspectingFromEngagementTask", new JsonObject { ["TaskIdentifier"] = "task-99999999999999" })).Type);
    }

    public void Dispose() => _aws.Dispose();

    static string Text(JsonObject json, string name) => json[name]!.GetValue<string>();

    JsonObject Request(string name, params string[] engagements) =>
        new() { ["Identifiers"] = new JsonArray([.. engagements.Select(e => (JsonNode)e)]), ["TaskName"] = name, ["ClientToken"] = _aws.NewToken() };

    Task<JsonObject> Start(string name, params string[] engagements) => _aws.Do("StartProspectingFromEngagementTask", Request(name, engagements));

    async Task<List<JsonObject>> Ends(JsonObject started) =>
        [.. (await _aws.Do("GetProspectingFromEngagementTask", new JsonObject { ["TaskIdentifier"] = started["TaskId"]!.DeepClone() }))["Engagements"]!.AsArray().Select(e => e!.AsObject())];

    async Task<List<string>> List(JsonObject filters) =>
        [.. (await _aws.Do("ListProspectingFromEngagementTasks", filters))["TaskSummaries"]!.AsArray().Select(t => t!["TaskId"]!.GetValue<string>())];
}
