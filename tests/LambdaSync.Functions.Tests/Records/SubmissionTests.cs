using System.Text.Json.Nodes;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>A deal of the CRM reaches AWS whole: created, associated, submitted, each once.</summary>
[Trait("Row", "A2")]
[Trait("Row", "A9")]
[Trait("Row", "A11")]
public sealed class SubmissionTests : IDisposable
{
    const string Id = "O1000001", Solutions = "AWS_solutionOffered__c", Start = "StartEngagementFromOpportunityTask";

    readonly DealRig _deal = new();

    static CancellationToken None => TestContext.Current.CancellationToken;

    SyncRig Rig => _deal.Rig;

    public void Dispose() => _deal.Dispose();

    [Fact]
    [Trait("Row", "A1")]
    [Trait("Row", "A19")]
    [Trait("Row", "S-3")]
    public async Task A_complete_deal_is_created_associated_and_submitted()
    {
        await _deal.New("S-1234567;S-7654321");
        await _deal.Rounds();

        Assert.Equal(["CreateOpportunity", "AssociateOpportunity", "AssociateOpportunity", Start], _deal.Writes);
        Assert.Equal("Submitted", _deal.Status(Id));
        Assert.Equal(["S-1234567", "S-7654321"], _deal.Solutions(Id));
        Assert.Equal("\"Submitted\"", await Rig.Field(Id, "AWS_status__c"));
        Assert.Equal("\"Synced\"", await Rig.Field(Id, "AWS_Sync_Status__c"));
        Assert.DoesNotContain(await Rig.Store.ListWork("AWS", 10, None), w => w.Key.Kind != WorkKind.Schedule);
        Assert.Contains(await Rig.Log(Id), d => d.Issues.Any(i => i.Code == IssueCodes.Submission && i.Rule.StartsWith("AWS has taken", StringComparison.Ordinal)));
        // A creation and a submission have tokens of their own.
        var tokens = Rig.Http.Bodies.Select(body => JsonNode.Parse(body)!["ClientToken"]?.GetValue<string>()).OfType<string>().ToList();
        Assert.Equal(tokens.Count, tokens.Distinct().Count());
        Rig.Forget();
        await _deal.Rounds();
        Assert.Empty(_deal.Writes);
    }

    [Fact]
    public async Task A_draft_that_lacks_a_solution_waits_without_a_failure_and_goes_when_it_has_one()
    {
        await _deal.New("");
        await _deal.Rounds();
        Assert.Equal(["CreateOpportunity"], _deal.Writes);
        Assert.Equal("\"Draft\"", await Rig.Field(Id, "AWS_Sync_Status__c"));

        await Rig.Edit(Id, $$"""{"{{Solutions}}":"S-1234567"}""");
        await _deal.Rounds();
        Assert.Equal(["CreateOpportunity", "AssociateOpportunity", Start], _deal.Writes);
        Assert.Equal("Submitted", _deal.Status(Id));
    }

    [Fact]
    [Trait("Row", "S-1")]
    [Trait("Row", "S-2")]
    [Trait("Row", "S-7")]
    public async Task An_update_of_a_draft_keeps_its_review_status_and_its_identifier()
    {
        var crmId = await _deal.New("");
        await _deal.Rounds();
        await Rig.Edit(Id, """{"AWS_nextStep__c":"Sign"}""");
        await _deal.Rounds();
        var update = _deal.BodyOf("UpdateOpportunity");
        Assert.Equal("Pending Submission", update["LifeCycle"]!["ReviewStatus"]!.GetValue<string>());
        Assert.Equal(crmId, update["PartnerOpportunityIdentifier"]!.GetValue<string>());
        Assert.Equal("None", update["Marketing"]!["Source"]!.GetValue<string>());
        await Rig.Edit(Id, $$"""{"{{Solutions}}":"S-1234567"}""");
        await _deal.Rounds();
        Assert.Equal("Submitted", _deal.Status(Id));
    }

    [Fact]
    [Trait("Row", "S-22")]
    public async Task Edits_reach_AWS_before_the_submission()
    {
        await _deal.New("");
        await _deal.Rounds();
        await Rig.Edit(Id, $$"""{"{{Solutions}}":"S-1234567","AWS_nextStep__c":"Sign"}""");
        await _deal.Rounds();
        Assert.Equal(["CreateOpportunity", "AssociateOpportunity", "UpdateOpportunity", Start], _deal.Writes);
        Assert.Equal("Sign", Rig.Aws(Id)["LifeCycle"]!["NextSteps"]!.GetValue<string>());
    }

