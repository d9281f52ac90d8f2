using System.Text.Json.Nodes;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>What others got wrong between a CRM and AWS's review: the input, and the right answer through the real handlers.</summary>
public sealed class SubmissionRowsTests : IDisposable
{
    const string Id = "O1000001", Start = "StartEngagementFromOpportunityTask";

    readonly DealRig _deal = new();

    static CancellationToken None => TestContext.Current.CancellationToken;

    SyncRig Rig => _deal.Rig;

    public void Dispose() => _deal.Dispose();

    [Theory]
    [Trait("Row", "S-6")]
    [Trait("Row", "A9")]
    [Trait("Row", "B9")]
    [InlineData("Submitted", "approve")]
    [InlineData("In review", "require-action")]
    [InlineData("Rejected", null)]
    public async Task An_edit_waits_for_the_review_and_is_sent_when_it_has_ended(string status, string? opens)
    {
        var id = Rig.AwsHas(status: status);
        await Rig.Deliver();
        foreach (var day in new[] { "2097-05-01", "2097-06-01" })
        {
            await Rig.Edit(id, $$"""{"CloseDate":"{{day}}"}""");
            await Rig.Tick();
        }

        Assert.Empty(_deal.Writes);
        Assert.Equal(("\"Waiting for AWS\"", "true"), (await Rig.Field(id, "AWS_Sync_Status__c"), await Rig.Field(id, "AWS_Locked__c")));
        Assert.DoesNotContain(await Rig.Log(id), d => d.Outcome == Outcome.Failed);

        // The event that says so is lost: the record is compared after six hours.
        if (opens is not null)
            Rig.Simulator.Control.Do(opens, new JsonObject { ["id"] = id });
        Rig.Drain();
        await Rig.Tick();
        Assert.Empty(_deal.Writes);
        Rig.Time.Ahead += TimeSpan.FromHours(6);
        await Rig.Tick();
        if (opens is null)
        {
            // A rejected one stays locked.
            Assert.Empty(_deal.Writes);
            Assert.DoesNotContain(await Rig.Log(id), d => d.Outcome == Outcome.Failed);
            return;
        }

        Assert.Equal("2097-06-01", (string?)Assert.Single(_deal.Bodies("UpdateOpportunity"))["LifeCycle"]!["TargetCloseDate"]);
        Assert.Equal("2097-06-01", (string?)Rig.Aws(id)["LifeCycle"]!["TargetCloseDate"]);
    }

    [Fact]
    [Trait("Row", "S-7")]
    public async Task What_belongs_to_a_marketing_activity_is_sent_with_one_only()
    {
        await _deal.New("S-1234567", """{"AWS_awsSFCampaignName__c":"Spring"}""");
        await _deal.Rounds();
        Assert.Equal("""{"Source":"None"}""", _deal.BodyOf("CreateOpportunity")["Marketing"]!.ToJsonString());
        Assert.Equal(("Submitted", "\"Spring\""), (_deal.Status(Id), await Rig.Field(Id, "AWS_awsSFCampaignName__c")));
        Assert.Contains((await Jobs()).SelectMany(d => d.Issues), i => i is { Code: IssueCodes.NeverSent, Field: "Marketing.CampaignName", Severity: Severity.Note });
        _deal.Approve(Id);
        await _deal.Rounds();

        await Rig.Edit(Id, """{"AWS_IsOppFromMarketingActivity__c":"Marketing Activity","AWS_awsSFCampaignName__c":"Summer"}""");
        await _deal.Rounds();
        Assert.Equal(("Marketing Activity", "Summer"), (Rig.Aws(Id)["Marketing"]!["Source"]!.GetValue<string>(), (string?)Rig.Aws(Id)["Marketing"]!["CampaignName"]));

        await Rig.Edit(Id, """{"AWS_IsOppFromMarketingActivity__c":"None"}""");
        await _deal.Rounds();
        Assert.Equal(("None", null), (Rig.Aws(Id)["Marketing"]!["Source"]!.GetValue<string>(), (string?)Rig.Aws(Id)["Marketing"]!["CampaignName"]));
        Assert.Equal("\"Synced\"", await Rig.Field(Id, "AWS_Sync_Status__c"));
        Rig.Forget();
        await _deal.Rounds();
        Assert.Empty(_deal.Writes);
    }

