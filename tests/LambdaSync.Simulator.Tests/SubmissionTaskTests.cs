using System.Text.Json.Nodes;
using Xunit;

namespace LambdaSync.Simulator.Tests;

/// <summary>Sharing with AWS: StartEngagementFromOpportunityTask and its list (their operation texts).</summary>
[Trait("Row", "A1")]
public sealed class SubmissionTaskTests : IDisposable
{
    const string Start = "StartEngagementFromOpportunityTask";

    readonly Aws _aws = new();

    // Operation text: one task creates the engagement, the snapshot and its job, invites AWS and submits the opportunity.
    [Fact]
    public async Task A_task_shares_and_submits()
    {
        var id = await Ready();
        _aws.Events();
        var started = await _aws.Do(Start, Request(id));
        Assert.Equal("IN_PROGRESS", Text(started, "TaskStatus"));
        Assert.Equal("Pending Submission", await Review(id));

        _aws.FinishTasks();
        Assert.Equal("Submitted", await Review(id));
        var task = (await List(new JsonObject { ["OpportunityIdentifier"] = new JsonArray(id) })).Single();
        Assert.Equal("COMPLETE", Text(task, "TaskStatus"));
        var summary = await _aws.Do("GetAwsOpportunitySummary", new JsonObject { ["RelatedOpportunityIdentifier"] = id });
        Assert.Equal(("Co-Sell", "Limited", "Partner Referral"), (Text(summary, "InvolvementType"), Text(summary, "Visibility"), Text(summary, "Origin")));
        var job = await _aws.Do("GetResourceSnapshotJob", new JsonObject { ["ResourceSnapshotJobIdentifier"] = Text(task, "ResourceSnapshotJobId") });
        Assert.Equal(("Running", id, Text(task, "EngagementId")), (Text(job, "Status"), Text(job, "ResourceId"), Text(job, "EngagementId")));
        Assert.Single((await _aws.Do("ListResourceSnapshots", new JsonObject { ["EngagementIdentifier"] = Text(task, "EngagementId") }))["ResourceSnapshotSummaries"]!.AsArray());
    }

    // DG selling-api-events: who sent the invitation gets it as Sender; so our own submission is never a referral.
    [Fact]
    [Trait("Row", "A8")]
    [Trait("Row", "A14")]
    public async Task The_invitation_to_AWS_says_sender()
    {
        var task = await _aws.Finish(Start, Request(await Ready()));
        var events = _aws.Events();
        Assert.Equal(
            ["Opportunity Created", "Opportunity Updated", "Engagement Created", "Engagement Member Added", "Engagement Invitation Created", "Opportunity Updated", "Engagement Resource Snapshot Created"],
            events.Select(e => e.Type));
        Assert.Equal("Sender", Text(events[4].Detail["engagementInvitation"]!.AsObject(), "participantType"));
        Assert.Equal([Text(task, "EngagementInvitationId")], await Sides("SENDER"));
        Assert.Equal([], await Sides("RECEIVER"));
        var invitation = new JsonObject { ["Identifier"] = Text(task, "EngagementInvitationId") };
        Assert.Equal("AccessDeniedException", (await _aws.Refused("RejectEngagementInvitation", invitation)).Type);

        _aws.Control("answer-invitation", new JsonObject { ["id"] = Text(task, "EngagementInvitationId"), ["status"] = "ACCEPTED" });
        Assert.Equal("ACCEPTED", Text(await _aws.Do("GetEngagementInvitation", invitation), "Status"));
        Assert.Equal(["Engagement Invitation Accepted", "Engagement Member Added"], _aws.Events().Select(e => e.Type));
    }