    [Fact]
    [Trait("Row", "S-5")]
    [Trait("Row", "S-3")]
    public async Task A_failed_task_is_shown_with_its_reason_and_is_not_tried_again_until_something_changes()
    {
        Rig.Simulator.Control.Do("fail-task", new JsonObject { ["operation"] = Start, ["reasonCode"] = "OpportunityValidationFailed", ["message"] = "Sales activities are missing." });
        await _deal.New("S-1234567");
        await _deal.Rounds();
        Assert.Equal("Pending Submission", _deal.Status(Id));
        Assert.Equal("\"Failed\"", await Rig.Field(Id, "AWS_Sync_Status__c"));
        var error = await Rig.Field(Id, "AWS_Last_Error__c");
        Assert.Contains("Submission failed: AWS needs corrections before it takes this opportunity (OpportunityValidationFailed). Fix: Correct the fields that AWS's message in the sync log names", error, StringComparison.Ordinal);
        // AWS's own words may quote a value: they are in the log, where the fix points, and not in the CRM.
        Assert.DoesNotContain("Sales activities", error, StringComparison.Ordinal);
        Assert.Contains(await Rig.Log(Id), d => d.Outcome == Outcome.Failed && d.Issues.Any(i => i.Rule == "AWS's message: Sales activities are missing."));
        await _deal.Rounds();
        Assert.Single(_deal.Writes, Start);

        await Rig.Edit(Id, """{"AWS_nextStep__c":"Sign"}""");
        await _deal.Rounds(4);
        Assert.Equal(2, _deal.Writes.Count(o => o == Start));
        Assert.Equal("Submitted", _deal.Status(Id));
        // The creation's, the one that failed, and a third.
        Assert.Equal(3, _deal.Bodies("CreateOpportunity").Concat(_deal.Bodies(Start)).Select(body => body["ClientToken"]!.GetValue<string>()).Distinct().Count());
    }

    [Fact]
    public async Task A_task_that_fails_for_a_passing_reason_is_started_again_with_a_new_token()
    {
        Rig.Simulator.Control.Do("fail-task", new JsonObject { ["operation"] = Start, ["reasonCode"] = "RequestThrottled" });
        await _deal.New("S-1234567");
        await _deal.Rounds(6);
        Assert.Equal("Submitted", _deal.Status(Id));
        Assert.Equal(2, _deal.Bodies(Start).Select(body => body["ClientToken"]!.GetValue<string>()).Distinct().Count());
    }

    [Fact]
    public async Task A_request_is_carried_out_once_although_an_event_comes_meanwhile()
    {
        _deal.Mapping(submit: new SubmitMapping("Co-Sell", "Full", SubmitTrigger.OnCommand));
        await _deal.New("S-1234567");
        await _deal.Rounds();
        Rig.Simulator.Control.Do("fail-task", new JsonObject { ["operation"] = Start, ["reasonCode"] = "OpportunityValidationFailed" });
        await _deal.Request(Id, RequestVerbs.Submit);
        var came = false;
        Rig.CrmCalls.Answers = (method, _) =>
        {
            if (method == "Find" && !came)
            {
                came = true;
                Rig.AwsEdits(Id, """{"LifeCycle":{"NextSteps":"Told"}}""");
                Rig.Deliver().GetAwaiter().GetResult();
            }

            return null;
        };
        await _deal.Rounds();
        Assert.True(came);
        Assert.Single(_deal.Writes, Start);
        Assert.Equal("Pending Submission", _deal.Status(Id));
        Assert.Equal("\"Failed\"", await Rig.Field(Id, "AWS_Sync_Status__c"));
    }

    [Fact]
    [Trait("Row", "S-3")]
    public async Task A_second_click_while_a_submission_runs_starts_nothing_and_says_so()
    {
        Rig.Simulator.Control.Do("settings", new JsonObject { ["taskSeconds"] = 3600 });
        await _deal.New("S-1234567");
        await Rig.Tick();
        await Rig.Tick();
        Assert.Equal("\"Waiting for AWS\"", await Rig.Field(Id, "AWS_Sync_Status__c"));
        Assert.Single(_deal.Writes, Start);
        await _deal.Request(Id, RequestVerbs.Submit);
        await Rig.Tick();
        Assert.Single(_deal.Writes, Start);
        Assert.Contains(await Rig.Log(Id), d => d.Issues.Any(i => i.Code == IssueCodes.TaskRunning));
    }

    [Theory]
    [InlineData("Approved", "approved")]
    [InlineData("Action Required", "corrections")]
    [InlineData("Submitted", "reviews it")]
    public async Task A_submission_that_is_not_possible_says_so_and_starts_nothing(string status, string says)
    {
        var id = Rig.AwsHas(status: status);
        await Rig.Deliver();
        await _deal.Request(id, RequestVerbs.Submit);
        await Rig.Tick();
        Assert.Empty(_deal.Writes);
        Assert.Contains(await Rig.Log(id), d => d.Outcome == Outcome.Skipped && d.Issues.Any(i => i.Code == IssueCodes.NotSubmittable && i.Rule.Contains(says, StringComparison.Ordinal)));
        Assert.Null((await Rig.Work(id))?.Due);
    }

