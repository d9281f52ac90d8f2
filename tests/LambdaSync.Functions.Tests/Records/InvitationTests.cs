using System.Text.Json.Nodes;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Invitations;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>A referral on its whole way: invited, shown, answered, unmasked in the same CRM record.</summary>
[Trait("Row", "A3")]
[Trait("Row", "A4")]
[Trait("Row", "A14")]
public sealed class InvitationTests : IDisposable
{
    const string Accept = "StartEngagementByAcceptingInvitationTask", AcceptLead = "AcceptEngagementInvitation", Reject = "RejectEngagementInvitation";

    const string Answer = "AWS_partnerAcceptanceStatus__c", Status = "AWS_Sync_Status__c", Error = "AWS_Last_Error__c", Customer = "AWS_customerCompanyName__c", Email = "AWS_customerEmail__c";

    readonly DealRig _deal = new();

    static CancellationToken None => TestContext.Current.CancellationToken;

    SyncRig Rig => _deal.Rig;

    public void Dispose() => _deal.Dispose();

    [Fact]
    public async Task An_invitation_becomes_a_CRM_record_with_what_it_shows()
    {
        var id = await Invited();
        Assert.Equal("\"Globex\"", await Rig.Field(id, Customer));
        Assert.Equal("\"Invited\"", await Rig.Field(id, Status));
        Assert.Equal("\"Pending\"", await Rig.Field(id, Answer));
        Assert.NotNull(await Rig.Field(id, "AWS_acceptBy__c"));
        Assert.Equal("\"US\"", await Rig.Field(id, "AWS_country__c"));
        Assert.Empty(_deal.Writes);
        Assert.Equal(1, await Rig.Count());
        // Neither a repeated event nor the sweep changes the record.
        Rig.Forget();
        await Rig.Store.Wake([new Wake(WorkKey.Invitation("AWS", id), Reason.Event, Lane.Event, Rig.Time.GetUtcNow())], None);
        await _deal.Rounds();
        Assert.Equal(1, await Rig.Count());
        Assert.Empty(_deal.Writes);
        Assert.True((await Work(id))!.AwaitsAnswer);
    }

    [Fact]
    public async Task Accepted_in_the_CRM_the_same_record_shows_what_was_masked()
    {
        var id = await Invited();
        var crmId = await Rig.CrmId(id);
        await Rig.Edit(id, $$"""{"{{Answer}}":"Accepted"}""");
        await _deal.Rounds(4);
        Assert.Equal([Accept], _deal.Writes);
        Assert.Equal(1, await Rig.Count());
        var opportunity = await OpportunityOf(crmId);
        Assert.Equal(crmId, await Rig.CrmId(opportunity));
        Assert.Equal("\"buyer@customer.example.com\"", await Rig.Field(opportunity, Email));
        Assert.Equal("\"Accepted\"", await Rig.Field(opportunity, Answer));
        Assert.Equal("\"Synced\"", await Rig.Field(opportunity, Status));
        Assert.Equal(opportunity, (await Invitation(id))!.MovedTo!.Id);
        // What is edited from now on is the opportunity's.
        Rig.Forget();
        await Rig.Edit(opportunity, """{"AWS_nextStep__c":"Call Bo"}""");
        await _deal.Rounds();
        Assert.Equal("Call Bo", Rig.Aws(opportunity)["LifeCycle"]!["NextSteps"]!.GetValue<string>());
        Assert.DoesNotContain(await Rig.Store.ListWork("AWS", 10, None), w => w.Key.Kind != WorkKind.Schedule && w.Cause is not null && !w.AwaitsAnswer);
    }

    [Fact]
    [Trait("Row", "L-1")]
    public async Task An_opportunity_is_accepted_by_its_task_and_a_lead_at_once_and_never_crossed()
    {
        var id = await Invited();
        var lead = Rig.Simulator.Control.Do("invite-lead", new JsonObject { ["company"] = "Initech" })["id"]!.GetValue<string>();
        await Rig.Deliver();
        await Request(id, RequestVerbs.Accept);
        await Request(lead, RequestVerbs.Accept);
        await _deal.Rounds();
        Assert.Equal([AcceptLead, Accept], _deal.Writes.Order());
        Assert.Equal(id, _deal.BodyOf(Accept)["Identifier"]!.GetValue<string>());
        Assert.Equal(lead, _deal.BodyOf(AcceptLead)["Identifier"]!.GetValue<string>());
        Assert.Equal("ACCEPTED", AtAws(lead)["Status"]!.GetValue<string>());
        Assert.Equal("ACCEPTED", AtAws(id)["Status"]!.GetValue<string>());
    }