    // Operation text of SubmitOpportunity: Qualified or later, a close date, a solution or product. The task finds out, not the call that starts it.
    [Fact]
    [Trait("Row", "A11")]
    public async Task What_can_not_be_submitted_fails_the_task()
    {
        var prospect = await _aws.Opportunity("Prospect");
        var failed = await _aws.Finish(Start, Request(prospect));
        Assert.Equal(("FAILED", "OpportunityValidationFailed"), (Text(failed, "TaskStatus"), Text(failed, "ReasonCode")));
        Assert.Contains("Qualified or later", Text(failed, "Message"), StringComparison.Ordinal);
        Assert.Contains("At least one solution", Text(failed, "Message"), StringComparison.Ordinal);
        Assert.False(failed.ContainsKey("EngagementId"));
        Assert.Equal("Pending Submission", await Review(prospect));
    }

    // Operation text of SubmitOpportunity: what AWS has is not submitted again.
    [Fact]
    public async Task What_AWS_has_is_not_submitted_again()
    {
        var id = await Ready();
        Assert.Equal("COMPLETE", Text(await _aws.Finish(Start, Request(id)), "TaskStatus"));
        var again = await _aws.Finish(Start, Request(id));
        Assert.Equal(("FAILED", "OpportunitySubmissionFailed"), (Text(again, "TaskStatus"), Text(again, "ReasonCode")));
    }

    // Operation text: the engagement is made if there is none, AWS is invited if it was not: after a failure the next task goes on.
    [Fact]
    public async Task There_is_one_engagement_however_many_tasks()
    {
        var id = await Ready();
        var engagement = await _aws.Engagement();
        await _aws.Do("CreateResourceSnapshot", new JsonObject
        {
            ["ClientToken"] = _aws.NewToken(),
            ["EngagementIdentifier"] = engagement,
            ["ResourceType"] = "Opportunity",
            ["ResourceIdentifier"] = id,
            ["ResourceSnapshotTemplateIdentifier"] = "OpportunitySummaryView",
        });
        var task = await _aws.Finish(Start, Request(id));
        Assert.Equal(("COMPLETE", engagement), (Text(task, "TaskStatus"), Text(task, "EngagementId")));
    }

    // Operation text: a task for one opportunity at a time; one that is not there is refused at once.
    [Fact]
    public async Task One_task_at_a_time_for_an_opportunity_that_exists()
    {
        var id = await Ready();
        await _aws.Do(Start, Request(id));
        Assert.Equal("ConflictException", (await _aws.Refused(Start, Request(id))).Type);
        Assert.Equal("ResourceNotFoundException", (await _aws.Refused(Start, Request("O9"))).Type);
        var without = Request(id);
        without.Remove("AwsSubmission");
        Assert.Equal([("AwsSubmission", "REQUIRED_FIELD_MISSING")], (await _aws.Refused(Start, without)).Errors);
    }

    // Shape ReasonCode.
    [Theory]
    [InlineData("InternalError")]
    [InlineData("EngagementAccessDenied")]
    public async Task A_task_fails_with_a_reason(string reason)
    {
        var id = await Ready();
        _aws.Control("fail-task", new JsonObject { ["operation"] = Start, ["reasonCode"] = reason });
        Assert.Equal(reason, Text(await _aws.Finish(Start, Request(id)), "ReasonCode"));
        Assert.Equal("Pending Submission", await Review(id));
        Assert.Equal("COMPLETE", Text(await _aws.Finish(Start, Request(id)), "TaskStatus"));
    }

    // A task that does not end: the opportunity stays as it is, and a second task is refused, until it ends.
    [Fact]
    public async Task A_held_task_stays_in_progress()
    {
        var id = await Ready();
        _aws.Control("hold-task", new JsonObject { ["operation"] = Start });
        var request = Request(id);
        var task = Text(await _aws.Do(Start, request), "TaskId");
        _aws.Advance(TimeSpan.FromDays(2));
        Assert.Equal(("IN_PROGRESS", "Pending Submission"), (Text((await List([])).Single(), "TaskStatus"), await Review(id)));
        Assert.Equal("ConflictException", (await _aws.Refused(Start, Request(id))).Type);

        Assert.Equal(task, _aws.Control("release-tasks")["tasks"]![0]!.GetValue<string>());
        Assert.Equal(("COMPLETE", "Submitted"), (Text((await List([])).Single(), "TaskStatus"), await Review(id)));
        Assert.Throws<ArgumentException>(() => _aws.Control("hold-task", new JsonObject { ["operation"] = "SubmitOpportunity" }));
    }