    [Fact]
    public async Task A_referral_of_AWSs_is_never_submitted()
    {
        var id = Rig.AwsHas(status: "Pending Submission", origin: "AWS Referral");
        await Rig.Deliver();
        await _deal.Request(id, RequestVerbs.Submit);
        await Rig.Tick();
        Assert.Empty(_deal.Writes);
    }

    // What a command asks for waits until it can be done, and names everything at once.
    [Fact]
    [Trait("Row", "A1")]
    public async Task A_command_to_submit_an_incomplete_deal_names_what_it_lacks_and_goes_when_it_is_there()
    {
        _deal.Mapping(submit: new SubmitMapping("Co-Sell", "Full", SubmitTrigger.OnCommand));
        await _deal.New("");
        await _deal.Rounds();
        await _deal.Request(Id, RequestVerbs.Submit, ("involvementType", "For Visibility Only"), ("visibility", "Limited"));
        await Rig.Tick();
        Assert.DoesNotContain(Start, _deal.Writes);
        Assert.Contains(await Rig.Log(Id), d => d.Outcome == Outcome.Failed && d.Reason == "submit by test" && d.Issues.Any(i => i.Code == IssueCodes.GateSolution));

        await Rig.Edit(Id, $$"""{"{{Solutions}}":"S-1234567"}""");
        await _deal.Rounds();
        Assert.Equal(("For Visibility Only", "Limited"), _deal.BodyOf(Start)["AwsSubmission"] is { } sent ? (sent["InvolvementType"]!.GetValue<string>(), sent["Visibility"]!.GetValue<string>()) : default);
        Assert.Equal("Submitted", _deal.Status(Id));
    }

    [Fact]
    [Trait("Row", "A19")]
    public async Task A_command_for_a_record_that_AWS_does_not_have_creates_and_submits_it()
    {
        _deal.Mapping(share: ShareMode.OnCommand, submit: new SubmitMapping("Co-Sell", "Full", SubmitTrigger.OnCommand));
        var crmId = await _deal.New("S-1234567");
        await _deal.Rounds();
        Assert.Empty(_deal.Writes);
        await Rig.Store.Wake([new Wake(WorkKey.Crm("AWS", "Opportunity", crmId), DealRig.RequestOf(RequestVerbs.Submit).ToReason(), Lane.Person, Rig.Time.GetUtcNow())], None);
        await _deal.Rounds();
        Assert.Equal("Submitted", _deal.Status(Id));
    }

    // A deal that a colleague entered at AWS is not created a second time.
    [Fact]
    [Trait("Row", "A22")]
    public async Task A_deal_that_AWS_has_without_a_crm_record_is_held_as_a_duplicate()
    {
        var there = Rig.AwsHas("From the CRM");
        Rig.Drain();
        await _deal.New("S-1234567");
        await Rig.Tick();
        Assert.Empty(_deal.Writes);
        Assert.Contains(await Jobs(), d => d.Issues.Any(i => i.Code == IssueCodes.GateDuplicate && i.Value == there));
    }

    // In Action Required a correction alone enters the review again.
    [Fact]
    public async Task A_correction_enters_the_review_again_without_a_second_submission()
    {
        await _deal.New("S-1234567");
        await _deal.Rounds();
        Rig.Simulator.Control.Do("require-action", new JsonObject { ["id"] = Id, ["comment"] = "Describe the problem." });
        await Rig.Deliver();
        Assert.Contains("Describe the problem.", await Rig.Field(Id, "AWS_apnReviewerComments__c"), StringComparison.Ordinal);
        Rig.Forget();
        await Rig.Edit(Id, """{"AWS_projectDescription__c":"A problem that is described in many more words than it was."}""");
        await _deal.Rounds();
        Assert.Equal(["UpdateOpportunity"], _deal.Writes);
        Assert.Contains(_deal.Status(Id), (IEnumerable<string>)["Submitted", "In review"]);
    }

    [Fact]
    [Trait("Row", "S-6")]
    [Trait("Row", "B9")]
    public async Task Edits_of_one_field_during_a_review_are_sent_once()
    {
        await _deal.New("S-1234567");
        await _deal.Rounds();
        Rig.Forget();
        foreach (var step in new[] { "One", "Two", "Three" })
        {
            await Rig.Edit(Id, $$"""{"AWS_nextStep__c":"{{step}}"}""");
            await Rig.Tick();
        }

        Assert.Empty(_deal.Writes);
        _deal.Approve(Id);
        await _deal.Rounds();
        Assert.Equal("Three", Assert.Single(_deal.Bodies("UpdateOpportunity"))["LifeCycle"]!["NextSteps"]!.GetValue<string>());
    }