    [Fact]
    [Trait("Row", "L-2")]
    public async Task A_contact_is_not_made_of_masks_and_comes_once_after_the_acceptance()
    {
        var id = await Invited(Customers("Globex", "ACCEPT TO VIEW"));
        var crmId = await Rig.CrmId(id);
        Assert.True((await Rig.Field(id, "AWS_customerWebsite__c")) is null or "null");
        Assert.True((await Rig.Field(id, Email)) is null or "null");
        Assert.Empty(await Rig.Crm.List("Contact", 10, null, None));
        await Rig.Edit(id, $$"""{"{{Answer}}":"Accepted"}""");
        await _deal.Rounds(4);
        var opportunity = await OpportunityOf(crmId);
        Assert.Equal("\"https://customer.example.com\"", await Rig.Field(opportunity, "AWS_customerWebsite__c"));
        Assert.Equal("\"buyer@customer.example.com\"", await Rig.Field(opportunity, Email));
        Assert.Equal(1, await Rig.Count());
    }

    [Fact]
    [Trait("Row", "L-2")]
    public async Task Where_the_CRM_requires_what_is_masked_the_record_comes_with_the_acceptance()
    {
        var id = await Invited(Customers("Accept To View", "Accept To View"));
        Assert.Equal(0, await Rig.Count());
        Assert.True((await Work(id))!.AwaitsAnswer);
        await Request(id, RequestVerbs.Accept);
        await _deal.Rounds(4);
        Assert.Equal(1, await Rig.Count());
        Assert.DoesNotContain(await Rig.Log(id), d => d.Outcome == Outcome.Failed);
    }

    [Fact]
    [Trait("Row", "L-10")]
    public async Task What_ends_first_is_answered_first()
    {
        var (late, soon) = (Invite(), Invite(expires: Rig.Time.GetUtcNow().AddMinutes(30)));
        await Rig.Deliver();
        foreach (var id in new[] { late, soon })
            await Request(id, RequestVerbs.Accept);
        await _deal.Rounds();
        Assert.Equal([soon, late], _deal.Bodies(Accept).Select(b => b["Identifier"]!.GetValue<string>()));
    }

    [Fact]
    [Trait("Row", "L-10")]
    public async Task An_expired_invitation_is_closed_as_expired_and_its_record_stays()
    {
        var id = await Invited();
        await Rig.Edit(id, $$"""{"{{Answer}}":"Accepted"}""");
        Rig.Simulator.Control.Do("expire", new JsonObject { ["id"] = id });
        await _deal.Rounds();
        Assert.Equal("\"Expired\"", await Rig.Field(id, Status));
        Assert.Empty(_deal.Writes);
        Assert.True((await Invitation(id))!.Closed);
        Assert.DoesNotContain(await Rig.Log(id), d => d.Outcome == Outcome.Failed);
        Rig.Forget();
        await Rig.Edit(id, $$"""{"{{Answer}}":"Rejected"}""");
        await _deal.Rounds();
        Assert.Empty(_deal.Writes);
    }