    // DG working-with-opportunities-from-aws: the same call with the same payload reports the latest state.
    [Fact]
    public async Task The_same_start_again_tells_how_it_stands()
    {
        var request = Request(await Ready());
        var task = Text(await _aws.Do(Start, request), "TaskId");
        Assert.Equal((task, "IN_PROGRESS"), Told(await _aws.Do(Start, request)));
        _aws.FinishTasks();
        Assert.Equal((task, "COMPLETE"), Told(await _aws.Do(Start, request)));

        static (string, string) Told(JsonObject answer) => (Text(answer, "TaskId"), Text(answer, "TaskStatus"));
    }

    // Shape ListTasksSortBase: by start time, either way; shape ListEngagementFromOpportunityTasksRequest: filters and pages.
    [Fact]
    public async Task The_list_of_tasks_sorts_and_pages()
    {
        var first = await _aws.Finish(Start, Request(await Ready()));
        var second = await _aws.Finish(Start, Request(await _aws.Opportunity("Prospect")));
        Assert.Equal([Text(second, "TaskId"), Text(first, "TaskId")], Ids(await List([])));
        Assert.Equal([Text(first, "TaskId"), Text(second, "TaskId")], Ids(await List(new JsonObject { ["Sort"] = new JsonObject { ["SortBy"] = "StartTime", ["SortOrder"] = "ASCENDING" } })));
        Assert.Equal([Text(second, "TaskId")], Ids(await List(new JsonObject { ["TaskStatus"] = new JsonArray("FAILED") })));
        Assert.Equal([Text(first, "TaskId")], Ids(await List(new JsonObject { ["EngagementIdentifier"] = new JsonArray(Text(first, "EngagementId")) })));
        Assert.Equal([Text(second, "TaskId")], Ids(await List(new JsonObject { ["MaxResults"] = 1 })));
        Assert.Equal([("Sort.SortOrder", "REQUIRED_FIELD_MISSING")], (await _aws.Refused("ListEngagementFromOpportunityTasks", new JsonObject { ["Sort"] = new JsonObject { ["SortBy"] = "StartTime" } })).Errors);

        static IEnumerable<string> Ids(List<JsonObject> tasks) => tasks.Select(t => Text(t, "TaskId"));
    }

    public void Dispose() => _aws.Dispose();

    static string Text(JsonObject json, string name) => json[name]!.GetValue<string>();

    async Task<string> Ready()
    {
        var id = await _aws.Opportunity();
        await _aws.Associate(id);
        return id;
    }

    JsonObject Request(string id) => new()
    {
        ["ClientToken"] = _aws.NewToken(),
        ["Identifier"] = id,
        ["AwsSubmission"] = new JsonObject { ["InvolvementType"] = "Co-Sell", ["Visibility"] = "Limited" },
    };

    async Task<string> Review(string id) => (await _aws.Get(id))["LifeCycle"]!["ReviewStatus"]!.GetValue<string>();

    async Task<List<string>> Sides(string side) =>
        [.. (await _aws.Do("ListEngagementInvitations", new JsonObject { ["ParticipantType"] = side }))["EngagementInvitationSummaries"]!.AsArray().Select(s => s!["Id"]!.GetValue<string>())];

    async Task<List<JsonObject>> List(JsonObject filters) => [.. (await _aws.Do("ListEngagementFromOpportunityTasks", filters))["TaskSummaries"]!.AsArray().Select(t => t!.AsObject())];
}