    [Theory]
    [Trait("Row", "A9")]
    [InlineData("reject", "Rejected")]
    [InlineData("require-action", "Action Required")]
    public async Task The_reviewers_words_and_reason_reach_the_CRM(string decision, string status)
    {
        await _deal.New("S-1234567");
        await _deal.Rounds();
        Rig.Simulator.Control.Do(decision, new JsonObject { ["id"] = Id, ["comment"] = "See the other deal.", ["reason"] = "Duplicate opportunity" });
        await Rig.Deliver();
        Assert.Equal(
            ($"\"{status}\"", "\"See the other deal.\"", "\"Duplicate opportunity\""),
            (await Rig.Field(Id, "AWS_Review_Status__c"), await Rig.Field(Id, "AWS_apnReviewerComments__c"), await Rig.Field(Id, "AWS_reviewStatusReason__c")));
    }

    // "Only for partner referrals", says AWS's model of the review status.
    [Fact]
    [Trait("Row", "A2")]
    public async Task An_opportunity_without_a_review_status_is_not_locked()
    {
        Rig.Simulator.Control.Do("settings", new JsonObject { ["referralsHaveReviewStatus"] = false });
        var id = Rig.AwsHas(status: "Approved", origin: "AWS Referral");
        Assert.Null(Rig.Aws(id)["LifeCycle"]!["ReviewStatus"]);
        await Rig.Deliver();
        await Rig.Edit(id, """{"AWS_nextStep__c":"Sign"}""");
        await _deal.Rounds();
        Assert.Equal("Sign", (string?)Rig.Aws(id)["LifeCycle"]!["NextSteps"]);
    }

    // AWS's reviewers take the record between our read and our update.
    [Fact]
    [Trait("Row", "S-6")]
    public async Task A_refusal_because_of_the_review_holds_the_edit_and_is_no_failure()
    {
        var id = Rig.AwsHas(status: "Approved");
        await Rig.Deliver();
        await Rig.Edit(id, """{"CloseDate":"2097-06-01"}""");
        Rig.Http.RefusesWith = operation => operation == "UpdateOpportunity" ? Refusal("""{"FieldName":"LifeCycle.ReviewStatus","Code":"ACTION_NOT_PERMITTED","Message":"In review."}""") : null;
        await Rig.Tick();
        await Rig.Tick();

        Assert.Single(_deal.Writes);
        var work = (await Rig.Work(id))!;
        Assert.Contains(Reason.Locked, work.Reasons);
        Assert.False(work.Parked, work.Cause);
        Assert.DoesNotContain(await Rig.Log(id), d => d.Outcome == Outcome.Failed);
        Assert.Equal("\"Waiting for AWS\"", await Rig.Field(id, "AWS_Sync_Status__c"));

        Rig.Http.RefusesWith = _ => null;
        Rig.Time.Ahead += TimeSpan.FromHours(6);
        await Rig.Tick();
        Assert.Equal("2097-06-01", (string?)Rig.Aws(id)["LifeCycle"]!["TargetCloseDate"]);
        Assert.Equal("\"Synced\"", await Rig.Field(id, "AWS_Sync_Status__c"));
    }

    // The deal is lost in the CRM while AWS reviews; the approval comes afterwards.
    [Fact]
    [Trait("Row", "S-10")]
    public async Task An_approval_that_comes_late_opens_no_lost_deal_again()
    {
        await _deal.New("S-1234567");
        await _deal.Rounds();
        await Rig.Edit(Id, """{"StageName":"Closed Lost","AWS_closedLostReason__c":"Price"}""");
        await Rig.Tick();
        Assert.Equal("Qualified", (string?)Rig.Aws(Id)["LifeCycle"]!["Stage"]);

        _deal.Approve(Id);
        var late = Rig.Drain();
        await Rig.Events.Handle(late, Rig.Context);
        await _deal.Rounds();
        // The same event once more, after AWS has the lost deal.
        await Rig.Events.Handle(late, Rig.Context);
        await _deal.Rounds();

        Assert.Equal(("\"Closed Lost\"", "\"Price\"", "\"Approved\""), (await Rig.Field(Id, "StageName"), await Rig.Field(Id, "AWS_closedLostReason__c"), await Rig.Field(Id, "AWS_Review_Status__c")));
        var cycle = Rig.Aws(Id)["LifeCycle"]!;
        Assert.Equal(("Closed Lost", "Price"), ((string?)cycle["Stage"], (string?)cycle["ClosedLostReason"]));
        Assert.Single(_deal.Bodies("UpdateOpportunity"));
    }