    [Fact]
    [Trait("Row", "S-26")]
    public async Task A_deal_that_was_lost_before_it_was_shared_is_not_created()
    {
        await _deal.New("S-1234567", """{"StageName":"Closed Lost"}""");
        await _deal.Rounds();
        Assert.Empty(_deal.Writes);
        Assert.Contains(await Jobs(), d => d.Outcome == Outcome.Skipped && d.Issues.Any(i => i.Code == IssueCodes.GateClosedLost));
    }

    [Fact]
    [Trait("Row", "S-23")]
    public async Task Another_records_identifier_that_somebody_types_links_nothing()
    {
        var first = await _deal.New("S-1234567");
        await _deal.Rounds();
        var other = Rig.AwsHas("Other", first);
        var second = await _deal.New("");
        await Rig.Crm.Set("Opportunity", second, System.Text.Encoding.UTF8.GetBytes($$"""{"APN_CRM_Unique_Identifier__c":"{{other}}"}"""), None);
        await _deal.Rounds();
        Assert.Empty(await Rig.Store.GetRecords([WorkKey.Opportunity("AWS", other)], None));
        Assert.Contains(await Rig.Log(other), d => d.Outcome == Outcome.Failed && d.Issues.Any(i => i.Code == IssueCodes.IdentityConflict));
    }

    [Theory]
    [Trait("Row", "S-4")]
    [InlineData("CreateOpportunity")]
    [InlineData("AssociateOpportunity")]
    [InlineData(Start)]
    public async Task A_lost_answer_makes_nothing_twice(string operation)
    {
        await _deal.New("S-1234567");
        var lost = 0;
        Rig.Http.Loses = sent => sent == operation && lost++ == 0;
        await _deal.Rounds(6);
        Assert.Equal("Submitted", _deal.Status(Id));
        Assert.Equal(1, await Rig.Count());
        Assert.Equal(["S-1234567"], _deal.Solutions(Id));
        Assert.Single(Rig.Answer("ListEngagementFromOpportunityTasks", new JsonObject { ["Catalog"] = "AWS" })["TaskSummaries"]!.AsArray());
    }

    // After the task's end LambdaSync reads AWS's side, and then the CRM is away. LambdaSync reads AWS's side again later, without another event.
    [Fact]
    public async Task A_submission_that_ended_while_the_CRM_was_away_is_shown_later()
    {
        Rig.Simulator.Control.Do("hold-task", new JsonObject { ["operation"] = Start });
        await _deal.New("S-1234567");
        await _deal.Rounds();
        Rig.Simulator.Control.Do("release-tasks", []);
        Assert.Equal("Submitted", _deal.Status(Id));
        Rig.CrmCalls.Fails = method => method == "Find" ? new Connections.ConnectionException("away", transient: true) : null;
        await Rig.Deliver();
        Rig.CrmCalls.Fails = _ => null;
        Rig.Time.Ahead += TimeSpan.FromMinutes(10);
        await Rig.Tick();
        Assert.Equal(("\"Synced\"", "\"Submitted\""), (await Rig.Field(Id, "AWS_Sync_Status__c"), await Rig.Field(Id, "AWS_Review_Status__c")));
    }

    // AWS adds the old next step to its history: that is no correction.
    [Fact]
    public async Task A_submission_that_failed_right_after_an_update_is_not_repeated_as_it_is()
    {
        await _deal.New("S-1234567", """{"AWS_useCase__c":null}""");
        await _deal.Rounds();
        Rig.Simulator.Control.Do("fail-task", new JsonObject { ["operation"] = Start, ["reasonCode"] = "OpportunityValidationFailed" });
        await Rig.Edit(Id, """{"AWS_useCase__c":"AI Machine Learning and Analytics","AWS_nextStep__c":"Another"}""");
        await _deal.Rounds();
        Rig.Time.Ahead += TimeSpan.FromHours(3);
        await _deal.Rounds(6);
        Assert.Single(_deal.Bodies(Start));
        Assert.Equal("\"Failed\"", await Rig.Field(Id, "AWS_Sync_Status__c"));
    }

    async Task<IReadOnlyList<JobDetail>> Jobs()
    {
        var details = new List<JobDetail>();
        foreach (var job in await Rig.Store.ListJobs(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, null, 100, None))
            details.AddRange(await Rig.Store.ListDetails(job.Id, 0, 9, None));
        return details;
    }
}
