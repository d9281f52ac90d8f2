using System.Text.Json.Nodes;
using Xunit;

namespace LambdaSync.Simulator.Tests;

/// <summary>Accepting a referral: StartEngagementByAcceptingInvitationTask and its list (their operation texts).</summary>
[Trait("Row", "A3")]
public sealed class AcceptingTaskTests : IDisposable
{
    const string Start = "StartEngagementByAcceptingInvitationTask";

    readonly Aws _aws = new();

    // Operation text: asynchronous; the invitation is accepted and AWS's opportunity made in the partner's account.
    [Fact]
    [Trait("Row", "A4")]
    public async Task Accepting_brings_the_opportunity_with_its_contacts()
    {
        var id = _aws.Invite();
        _aws.Events();
        var started = await Begin(id);
        Assert.Equal("IN_PROGRESS", Text(started, "TaskStatus"));
        Assert.False(started.ContainsKey("OpportunityId"));
        Assert.Equal("PENDING", Text(await Invitation(id), "Status"));

        _aws.FinishTasks();
        var task = (await List(new JsonObject { ["EngagementInvitationIdentifier"] = new JsonArray(id) })).Single();
        Assert.Equal(("COMPLETE", Text(started, "TaskId")), (Text(task, "TaskStatus"), Text(task, "TaskId")));
        var invitation = await Invitation(id);
        var opportunity = await _aws.Get(Text(task, "OpportunityId"));
        Assert.Equal("ACCEPTED", Text(invitation, "Status"));
        Assert.Equal("Approved", opportunity["LifeCycle"]!["ReviewStatus"]!.GetValue<string>());
        Assert.Equal("buyer@customer.example.com", opportunity["Customer"]!["Contacts"]![0]!["Email"]!.GetValue<string>());
        Assert.Equal(invitation["Payload"]!["OpportunityInvitation"]!["Project"]!["Title"]!.GetValue<string>(), opportunity["Project"]!["Title"]!.GetValue<string>());
        var summary = await _aws.Do("GetAwsOpportunitySummary", new JsonObject { ["RelatedOpportunityIdentifier"] = Text(task, "OpportunityId") });
        Assert.Equal(("AWS Referral", "Co-Sell"), (Text(summary, "Origin"), Text(summary, "InvolvementType")));
        Assert.Equal(["Engagement Invitation Accepted", "Engagement Member Added", "Opportunity Created", "Opportunity Updated", "Engagement Resource Snapshot Created"], _aws.Events().Select(e => e.Type));

        var associations = await _aws.Do("ListEngagementResourceAssociations", new JsonObject { ["EngagementIdentifier"] = Text(invitation, "EngagementId") });
        Assert.Equal(Text(task, "OpportunityId"), associations["EngagementResourceAssociationSummaries"]!.AsArray().Single()!["ResourceId"]!.GetValue<string>());
    }

    // Operation text of AcceptEngagementInvitation and RejectEngagementInvitation: an invitation is answered once, by one.
    [Fact]
    public async Task What_is_being_accepted_is_not_answered_again()
    {
        var id = _aws.Invite();
        await Begin(id);
        Assert.Equal("ConflictException", (await Refused(id)).Type);
        Assert.Equal("ConflictException", (await _aws.Refused("RejectEngagementInvitation", new JsonObject { ["Identifier"] = id })).Type);
        _aws.FinishTasks();
        Assert.Equal("ConflictException", (await Refused(id)).Type);
    }

    // DG working-with-opportunities-from-aws: the same payload again tells the latest status, and nothing happens twice.
    [Fact]
    public async Task The_same_token_starts_one_task()
    {
        var request = new JsonObject { ["ClientToken"] = "one", ["Identifier"] = _aws.Invite() };
        var first = await _aws.Do(Start, request);
        Assert.Equal((Text(first, "TaskId"), "IN_PROGRESS"), Task(await _aws.Do(Start, request)));
        _aws.FinishTasks();
        Assert.Equal((Text(first, "TaskId"), "COMPLETE"), Task(await _aws.Do(Start, request)));
        request["Identifier"] = _aws.Invite();
        Assert.Equal("ConflictException", (await _aws.Refused(Start, request)).Type);
        Assert.Single(await List([]));

        static (string, string) Task(JsonObject task) => (Text(task, "TaskId"), Text(task, "TaskStatus"));
    }

    // Shape ListEngagementInvitations: an expired invitation can't be accepted.
    [Fact]
    public async Task An_expired_invitation_is_not_accepted()
    {
        var id = _aws.Invite();
        _aws.Control("expire", new JsonObject { ["id"] = id });
        Assert.Equal([("Identifier", "INVALID_RESOURCE_STATE")], (await Refused(id)).Errors);
        Assert.Equal("ResourceNotFoundException", (await Refused("engi-9999999999999")).Type);
    }