    [Theory]
    [Trait("Row", "S-11")]
    [InlineData("2097-03-09T12:00:00Z", "2097-03-09", false)] // today
    [InlineData("2097-03-10T03:30:00Z", "2097-03-10", false)] // 22:30 on the day before in New York: in UTC it is that day already
    [InlineData("2097-03-10T03:30:00Z", "2097-03-11", true)]
    public async Task A_close_date_is_compared_with_the_day_in_UTC_and_the_first_possible_one_is_named(string now, string closes, bool isSent)
    {
        Rig.Time.Stopped = DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture);
        Rig.Simulator.Control.Do("clock", new JsonObject { ["now"] = now });
        await _deal.New("S-1234567", $$"""{"CloseDate":"{{closes}}"}""");
        await _deal.Rounds();

        Assert.Equal(isSent, _deal.Writes.Contains("CreateOpportunity"));
        if (isSent)
            return;
        var issue = Assert.Single((await Jobs()).SelectMany(d => d.Issues), i => i.Code == IssueCodes.GateCloseDate);
        Assert.Equal("CloseDate", issue.Field);
        Assert.Contains($"from {DateOnly.ParseExact(now[..10], "yyyy-MM-dd", null).AddDays(1):yyyy-MM-dd} on, counted in UTC", issue.Rule, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Row", "S-12")]
    [InlineData("DE", "80331", "BY", null)]
    [InlineData("US", "98101", "Dist. of Columbia", "Dist. of Columbia")]
    [InlineData("US", "98101", "DC", "Dist. of Columbia")]
    public async Task A_region_that_AWS_drops_is_no_edit_and_a_state_has_AWSs_full_name(string country, string postalCode, string state, string? atAws)
    {
        await _deal.New("S-1234567", $$"""{"AWS_country__c":"{{country}}","AWS_postalCode__c":"{{postalCode}}","AWS_state__c":"{{state}}"}""");
        await _deal.Rounds();
        Assert.Equal("Submitted", _deal.Status(Id));
        Assert.Equal(atAws, (string?)Rig.Aws(Id)["Customer"]!["Account"]!["Address"]!["StateOrRegion"]);
        _deal.Approve(Id);
        await _deal.Rounds();
        Rig.Forget();
        await _deal.Rounds(4);

        Assert.Empty(_deal.Writes);
        Assert.Equal($"\"{state}\"", await Rig.Field(Id, "AWS_state__c"));
        Assert.Equal("\"Synced\"", await Rig.Field(Id, "AWS_Sync_Status__c"));
    }

    // The CRM itself keeps longer texts than AWS takes out of its fields; of a number's form it knows nothing.
    [Fact]
    [Trait("Row", "S-14")]
    public async Task A_phone_number_without_its_country_is_left_out_with_its_reason_and_the_rest_goes()
    {
        const string Field = "AWS_customerPhone__c", Value = "089 1234";
        await _deal.New("S-1234567", $$"""{"AWS_customerFirstName__c":"Bo","AWS_customerLastName__c":"Buyer","AWS_customerEmail__c":"buyer@example.com","{{Field}}":"{{Value}}"}""");
        await _deal.Rounds();

        var contact = _deal.BodyOf("CreateOpportunity")["Customer"]!["Contacts"]![0]!;
        Assert.Equal(("Bo", "Buyer", "buyer@example.com", null), ((string?)contact["FirstName"], (string?)contact["LastName"], (string?)contact["Email"], contact["Phone"]));
        Assert.All(Rig.Http.Bodies, body => Assert.DoesNotContain("+1", body, StringComparison.Ordinal));
        Assert.Contains((await Jobs()).SelectMany(d => d.Issues), i => i.Severity == Severity.Error && i.Field?.EndsWith("Phone", StringComparison.Ordinal) == true);
        Assert.Equal("\"Failed\"", await Rig.Field(Id, "AWS_Sync_Status__c"));
        // What the seller entered stays.
        Assert.Equal($"\"{Value}\"", await Rig.Field(Id, Field));
    }

    [Fact]
    [Trait("Row", "S-17")]
    [Trait("Row", "A13")]
    public async Task A_solution_of_production_is_refused_with_the_sandboxs_name()
    {
        Rig.Restart(Rig.Settings with { Catalog = "Sandbox" });
        await _deal.New("S-7654321");
        await _deal.Rounds();

        Assert.All(Rig.Http.Bodies, body => Assert.Equal("Sandbox", (string?)JsonNode.Parse(body)!["Catalog"]));
        var issue = (await Jobs()).SelectMany(d => d.Issues).First(i => i.Code == IssueCodes.GateAssociation);
        Assert.Contains("The catalog Sandbox does not list this solution", issue.Rule, StringComparison.Ordinal);
        Assert.Contains("S-1234567", issue.Fix, StringComparison.Ordinal);
        Assert.DoesNotContain(Start, _deal.Writes);
    }

    [Fact]
    [Trait("Row", "S-21")]
    [Trait("Row", "D3")]
    public async Task Each_fault_that_AWS_lists_is_a_line_of_its_own_although_the_answer_has_no_message()
    {
        var id = Rig.AwsHas(status: "Approved");
        await Rig.Deliver();
        await Rig.Edit(id, """{"AWS_nextStep__c":"Sign"}""");
        Rig.Http.RefusesWith = operation => operation == "UpdateOpportunity"
            ? Refusal("""{"FieldName":"LifeCycle.NextSteps","Code":"INVALID_STRING_FORMAT","Message":"No."},{"FieldName":"project.expectedCustomerSpend.estimationUrl","Code":"REQUIRED_FIELD_MISSING","Message":""},{"FieldName":"LifeCycle","Code":"MOON_PHASE_WRONG","Message":"Wait."}""")
            : null;
        await Rig.Tick();

        var failed = Assert.Single(await Rig.Log(id), d => d.Outcome == Outcome.Failed);
        Assert.Equal(["LifeCycle.NextSteps", "project.expectedCustomerSpend.estimationUrl", "LifeCycle"], failed.Issues.Select(i => i.Field));
        Assert.Equal(
            ["AWS answered UpdateOpportunity with ValidationException: INVALID_STRING_FORMAT: No.", "AWS answered UpdateOpportunity with ValidationException: REQUIRED_FIELD_MISSING.",
             "AWS answered UpdateOpportunity with ValidationException: MOON_PHASE_WRONG: Wait."], failed.Issues.Select(i => i.Rule));
        Assert.Equal("Correct the value where it was entered.", failed.Issues[0].Fix);
        // A code that is not known comes with the id by which AWS finds the request.
        Assert.Contains("request-1", failed.Issues[2].Fix, StringComparison.Ordinal);
        Assert.Equal("\"Failed\"", await Rig.Field(id, "AWS_Sync_Status__c"));
    }

    [Fact]
    [Trait("Row", "S-25")]
    public async Task A_record_that_AWS_has_in_its_own_hands_is_tried_again_and_no_ones_fault()
    {
        var id = Rig.AwsHas(status: "Approved");
        await Rig.Deliver();
        await Rig.Edit(id, """{"AWS_nextStep__c":"Sign"}""");
        var tries = 0;
        Rig.Http.RefusesWith = operation => operation == "UpdateOpportunity" && ++tries < 3
            ? Refusal("""{"FieldName":"","Code":"INVALID_VALUE","Message":"unable to obtain exclusive access to this record"}""") : null;
        await Rig.Tick();
        var work = (await Rig.Work(id))!;
        Assert.Equal((1, false), (work.Attempts, work.Parked));
        Assert.NotNull(work.Due);
        for (var i = 0; i < 5; i++)
        {
            Assert.NotEqual("\"Failed\"", await Rig.Field(id, "AWS_Sync_Status__c"));
            Rig.Time.Ahead += TimeSpan.FromHours(1);
            await Rig.Tick();
        }

        Assert.Equal(3, tries);
        Assert.Equal("Sign", (string?)Rig.Aws(id)["LifeCycle"]!["NextSteps"]);
        Assert.DoesNotContain(await Rig.Log(id), d => d.Outcome == Outcome.Failed);
    }

    // A colleague's submission failed before ours: it says nothing of ours.
    [Fact]
    [Trait("Row", "S-5")]
    public async Task A_task_that_failed_before_ours_is_not_ours()
    {
        _deal.Mapping(submit: new SubmitMapping("Co-Sell", "Full", SubmitTrigger.OnCommand));
        await _deal.New("S-1234567");
        await _deal.Rounds();
        Rig.Simulator.Control.Do("fail-task", new JsonObject { ["operation"] = Start, ["reasonCode"] = "OpportunityValidationFailed" });
        Rig.Answer(Start, new JsonObject { ["Catalog"] = "AWS", ["ClientToken"] = "colleague", ["Identifier"] = Id, ["AwsSubmission"] = new JsonObject { ["InvolvementType"] = "Co-Sell" } });
        Assert.Equal("Pending Submission", _deal.Status(Id));

        await _deal.Request(Id, RequestVerbs.Submit);
        await _deal.Rounds();
        Assert.Equal(("Submitted", "\"Synced\""), (_deal.Status(Id), await Rig.Field(Id, "AWS_Sync_Status__c")));
        Assert.DoesNotContain(await Rig.Log(Id), d => d.Outcome == Outcome.Failed);
    }

    [Fact]
    public async Task A_submission_that_runs_for_longer_than_a_day_asks_a_person_and_is_not_started_again()
    {
        Rig.Simulator.Control.Do("hold-task", new JsonObject { ["operation"] = Start });
        await _deal.New("S-1234567");
        await _deal.Rounds();
        Assert.Equal("\"Waiting for AWS\"", await Rig.Field(Id, "AWS_Sync_Status__c"));
        Rig.Time.Ahead += TimeSpan.FromHours(25);
        await _deal.Rounds();

        Assert.True((await Rig.Work(Id))!.Parked);
        Assert.Equal("\"Failed\"", await Rig.Field(Id, "AWS_Sync_Status__c"));
        Assert.Contains("longer than a day. Fix: look at the opportunity in Partner Central", await Rig.Field(Id, "AWS_Last_Error__c"), StringComparison.Ordinal);
        Assert.Single(_deal.Writes, Start);

        // It ends after all: what the fix names finds that out.
        Rig.Simulator.Control.Do("release-tasks", []);
        await Rig.Store.Wake([new Wake(WorkKey.Opportunity("AWS", Id), Reason.Refresh, Lane.Person, Rig.Time.GetUtcNow())], None);
        await _deal.Rounds();
        Assert.Equal(("\"Synced\"", "\"Submitted\""), (await Rig.Field(Id, "AWS_Sync_Status__c"), await Rig.Field(Id, "AWS_Review_Status__c")));
        Assert.Single(_deal.Writes, Start);
    }

    // The same customer is in an opportunity and in an invitation: pointed out, and nothing held.
    [Fact]
    [Trait("Row", "A22")]
    public async Task What_else_AWS_has_of_the_customer_is_in_the_log_of_the_creation()
    {
        var other = Rig.AwsHas("Another deal", partnerId: "006Z");
        var invited = (string?)Rig.Simulator.Control.Do("invite", new JsonObject { ["company"] = "EXAMPLE Ltd.", ["title"] = "From AWS" })["id"];
        await Rig.Deliver();
        await _deal.New("S-1234567");
        await _deal.Rounds();

        var created = Assert.Single(await Jobs(), d => d.Outcome == Outcome.Created && d.Issues.Any(i => i.Code == IssueCodes.Draft));
        Assert.Equal($"AWS has of the same customer too: {other}, {invited}.", Assert.Single(created.Issues, i => i.Code == IssueCodes.GateDuplicate).Rule);
    }

    // What a request's answer leaves out has an empty message and a list.
    static string Refusal(string errors) => $$"""{"__type":"ValidationException","Message":"","Reason":"BUSINESS_VALIDATION_FAILED","ErrorList":[{{errors}}]}""";

    async Task<IReadOnlyList<JobDetail>> Jobs()
    {
        var details = new List<JobDetail>();
        foreach (var job in await Rig.Store.ListJobs(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, null, 100, None))
            details.AddRange(await Rig.Store.ListDetails(job.Id, 0, 9, None));
        return details;
    }
}