    [Theory]
    [Trait("Row", "L-10")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_colleague_accepts_in_Partner_Central(bool atOnce)
    {
        var id = await Invited();
        var crmId = await Rig.CrmId(id);
        var opportunity = Rig.Simulator.Control.Do("accept-elsewhere", new JsonObject { ["id"] = id })["opportunityId"]!.GetValue<string>();
        // Somebody accepts here too: AWS answers with a conflict.
        if (atOnce)
            await Request(id, RequestVerbs.Accept);
        else
            await Rig.Edit(id, $$"""{"{{Answer}}":"Accepted"}""");
        await _deal.Rounds(4);
        Assert.Equal(1, await Rig.Count());
        Assert.Equal(crmId, await Rig.CrmId(opportunity));
        Assert.Equal("\"buyer@customer.example.com\"", await Rig.Field(opportunity, Email));
        Assert.DoesNotContain(await Rig.Log(id), d => d.Outcome == Outcome.Failed);
    }

    [Fact]
    public async Task A_colleague_accepts_between_the_read_and_the_call()
    {
        var id = await Invited();
        var crmId = await Rig.CrmId(id);
        Rig.Http.Refuses = operation =>
        {
            if (operation == Accept && AtAws(id)["Status"]!.GetValue<string>() == "PENDING")
                Rig.Simulator.Control.Do("accept-elsewhere", new JsonObject { ["id"] = id });
            return null;
        };
        await Request(id, RequestVerbs.Accept);
        await _deal.Rounds(4);
        Assert.Equal(1, await Rig.Count());
        Assert.NotNull(await OpportunityOf(crmId));
        Assert.DoesNotContain(await Rig.Log(id), d => d.Outcome == Outcome.Failed);
    }

    [Fact]
    public async Task A_colleague_rejects_meanwhile()
    {
        var id = await Invited();
        Rig.Answer(Reject, new JsonObject { ["Catalog"] = "AWS", ["Identifier"] = id, ["RejectionReason"] = "Other" });
        Rig.Forget();
        await Request(id, RequestVerbs.Accept);
        await _deal.Rounds();
        Assert.Empty(_deal.Writes);
        Assert.Equal("\"Rejected\"", await Rig.Field(id, Status));
        Assert.Equal("\"Rejected\"", await Rig.Field(id, Answer));
        Assert.DoesNotContain(await Rig.Log(id), d => d.Outcome == Outcome.Failed);
        Assert.Contains(await Rig.Log(id), d => d.Issues.Any(i => i.Code == IssueCodes.InvitationOver));
    }

    [Fact]
    public async Task One_that_AWS_does_not_know_any_more_is_over()
    {
        var id = await Invited();
        Rig.Http.Refuses = operation => operation == "GetEngagementInvitation" ? "ResourceNotFoundException" : null;
        await Rig.Edit(id, $$"""{"{{Answer}}":"Accepted"}""");
        await _deal.Rounds();
        Assert.Equal("\"No longer available\"", await Rig.Field(id, Status));
        Assert.DoesNotContain(await Rig.Log(id), d => d.Outcome == Outcome.Failed);
        Assert.Empty(_deal.Writes);
    }

    [Theory]
    [Trait("Row", "L-11")]
    [InlineData(null, "without a reason")]
    [InlineData("A reason with a line break\nin it", "characters that AWS does not take")]
    [InlineData("This reason has eighty-one characters, which is one more than AWS takes of them..", "the reason has 81 characters; AWS takes 1 to 80")]
    public async Task A_rejection_that_AWS_would_not_take_is_refused_here(string? reason, string rule)
    {
        var id = await Invited();
        await Request(id, RequestVerbs.Reject, reason is null ? [] : [("reason", reason)]);
        await _deal.Rounds();
        Assert.Empty(_deal.Writes);
        var failed = Assert.Single(await Rig.Log(id), d => d.Outcome == Outcome.Failed);
        Assert.Contains(failed.Issues, i => i.Code == IssueCodes.RejectionReason && i.Rule.Contains(rule, StringComparison.Ordinal));
        Assert.True((await Work(id))!.AwaitsAnswer);
    }

    [Fact]
    [Trait("Row", "L-11")]
    public async Task A_rejection_in_the_CRM_waits_for_its_reason_and_sends_nothing_else()
    {
        var id = await Invited();
        await Rig.Edit(id, $$"""{"{{Answer}}":"Rejected"}""");
        await _deal.Rounds();
        Assert.Empty(_deal.Writes);
        Assert.Contains("without a reason", await Rig.Field(id, Error), StringComparison.Ordinal);
        Assert.Contains("Unable to support", await Rig.Field(id, Error), StringComparison.Ordinal);
        await Rig.Edit(id, """{"AWS_rejectionReason__c":"Duplicate of Partner Referral"}""");
        await _deal.Rounds();
        Assert.Equal([Reject], _deal.Writes);
        Assert.Equal(["Catalog", "Identifier", "RejectionReason"], _deal.BodyOf(Reject).Select(m => m.Key));
        Assert.Equal("Duplicate of partner referral", _deal.BodyOf(Reject)["RejectionReason"]!.GetValue<string>());
        Assert.Equal("\"Rejected\"", await Rig.Field(id, Status));
        Assert.True((await Rig.Field(id, Error)) is null or "null");
        Assert.Equal(1, await Rig.Count());
    }

    [Fact]
    [Trait("Row", "L-11")]
    public async Task A_lead_is_rejected_in_own_words()
    {
        var lead = Rig.Simulator.Control.Do("invite-lead", new JsonObject { ["company"] = "Initech" })["id"]!.GetValue<string>();
        await Rig.Deliver();
        await Request(lead, RequestVerbs.Reject, ("reason", "They want a warehouse – we build data lakes."));
        await _deal.Rounds();
        Assert.Equal("REJECTED", AtAws(lead)["Status"]!.GetValue<string>());
        Assert.Equal(0, await Rig.Count());
    }

    [Fact]
    [Trait("Row", "L-12")]
    public async Task Our_own_invitations_never_become_referrals()
    {
        await _deal.New("S-1234567");
        await _deal.Rounds();
        var own = Rig.Answer("ListEngagementInvitations", new JsonObject { ["Catalog"] = "AWS", ["ParticipantType"] = "SENDER" })["EngagementInvitationSummaries"]![0]!["Id"]!.GetValue<string>();
        await Rig.Sweep(TimeSpan.FromHours(1));
        Assert.Equal(1, await Rig.Count());
        Rig.Forget();
        // Whoever names it in a command is told.
        await Request(own, RequestVerbs.Accept);
        await _deal.Rounds();
        Assert.Empty(_deal.Writes);
        Assert.Equal(1, await Rig.Count());
        Assert.Contains(await Rig.Log(own), d => d.Issues.Any(i => i.Rule.Contains("this partner sent", StringComparison.Ordinal)));
    }

    [Fact]
    [Trait("Row", "L-16")]
    public async Task A_request_from_AWS_Marketplace_is_known_by_its_source_and_reminded_of_within_five_working_days()
    {
        var invited = Rig.Simulator.Control.Do("invite-lead", new JsonObject { ["company"] = "Very Long Customer Name Inc AWS Marketplace" })["id"]!.GetValue<string>();
        Rig.Http.Changes = body => body.Replace("\"SourceType\":\"Event\"", "\"SourceType\":\"AWS Marketplace\"", StringComparison.Ordinal);
        await Rig.Deliver();
        var deadline = InvitationMemo.Read((await Work(invited))!.Data).Deadline([])!.Value;
        Assert.InRange(deadline - Rig.Time.GetUtcNow(), TimeSpan.FromDays(6.9), TimeSpan.FromDays(7.1));
        Rig.Time.Ahead += deadline - Rig.Time.GetUtcNow() - TimeSpan.FromHours(23);
        await _deal.Rounds();
        var told = await Rig.Store.ListNotifications("AWS", DateTimeOffset.UnixEpoch, Rig.Time.GetUtcNow().AddDays(1), 100, None);
        Assert.Equal(["reminder-1-" + invited], told.Where(n => n.Kind == "Engagement Invitation Ends Soon").Select(n => n.Id));
    }

    [Fact]
    [Trait("Row", "L-19")]
    public async Task A_throttled_acceptance_of_a_lead_is_one_membership()
    {
        var invited = Rig.Simulator.Control.Do("invite-lead", new JsonObject { ["company"] = "Initech" });
        var lead = invited["id"]!.GetValue<string>();
        await Rig.Deliver();
        var throttled = 0;
        Rig.Http.Refuses = operation => operation == AcceptLead && ++throttled <= 2 ? "ThrottlingException" : null;
        await Request(lead, RequestVerbs.Accept);
        for (var i = 0; i < 8; i++)
            await _deal.Rounds(1);
        Assert.Equal("ACCEPTED", AtAws(lead)["Status"]!.GetValue<string>());
        var members = Rig.Answer("ListEngagementMembers", new JsonObject { ["Catalog"] = "AWS", ["Identifier"] = invited["engagementId"]!.DeepClone() })["EngagementMemberList"]!.AsArray();
        Assert.Equal(2, members.Count);
        Assert.Equal("ACCEPTED", JsonNode.Parse((await Work(lead))!.Data!)!["Status"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(Accept)]
    [InlineData(Reject)]
    [InlineData("GetEngagementInvitation")]
    [InlineData("ListEngagementByAcceptingInvitationTasks")]
    public async Task A_lost_answer_doubles_nothing(string operation)
    {
        var id = await Invited();
        var lost = 0;
        Rig.Http.Loses = called => called == operation && lost++ == 0;
        if (operation == Reject)
            await Request(id, RequestVerbs.Reject, ("reason", "Other"));
        else
            await Request(id, RequestVerbs.Accept);
        for (var i = 0; i < 8; i++)
            await _deal.Rounds(1);
        Assert.Equal(operation == Reject ? "REJECTED" : "ACCEPTED", AtAws(id)["Status"]!.GetValue<string>());
        Assert.Single(_deal.Bodies(operation == Reject ? Reject : Accept).Select(b => b.ToJsonString()).Distinct());
        Assert.Equal(1, await Rig.Count());
        Assert.DoesNotContain(await Rig.Log(id), d => d.Outcome == Outcome.Failed);
    }

    [Fact]
    public async Task An_acceptance_whose_answer_was_lost_long_ago_is_found_by_the_invitation()
    {
        var id = await Invited();
        var crmId = await Rig.CrmId(id);
        var away = false;
        Rig.Http.Loses = called => away |= called == Accept;
        await Request(id, RequestVerbs.Accept);
        await _deal.Rounds(1);
        Rig.Http.Loses = _ => false;
        Rig.Time.Ahead += TimeSpan.FromHours(1);
        await _deal.Rounds(4);
        Assert.Single(_deal.Bodies(Accept).Select(b => b.ToJsonString()).Distinct());
        Assert.NotNull(await OpportunityOf(crmId));
        Assert.Equal(1, await Rig.Count());
    }

    // The answer was lost and AWS has forgotten its token, while the task runs.
    [Fact]
    public async Task A_task_that_runs_is_found_by_its_invitation()
    {
        var id = await Invited();
        Rig.Simulator.Control.Do("settings", new JsonObject { ["tokenSeconds"] = 0 });
        Rig.Simulator.Control.Do("hold-task", new JsonObject { ["operation"] = Accept });
        await Rig.Edit(id, $$"""{"{{Answer}}":"Accepted"}""");
        Rig.Http.Loses = operation => operation == Accept;
        await Rig.Tick();
        Rig.Http.Loses = _ => false;
        Rig.Time.Ahead += TimeSpan.FromHours(1);
        await _deal.Rounds();
        Assert.Single(_deal.Bodies(Accept));
        Rig.Simulator.Control.Do("release-tasks", []);
        Rig.Time.Ahead += TimeSpan.FromHours(1);
        await _deal.Rounds(4);
        Assert.Equal("ACCEPTED", AtAws(id)["Status"]!.GetValue<string>());
        Assert.Single(Rig.Answer("ListEngagementByAcceptingInvitationTasks", new JsonObject { ["Catalog"] = "AWS" })["TaskSummaries"]!.AsArray());
        Assert.Equal(1, await Rig.Count());
    }

    [Fact]
    public async Task A_command_is_carried_out_although_its_first_task_failed_for_a_passing_reason()
    {
        var id = await Invited();
        Rig.Simulator.Control.Do("fail-task", new JsonObject { ["operation"] = Accept, ["reasonCode"] = "RequestThrottled" });
        await Request(id, RequestVerbs.Accept);
        await _deal.Rounds(5);
        Assert.Equal("ACCEPTED", AtAws(id)["Status"]!.GetValue<string>());
        Assert.Equal(2, _deal.Bodies(Accept).Count);
    }

    [Fact]
    public async Task That_an_invitation_is_over_is_shown_later_when_the_CRM_was_away()
    {
        var id = await Invited();
        await Rig.Edit(id, $$"""{"{{Answer}}":"Rejected","AWS_rejectionReason__c":"Other"}""");
        Rig.CrmCalls.Fails = method => method == "Write" && AtAws(id)["Status"]!.GetValue<string>() == "REJECTED" ? new Connections.ConnectionException("away", transient: true) : null;
        await _deal.Rounds(1);
        Assert.Equal("REJECTED", AtAws(id)["Status"]!.GetValue<string>());
        Rig.CrmCalls.Fails = _ => null;
        Rig.Time.Ahead += TimeSpan.FromMinutes(10);
        await _deal.Rounds();
        Assert.Equal("\"Rejected\"", await Rig.Field(id, Status));
    }

    // Found by the simulation (referrals, seed 20415).
    [Fact]
    public async Task That_an_acceptance_failed_is_shown_later_when_the_CRM_was_away()
    {
        var id = await Invited();
        HoldAndFail("OpportunityAccessDenied");
        await Rig.Edit(id, $$"""{"{{Answer}}":"Accepted"}""");
        await _deal.Rounds(1);
        Assert.Equal("\"Accepting\"", await Rig.Field(id, Status));
        Rig.CrmCalls.Fails = method => method == "Write" ? new Connections.ConnectionException("away", transient: true) : null;
        Rig.Simulator.Control.Do("release-tasks", []);
        await _deal.Rounds(1);
        Rig.CrmCalls.Fails = _ => null;
        Rig.Time.Ahead += TimeSpan.FromMinutes(10);
        await _deal.Rounds();
        Assert.Equal("\"Invited\"", await Rig.Field(id, Status));
        Assert.Contains("OpportunityAccessDenied", await Rig.Field(id, Error), StringComparison.Ordinal);
        Assert.Single(_deal.Writes);
        Assert.True((await Work(id))!.AwaitsAnswer);
    }

    // Found by the simulation (referrals, seed 21217): what was read of the task before says nothing of the next one.
    [Fact]
    public async Task A_command_that_waits_for_a_task_that_fails_starts_one_more()
    {
        var id = await Invited();
        HoldAndFail("InvitationValidationFailed");
        await Rig.Edit(id, $$"""{"{{Answer}}":"Accepted"}""");
        await _deal.Rounds(1);
        await Request(id, RequestVerbs.Accept);
        Rig.Simulator.Control.Do("release-tasks", []);
        await _deal.Rounds(5);
        Assert.Equal([Accept, Accept], _deal.Writes);
        Assert.Equal("ACCEPTED", AtAws(id)["Status"]!.GetValue<string>());
        Assert.Equal(1, await Rig.Count());
    }

    // Found by the simulation (referrals, seed 20207).
    [Fact]
    public async Task An_invitation_that_a_sweep_finds_while_the_CRM_is_away_is_found_again()
    {
        var id = Invite(null, null);
        Rig.Drain();
        Rig.CrmCalls.Fails = method => method == "Find" ? new Connections.ConnectionException("away", transient: true) : null;
        await Rig.Sweep(TimeSpan.Zero);
        Rig.CrmCalls.Fails = _ => null;
        await Rig.Sweep(TimeSpan.FromHours(1));
        Assert.Equal("\"Invited\"", await Rig.Field(id, Status));
    }

    // Found by the simulation (referrals, seed 20533): the CRM reports the record before its link is stored.
    [Fact]
    public async Task A_CRM_record_that_names_an_invitation_is_that_invitation_s()
    {
        var id = Invite(null, null);
        Rig.Drain();
        await Rig.NewInCrm($$"""{"Name":"A referral","StageName":"Prospecting","APN_CRM_Unique_Identifier__c":"{{id}}"}""");
        await _deal.Rounds();
        Assert.NotNull(await Invitation(id));
        Assert.Null(await Rig.Work(id));
        Assert.Equal(1, await Rig.Count());
    }

    void HoldAndFail(string reasonCode)
    {
        Rig.Simulator.Control.Do("hold-task", new JsonObject { ["operation"] = Accept });
        Rig.Simulator.Control.Do("fail-task", new JsonObject { ["operation"] = Accept, ["reasonCode"] = reasonCode });
    }

    [Theory]
    [InlineData("event first")]
    [InlineData("task first")]
    [InlineData("sweep only")]
    public async Task The_opportunity_takes_over_the_record_whatever_comes_first(string order)
    {
        var id = await Invited();
        var crmId = await Rig.CrmId(id);
        Rig.Simulator.Control.Do("hold-task", new JsonObject { ["operation"] = Accept });
        await Request(id, RequestVerbs.Accept);
        await Rig.Tick();
        Assert.Equal("\"Accepting\"", await Rig.Field(id, Status));
        Rig.Simulator.Control.Do("release-tasks", []);
        var events = Rig.Drain();
        switch (order)
        {
            case "event first":
                await Rig.Events.Handle(events, Rig.Context);
                break;
            case "task first":
                await Rig.Tick();
                await Rig.Events.Handle(events, Rig.Context);
                break;
            default:
                await Rig.Sweep(TimeSpan.FromHours(1));
                await Rig.Tick();
                break;
        }

        await _deal.Rounds();
        var opportunity = await OpportunityOf(crmId);
        Assert.Equal(1, await Rig.Count());
        Assert.Equal("\"buyer@customer.example.com\"", await Rig.Field(opportunity, Email));
        Assert.Equal("\"Accepted\"", await Rig.Field(opportunity, Answer));
        Assert.Single(_deal.Writes);
    }

    [Fact]
    public async Task An_edit_made_before_the_acceptance_is_kept_and_sent()
    {
        var id = await Invited();
        var crmId = await Rig.CrmId(id);
        await Rig.Edit(id, """{"AWS_nextStep__c":"Ask Bo"}""");
        await _deal.Rounds();
        Assert.Empty(_deal.Writes);
        await Rig.Edit(id, $$"""{"{{Answer}}":"Accepted"}""");
        await _deal.Rounds(5);
        var opportunity = await OpportunityOf(crmId);
        Assert.Equal("\"Ask Bo\"", await Rig.Field(opportunity, "AWS_nextStep__c"));
        Assert.Equal("Ask Bo", Rig.Aws(opportunity)["LifeCycle"]!["NextSteps"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("RequestThrottled", 2)]
    [InlineData("OpportunityAccessDenied", 1)]
    public async Task A_task_that_fails_is_tried_again_or_shown(string code, int calls)
    {
        var id = await Invited();
        Rig.Simulator.Control.Do("fail-task", new JsonObject { ["operation"] = Accept, ["reasonCode"] = code });
        await Rig.Edit(id, $$"""{"{{Answer}}":"Accepted"}""");
        await _deal.Rounds(5);
        Assert.Equal(calls, _deal.Writes.Count);
        Assert.Equal(calls, _deal.Bodies(Accept).Select(b => b["ClientToken"]!.GetValue<string>()).Distinct().Count());
        if (calls == 2)
        {
            Assert.Equal("ACCEPTED", AtAws(id)["Status"]!.GetValue<string>());
            return;
        }

        Assert.Contains(code, await Rig.Field(id, Error), StringComparison.Ordinal);
        Assert.Single(await Rig.Log(id), d => d.Outcome == Outcome.Failed);
        // The cause is corrected, and a command accepts it.
        await Request(id, RequestVerbs.Accept);
        await _deal.Rounds(4);
        Assert.Equal("ACCEPTED", AtAws(id)["Status"]!.GetValue<string>());
        Assert.Equal(1, await Rig.Count());
    }

    [Fact]
    [Trait("Row", "A20")]
    public async Task Of_another_partners_opportunity_the_log_lists_what_AWS_does_not_copy()
    {
        var id = Rig.Simulator.Control.Do("invite", new JsonObject { ["company"] = "Globex", ["title"] = "Data lake", ["from"] = "222222222222" })["id"]!.GetValue<string>();
        await Rig.Deliver();
        await Request(id, RequestVerbs.Accept);
        await _deal.Rounds(4);
        var issue = Assert.Single((await Rig.Log("O1000001")).SelectMany(d => d.Issues), i => i.Code == IssueCodes.InvitationNotCopied);
        Assert.Contains("DeliveryModels", issue.Value, StringComparison.Ordinal);
        Assert.Contains("Marketing.Source", issue.Value, StringComparison.Ordinal);
        Assert.Contains("TargetCloseDate", issue.Value, StringComparison.Ordinal);
        Assert.DoesNotContain("CustomerBusinessProblem", issue.Value, StringComparison.Ordinal);
        // AWS's own referral is whole.
        var own = await Invited();
        await Request(own, RequestVerbs.Accept);
        await _deal.Rounds(4);
        Assert.DoesNotContain((await Rig.Log("O1000002")).SelectMany(d => d.Issues), i => i.Code == IssueCodes.InvitationNotCopied);
    }

    [Fact]
    public async Task It_is_reminded_of_five_days_and_one_day_before_its_end_once_each()
    {
        var id = await Invited(expires: Rig.Time.GetUtcNow().AddDays(15));
        for (var day = 1; day <= 14; day++)
        {
            Rig.Time.Ahead += TimeSpan.FromDays(1);
            await Rig.Tick();
            await Rig.Tick();
        }

        var told = await Rig.Store.ListNotifications("AWS", DateTimeOffset.UnixEpoch, Rig.Time.GetUtcNow().AddDays(1), 100, None);
        Assert.Equal(["reminder-1-" + id, "reminder-5-" + id], told.Where(n => n.Kind == "Engagement Invitation Ends Soon").Select(n => n.Id).Order());
        Assert.Equal(2, (await Rig.Log(id)).Count(d => d.Issues.Any(i => i.Code == IssueCodes.InvitationEnding)));
        Assert.Empty(_deal.Writes);
    }

    [Fact]
    public async Task A_rule_accepts_what_meets_it_and_nothing_else()
    {
        var mapping = SyncRig.BuiltIn();
        var invitation = mapping.Opportunity!.Invitation! with { AutoAccept = [new Condition("Customer.Account.CompanyName", null, Comparison.Equal, ["\"Globex\""])] };
        using var rig = new SyncRig(mapping with { Opportunity = mapping.Opportunity with { Invitation = invitation } });
        rig.Simulator.Control.Do("settings", new JsonObject { ["taskSeconds"] = 0 });
        foreach (var company in new[] { "Globex", "Initech" })
            rig.Simulator.Control.Do("invite", new JsonObject { ["company"] = company, ["title"] = "Data lake" });
        for (var i = 0; i < 4; i++)
        {
            await rig.Deliver();
            await rig.Tick();
        }

        Assert.Single(rig.Http.Operations, Accept);
        Assert.Equal(2, await rig.Count());
    }

    [Fact]
    public async Task A_new_invitation_gets_its_owner_by_rule()
    {
        var mapping = SyncRig.BuiltIn();
        var owner = new OwnerMapping("AWS_additionalComments__c", [new OwnerRule([new Condition("Customer.Account.Address.CountryCode", null, Comparison.In, ["\"US\""])], "\"Anna\"")], "\"Otto\"");
        var fields = mapping.Opportunity!.Fields.Where(f => f.Crm != "AWS_additionalComments__c").ToList();
        using var rig = new SyncRig(mapping with { Opportunity = mapping.Opportunity with { Invitation = mapping.Opportunity.Invitation! with { Owner = owner }, Fields = fields } });
        var id = rig.Simulator.Control.Do("invite", new JsonObject { ["company"] = "Globex", ["title"] = "Data lake" })["id"]!.GetValue<string>();
        await rig.Deliver();
        Assert.Equal("\"Anna\"", await rig.Field(id, "AWS_additionalComments__c"));
    }

    [Fact]
    public async Task A_record_that_was_deleted_in_the_CRM_is_not_made_again()
    {
        var id = await Invited();
        var crmId = await Rig.CrmId(id);
        await Rig.Crm.Delete("Opportunity", crmId, None);
        await Request(id, RequestVerbs.Accept);
        await _deal.Rounds(4);
        Assert.Equal("ACCEPTED", AtAws(id)["Status"]!.GetValue<string>());
        Assert.True((await Invitation(id))!.Closed);
    }

    string Invite(JsonObject? payload = null, DateTimeOffset? expires = null)
    {
        var input = new JsonObject { ["company"] = "Globex", ["title"] = "Data lake" };
        if (payload is not null)
            input["payload"] = payload;
        if (expires is { } end)
            input["expires"] = end.ToString("O");
        return Rig.Simulator.Control.Do("invite", input)["id"]!.GetValue<string>();
    }

    static JsonObject Customers(string company, string website) => new()
    {
        ["Customer"] = new JsonObject { ["CompanyName"] = company, ["Industry"] = "Software and Internet", ["WebsiteUrl"] = website, ["CountryCode"] = "US" },
    };

    async Task<string> Invited(JsonObject? payload = null, DateTimeOffset? expires = null)
    {
        var id = Invite(payload, expires);
        await Rig.Deliver();
        return id;
    }

    JsonObject AtAws(string id) => Rig.Answer("GetEngagementInvitation", new JsonObject { ["Catalog"] = "AWS", ["Identifier"] = id });

    Task<WorkItem?> Work(string id) => Rig.Store.GetWork(WorkKey.Invitation("AWS", id), None);

    async Task<RecordState?> Invitation(string id) => (await Rig.Store.GetRecords([WorkKey.Invitation("AWS", id)], None)) is [var state] ? state : null;

    async Task<string> OpportunityOf(string crmId)
    {
        var key = await Rig.Store.FindByCrmId("AWS", "Opportunity", crmId, None);
        Assert.True(key is { IsOpportunity: true }, $"the CRM record is linked to {key}");
        return key!.Id;
    }

    Task Request(string id, string verb, params IReadOnlyList<(string Name, string Value)> arguments) =>
        Rig.Store.Wake([new Wake(WorkKey.Invitation("AWS", id), DealRig.RequestOf(verb, arguments).ToReason(), Lane.Person, Rig.Time.GetUtcNow())], None);
}