    // A task that is done before the invitation's end has accepted it, one that would be done later has not.
    [Theory]
    [InlineData("2026-03-02T09:00:03Z", "COMPLETE")]
    [InlineData("2026-03-02T09:00:01Z", "FAILED")]
    public async Task The_earlier_of_task_and_end_decides(string expires, string status)
    {
        var id = _aws.Invite(more: new JsonObject { ["expires"] = expires });
        await Begin(id);
        _aws.Advance(TimeSpan.FromHours(1));
        var task = (await List([])).Single();
        Assert.Equal(status, Text(task, "TaskStatus"));
        Assert.Equal(status == "FAILED" ? "InvitationValidationFailed" : null, task["ReasonCode"]?.GetValue<string>());
    }

    // DG working-with-your-leads: a lead is accepted with AcceptEngagementInvitation.
    [Fact]
    [Trait("Row", "A17")]
    public async Task A_lead_is_not_accepted_by_a_task()
    {
        var (id, _) = _aws.InviteLead();
        Assert.Equal([("Identifier", "INVALID_VALUE")], (await Refused(id)).Errors);
        await Begin(_aws.Invite());
    }

    // Shape ReasonCode: a task fails with one of its codes; the next one is free to succeed.
    [Fact]
    public async Task A_task_fails_with_a_reason()
    {
        var id = _aws.Invite();
        _aws.Control("fail-task", new JsonObject { ["operation"] = Start, ["reasonCode"] = "RequestThrottled", ["message"] = "Later" });
        var failed = await _aws.Finish(Start, new JsonObject { ["Identifier"] = id });
        Assert.Equal(("FAILED", "RequestThrottled", "Later"), (Text(failed, "TaskStatus"), Text(failed, "ReasonCode"), Text(failed, "Message")));
        Assert.Equal("PENDING", Text(await Invitation(id), "Status"));
        Assert.Equal("COMPLETE", Text(await _aws.Finish(Start, new JsonObject { ["Identifier"] = id }), "TaskStatus"));
        Assert.Throws<ArgumentException>(() => _aws.Control("fail-task", new JsonObject { ["operation"] = Start, ["reasonCode"] = "Unheard" }));
    }

    // Shape ListEngagementByAcceptingInvitationTasksRequest: filters by status, opportunity and task, newest first.
    [Fact]
    public async Task The_list_of_tasks_has_filters()
    {
        var done = await _aws.Finish(Start, new JsonObject { ["Identifier"] = _aws.Invite() });
        var running = await Begin(_aws.Invite());
        Assert.Equal([Text(running, "TaskId"), Text(done, "TaskId")], (await List([])).Select(t => Text(t, "TaskId")));
        Assert.Equal([Text(running, "TaskId")], (await List(new JsonObject { ["TaskStatus"] = new JsonArray("IN_PROGRESS") })).Select(t => Text(t, "TaskId")));
        Assert.Equal([Text(done, "TaskId")], (await List(new JsonObject { ["OpportunityIdentifier"] = new JsonArray(Text(done, "OpportunityId")) })).Select(t => Text(t, "TaskId")));
        Assert.Equal([Text(done, "TaskId")], (await List(new JsonObject { ["TaskIdentifier"] = new JsonArray(Text(done, "TaskArn")) })).Select(t => Text(t, "TaskId")));
        Assert.Equal([("TaskStatus[0]", "INVALID_ENUM_VALUE")], (await _aws.Refused("ListEngagementByAcceptingInvitationTasks", new JsonObject { ["TaskStatus"] = new JsonArray("DONE") })).Errors);
    }

    // Operation text of ListEngagementResourceAssociations: it names the resources of an engagement. Who accepts in Partner Central's pages leaves no task of ours, so this is how the opportunity is found.
    [Fact]
    [Trait("Row", "A14")]
    public async Task Accepted_elsewhere_there_is_an_opportunity_and_no_task()
    {
        var id = _aws.Invite();
        var answer = _aws.Control("accept-elsewhere", new JsonObject { ["id"] = id });
        Assert.Equal("ACCEPTED", Text(await Invitation(id), "Status"));
        Assert.Empty(await List([]));
        var found = await _aws.Do("ListEngagementResourceAssociations", new JsonObject { ["EngagementIdentifier"] = Text(answer, "engagementId"), ["ResourceType"] = "Opportunity" });
        Assert.Equal(Text(answer, "opportunityId"), found["EngagementResourceAssociationSummaries"]!.AsArray().Single()!["ResourceId"]!.GetValue<string>());
        Assert.Equal("ConflictException", (await Refused(id)).Type);
    }

    public void Dispose() => _aws.Dispose();

    static string Text(JsonObject json, string name) => json[name]!.GetValue<string>();

    Task<JsonObject> Begin(string id) => _aws.Do(Start, new JsonObject { ["ClientToken"] = _aws.NewToken(), ["Identifier"] = id });

    Task<Aws.Refusal> Refused(string id) => _aws.Refused(Start, new JsonObject { ["ClientToken"] = _aws.NewToken(), ["Identifier"] = id });

    Task<JsonObject> Invitation(string id) => _aws.Do("GetEngagementInvitation", new JsonObject { ["Identifier"] = id });

    async Task<List<JsonObject>> List(JsonObject filters) =>
        [.. (await _aws.Do("ListEngagementByAcceptingInvitationTasks", filters))["TaskSummaries"]!.AsArray().Select(t => t!.AsObject())];
}
