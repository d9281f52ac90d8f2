using System.Text.Json.Nodes;
using LambdaSync.Sync;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>What happens on one side reaches the other, through the real handlers.</summary>
[Trait("Row", "A8")]
[Trait("Row", "A14")]
[Trait("Row", "A2")]
public sealed class RecordFlowTests : IDisposable
{
    readonly SyncRig _rig = new();

    static CancellationToken None => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task An_opportunity_made_in_partner_central_reaches_the_crm()
    {
        var id = _rig.AwsHas("Made at AWS");
        Assert.Empty((await _rig.Deliver()).BatchItemFailures);

        Assert.Equal("\"Made at AWS\"", await _rig.Field(id, "AWS_partnerProjectTitle__c"));
        Assert.Equal(Outcome.Created, Assert.Single(await _rig.Log(id)).Outcome);
        var told = Assert.Single(await _rig.Store.ListNotifications("AWS", DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 10, None));
        Assert.Equal(("Opportunity Created", id, false), (told.Kind, told.Subject, told.Found));
        Assert.Null((await _rig.Work(id))!.Due);
    }

    [Fact]
    public async Task An_update_of_AWS_costs_two_reads_one_query_one_upsert_and_four_store_calls()
    {
        var id = _rig.AwsHas();
        await _rig.Deliver();
        _rig.AwsEdits(id, """{"LifeCycle":{"NextSteps":"Sign"}}""");
        _rig.Forget();
        await _rig.Deliver();

        Assert.Equal("\"Sign\"", await _rig.Field(id, "AWS_nextStep__c"));
        Assert.Equal(["GetOpportunity", "GetAwsOpportunitySummary"], _rig.Http.Operations);
        Assert.Equal((1, 1), (_rig.CrmCalls["Find"], _rig.CrmCalls["Write"]));
        Assert.Equal(new Dictionary<string, int> { ["Wake"] = 1, ["Claim"] = 1, ["StoreIntents"] = 1, ["Settle"] = 1 }, _rig.StoreCalls.Calls);
    }

    [Fact]
    public async Task A_batch_of_events_costs_one_query_and_one_upsert_whatever_it_holds()
    {
        var ids = Enumerable.Range(0, 5).Select(i => _rig.AwsHas($"Deal {i}")).ToList();
        await _rig.Deliver();
        foreach (var id in ids)
            _rig.AwsEdits(id, """{"LifeCycle":{"NextSteps":"Sign"}}""");
        _rig.Forget();
        await _rig.Deliver();

        foreach (var id in ids)
            Assert.Equal("\"Sign\"", await _rig.Field(id, "AWS_nextStep__c"));
        Assert.Equal((5, 5), (_rig.Http.Operations.Count(o => o == "GetOpportunity"), _rig.Http.Operations.Count(o => o == "GetAwsOpportunitySummary")));
        Assert.Equal(new Dictionary<string, int> { ["Find"] = 1, ["Write"] = 1 }, _rig.CrmCalls.Calls);
        Assert.Equal(new Dictionary<string, int> { ["Wake"] = 1, ["Claim"] = 1, ["StoreIntents"] = 1, ["Settle"] = 1 }, _rig.StoreCalls.Calls);
    }

    [Fact]
    public async Task Five_events_of_one_record_cost_one_pair_of_reads()
    {
        var id = _rig.AwsHas();
        await _rig.Deliver();
        for (var i = 0; i < 5; i++)
            _rig.AwsEdits(id, $$$"""{"LifeCycle":{"NextSteps":"Step {{{i}}}"}}""");
        _rig.Forget();
        await _rig.Deliver();

        Assert.Equal(["GetOpportunity", "GetAwsOpportunitySummary"], _rig.Http.Operations);
        Assert.Equal("\"Step 4\"", await _rig.Field(id, "AWS_nextStep__c"));
        Assert.Equal(6, (await _rig.Store.ListNotifications("AWS", DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 10, None)).Count);
    }

    [Fact]
    public async Task An_event_that_tells_nothing_new_asks_the_crm_nothing()
    {
        _rig.AwsHas();
        await _rig.Deliver();
        _rig.Simulator.Control.Do("event", new JsonObject
        {
            ["detailType"] = "Opportunity Updated",
            ["version"] = "1",
            ["detail"] = JsonNode.Parse("""{"schemaVersion":"1","catalog":"AWS","opportunity":{"identifier":"O1000001"}}"""),
        });
        _rig.Forget();
        await _rig.Deliver();
        Assert.Empty(_rig.CrmCalls.Calls);
    }

    [Fact]
    public async Task An_edit_in_the_crm_reaches_AWS_and_its_echo_costs_one_read()
    {
        var id = _rig.AwsHas();
        await _rig.Deliver();
        await _rig.Edit(id, """{"AWS_city__c":"Portland"}""");
        await _rig.Tick();

        Assert.Equal("Portland", City(id));
        Assert.Equal(2, (await _rig.Log(id)).Count);
        _rig.Forget();
        await _rig.Deliver();
        Assert.Equal(["GetOpportunity"], _rig.Http.Operations);
        Assert.Empty(_rig.CrmCalls.Calls);
        Assert.Null((await _rig.State(id)).OwnWrite);
        // The next event is no echo.
        _rig.AwsEdits(id, """{"LifeCycle":{"NextSteps":"Sign"}}""");
        await _rig.Deliver();
        Assert.Equal("\"Sign\"", await _rig.Field(id, "AWS_nextStep__c"));
    }

    [Fact]
    public async Task A_tick_without_an_edit_sends_nothing()
    {
        var id = _rig.AwsHas();
        await _rig.Deliver();
        await _rig.Edit(id, """{"AWS_city__c":"Portland"}""");
        await _rig.Tick();
        _rig.Forget();
        await _rig.Tick();
        await _rig.Tick();
        Assert.Empty(_rig.Http.Operations);
    }

    [Fact]
    public async Task An_edit_after_a_lost_answer_survives_although_AWS_was_changed_too()
    {
        var id = await AnswerIsLost();
        Assert.Equal("Portland", City(id));
        _rig.AwsEdits(id, """{"LifeCycle":{"NextSteps":"Two"}}""");
        await _rig.Edit(id, """{"AWS_city__c":"Salem"}""");
        await _rig.Tick();
        await _rig.Deliver();
        await _rig.Tick();
        Assert.Equal("Salem", City(id));
        Assert.Equal("\"Salem\"", await _rig.Field(id, "AWS_city__c"));
        Assert.Equal("\"Two\"", await _rig.Field(id, "AWS_nextStep__c"));
    }

    [Fact]
    public async Task An_update_whose_answer_is_lost_is_told_once()
    {
        var id = await AnswerIsLost();
        Assert.NotNull((await _rig.Work(id))!.Intent);

        _rig.Time.Ahead = TimeSpan.FromMinutes(5);
        await _rig.Tick();
        Assert.Single(_rig.Http.Operations, "UpdateOpportunity");
        Assert.Single(await _rig.Log(id), d => d.Changes.Any(c => c.Field == "Customer.Account.Address.City"));
        var work = (await _rig.Work(id))!;
        Assert.Equal((null, null, null), (work.Intent, work.Due, work.Cause));
    }

    [Fact]
    public async Task While_AWS_holds_the_lock_the_edit_waits_and_goes_out_when_it_opens()
    {
        var id = _rig.AwsHas(status: "Submitted");
        await _rig.Deliver();
        await _rig.Edit(id, """{"AWS_city__c":"Portland"}""");
        await _rig.Tick();
        Assert.DoesNotContain("UpdateOpportunity", _rig.Http.Operations);
        var work = (await _rig.Work(id))!;
        Assert.Equal([Reason.Locked], work.Reasons);
        Assert.Contains("Submitted", work.Cause, StringComparison.Ordinal);

        _rig.Simulator.Control.Do("approve", new JsonObject { ["id"] = id });
        await _rig.Deliver();
        Assert.Equal("Portland", City(id));
    }

    [Fact]
    public async Task Edits_of_different_fields_on_both_sides_survive()
    {
        var id = _rig.AwsHas();
        await _rig.Deliver();
        await _rig.Edit(id, """{"AWS_city__c":"Portland"}""");
        _rig.AwsEdits(id, """{"LifeCycle":{"NextSteps":"Sign"}}""");
        await _rig.Deliver();
        Assert.Equal("Portland", City(id));
        Assert.Equal("\"Sign\"", await _rig.Field(id, "AWS_nextStep__c"));
        Assert.Equal("\"Portland\"", await _rig.Field(id, "AWS_city__c"));
    }

    [Fact]
    public async Task A_field_that_is_closed_keeps_AWSs_value_and_the_log_says_so()
    {
        var id = _rig.AwsHas(status: "Approved");
        await _rig.Deliver();
        await _rig.Edit(id, """{"AWS_city__c":"Portland","Name":"Renamed"}""");
        await _rig.Tick();
        var aws = _rig.Aws(id);
        Assert.Equal(("Portland", "Deal"), (aws["Customer"]!["Account"]!["Address"]!["City"]!.GetValue<string>(), aws["Project"]!["Title"]!.GetValue<string>()));
        Assert.Contains(await _rig.Log(id), d => d.Issues.Any(i => i.Code == IssueCodes.ClosedField && i.Field == "Project.Title"));
    }

    [Fact]
    public async Task A_record_deleted_in_the_crm_closes_the_link_and_is_never_made_again()
    {
        var id = _rig.AwsHas();
        await _rig.Deliver();
        await _rig.Crm.Delete("Opportunity", id, None);
        await _rig.Tick();
        Assert.True((await _rig.State(id)).Closed);
        _rig.AwsEdits(id, """{"LifeCycle":{"NextSteps":"Sign"}}""");
        await _rig.Deliver();
        Assert.Equal(0, await _rig.Count());
    }

    [Fact]
    public async Task What_AWS_refuses_waits_for_a_correction_and_its_neighbour_goes_on()
    {
        var (bad, good) = (_rig.AwsHas("Bad"), _rig.AwsHas("Good"));
        await _rig.Deliver();
        // AWS does not take a close date that is past.
        await _rig.Edit(bad, """{"CloseDate":"2020-01-01"}""");
        await _rig.Edit(good, """{"AWS_city__c":"Portland"}""");
        await _rig.Tick();
        Assert.Equal("Portland", City(good));
        var work = (await _rig.Work(bad))!;
        Assert.True(work.Parked, work.Cause);
        Assert.Contains(await _rig.Log(bad), d => d.Outcome == Outcome.Failed && d.Issues.Any(i => i.Code == IssueCodes.GateCloseDate));

        await _rig.Edit(bad, """{"CloseDate":"2097-06-01"}""");
        await _rig.Tick();
        Assert.Equal("2097-06-01", _rig.Aws(bad)["LifeCycle"]!["TargetCloseDate"]!.GetValue<string>());
        Assert.False((await _rig.Work(bad))!.Parked);
    }

    [Fact]
    [Trait("row", "E1")]
    public async Task A_CRM_that_does_not_say_what_changed_is_no_ended_run()
    {
        await _rig.Tick();
        var before = await Feed();
        _rig.CrmCalls.Fails = method => method == "Changed" ? new Connections.ConnectionException("the CRM is away", transient: true) : null;
        await _rig.Tick();
        var away = await Feed();
        Assert.Equal((before.Ended, "the CRM is away", 1), (away.Ended, away.Item.Cause, away.Item.Attempts));
        Assert.Contains("warning: Reading changes from the CRM failed", _rig.Told.ToString(), StringComparison.Ordinal);
        _rig.CrmCalls.Fails = _ => null;
        await _rig.Tick();
        var back = await Feed();
        Assert.True(back.Ended > before.Ended);
        Assert.Null(back.Item.Cause);

        async Task<(WorkItem Item, DateTimeOffset? Ended)> Feed()
        {
            var item = (await _rig.Store.GetWork(_rig.Reconcile.Key(Schedules.CrmChanges), None))!;
            return (item, Schedule.Read(item.Data).Ended);
        }
    }

    [Fact]
    public async Task What_nobody_thought_of_stops_no_other_record()
    {
        var (odd, good) = (_rig.AwsHas("Odd"), _rig.AwsHas("Good"));
        await _rig.Deliver();
        // No status of AWS's is a number.
        _rig.Http.Changes = body => body.Contains($"\"{odd}\"", StringComparison.Ordinal) ? body.Replace("\"ReviewStatus\":\"Pending Submission\"", "\"ReviewStatus\":5", StringComparison.Ordinal) : body;
        await _rig.Edit(odd, """{"AWS_city__c":"Portland"}""");
        await _rig.Edit(good, """{"AWS_city__c":"Portland"}""");
        await _rig.Tick();
        _rig.Http.Changes = body => body;
        Assert.Equal("Portland", City(good));
        Assert.True((await _rig.Work(odd))!.Parked);
        Assert.Contains((await _rig.Log(odd))[0].Issues, i => i.Code == IssueCodes.Unexpected);
    }

    [Fact]
    public async Task An_invitation_is_kept_until_it_is_answered()
    {
        var invited = _rig.Simulator.Control.Do("invite", new JsonObject { ["company"] = "Example Ltd", ["title"] = "Referral" });
        await _rig.Deliver();
        var item = Assert.Single(await _rig.Store.ListWork("AWS", 10, None), w => w.Key.Kind == WorkKind.Invitation);
        Assert.True(item.AwaitsAnswer);
        Assert.NotNull(item.Data);
        _rig.Simulator.Control.Do("expire", new JsonObject { ["id"] = item.Key.Id });
        await _rig.Deliver();
        Assert.DoesNotContain(await _rig.Store.ListWork("AWS", 10, None), w => w.Key.Kind == WorkKind.Invitation);
        Assert.NotNull(invited);
    }

    [Fact]
    public async Task While_the_crm_is_away_everything_waits_and_then_goes_on()
    {
        var id = _rig.AwsHas();
        _rig.CrmCalls.Fails = _ => new Connections.ConnectionException("away", transient: true);
        Assert.Empty((await _rig.Deliver()).BatchItemFailures);
        Assert.Equal(1, (await _rig.Work(id))!.Attempts);
        _rig.CrmCalls.Fails = _ => null;
        _rig.Time.Ahead = TimeSpan.FromMinutes(10);
        await _rig.Tick();
        Assert.Equal("\"Deal\"", await _rig.Field(id, "AWS_partnerProjectTitle__c"));
    }

    [Fact]
    public async Task What_a_stopped_worker_wrote_to_the_crm_is_no_edit_when_AWS_overtakes_its_update()
    {
        var owned = SyncRig.BuiltIn();
        using var rig = new SyncRig(owned with { Opportunity = owned.Opportunity! with { Owner = Mapping.Owner.Crm } });
        var id = rig.AwsHas();
        await rig.Deliver();
        await rig.Edit(id, """{"AWS_city__c":"Portland"}""");
        rig.AwsEdits(id, """{"LifeCycle":{"NextSteps":"One"}}""");
        rig.StoreCalls.Fails = method => method == "Settle" ? new Connections.ConnectionException("away", transient: true) : null;
        await rig.Deliver();
        Assert.Equal("\"One\"", await rig.Field(id, "AWS_nextStep__c"));
        rig.StoreCalls.Fails = _ => null;
        rig.AwsEdits(id, """{"LifeCycle":{"NextSteps":"Two"}}""");
        rig.Time.Ahead = TimeSpan.FromMinutes(10);
        await rig.Tick();
        Assert.Equal("\"Two\"", await rig.Field(id, "AWS_nextStep__c"));
        Assert.Equal(("Two", "Portland"), (rig.Aws(id)["LifeCycle"]!["NextSteps"]!.GetValue<string>(), rig.Aws(id)["Customer"]!["Account"]!["Address"]!["City"]!.GetValue<string>()));
    }

    [Fact]
    public async Task What_AWS_has_silently_taken_back_leaves_the_crm_after_a_worker_was_stopped()
    {
        var id = await StageShown("Qualified");
        Stage(id, "Committed");
        _rig.AwsEdits(id, """{"LifeCycle":{"NextSteps":"One"}}""");
        _rig.StoreCalls.Fails = method => method == "Settle" ? new Connections.ConnectionException("away", transient: true) : null;
        await _rig.Deliver();
        _rig.StoreCalls.Fails = _ => null;
        Assert.Equal("\"Committed\"", await _rig.Field(id, StageField));
        Stage(id, "Qualified");
        await LeavesOne(id);
    }

    [Fact]
    public async Task What_AWS_has_silently_taken_back_leaves_the_crm_after_its_answer_was_lost()
    {
        var id = await StageShown("Qualified");
        Stage(id, "Committed");
        _rig.AwsEdits(id, """{"LifeCycle":{"NextSteps":"One"}}""");
        _rig.CrmCalls.LosesAnswer = method => method == "Write" ? new Connections.ConnectionException("away", transient: true) : null;
        await _rig.Deliver();
        _rig.CrmCalls.LosesAnswer = _ => null;
        Assert.Equal("\"Committed\"", await _rig.Field(id, StageField));
        Stage(id, "Qualified");
        await LeavesOne(id);
    }

    [Fact]
    public async Task What_the_crm_took_trimmed_and_then_refuses_is_no_edit()
    {
        var owned = SyncRig.BuiltIn();
        using var rig = new SyncRig(owned with { Opportunity = owned.Opportunity! with { Owner = Mapping.Owner.Crm } });
        var id = rig.AwsHas();
        await rig.Deliver();
        rig.AwsEdits(id, """{"LifeCycle":{"NextSteps":"One  "}}""");
        rig.CrmCalls.LosesAnswer = method => method == "Write" ? new Connections.ConnectionException("away", transient: true) : null;
        await rig.Deliver();
        rig.CrmCalls.LosesAnswer = _ => null;
        Assert.Equal("\"One\"", await rig.Field(id, "AWS_nextStep__c"));
        var refusals = 0;
        rig.CrmCalls.Answers = (method, _) => method == "Write" && refusals++ == 0
            ? Task.FromResult<IReadOnlyList<CrmResult>>([CrmResult.Refused([new Issue(IssueCodes.CrmRejected, Severity.Error, null, null, "locked", "wait")])])
            : null;
        await rig.Tick();
        await rig.Tick();
        Assert.DoesNotContain("UpdateOpportunity", rig.Http.Operations);
        Assert.Equal("One  ", rig.Aws(id)["LifeCycle"]!["NextSteps"]!.GetValue<string>());
        Assert.Null((await rig.Work(id))!.Due);
    }

    [Fact]
    public async Task A_change_of_AWS_behind_our_own_one_waits_for_a_crm_that_is_away()
    {
        var id = _rig.AwsHas();
        await _rig.Deliver();
        await _rig.Edit(id, """{"AWS_city__c":"Portland"}""");
        await _rig.Tick();
        _rig.AwsEdits(id, """{"LifeCycle":{"NextSteps":"One"}}""");
        _rig.CrmCalls.Fails = method => method == "Write" ? new Connections.ConnectionException("away", transient: true) : null;
        await _rig.Deliver();
        _rig.CrmCalls.Fails = _ => null;
        await _rig.Tick();
        Assert.Equal("\"One\"", await _rig.Field(id, "AWS_nextStep__c"));
    }

    const string StageField = "AWS_aWSStage__c";

    async Task<string> StageShown(string stage)
    {
        var id = _rig.AwsHas(status: "Approved");
        Stage(id, stage);
        await _rig.Deliver();
        Assert.Equal($"\"{stage}\"", await _rig.Field(id, StageField));
        return id;
    }

    // AWS's own side, of which no event tells.
    void Stage(string id, string stage) => _rig.Simulator.Control.Do(
        "edit-summary", new JsonObject { ["id"] = id, ["silent"] = true, ["summary"] = new JsonObject { ["LifeCycle"] = new JsonObject { ["Stage"] = stage } } });

    async Task LeavesOne(string id)
    {
        // As if nothing had been changed at AWS at all.
        _rig.AwsEdits(id, """{"LifeCycle":{"NextSteps":"Call"}}""");
        _rig.Time.Ahead += TimeSpan.FromHours(1);
        await _rig.Tick();
        Assert.Equal("\"Qualified\"", await _rig.Field(id, StageField));
        Assert.DoesNotContain((await _rig.Work(id))!.Reasons, reason => reason == Reason.InDoubt);
    }

    // An edit of the CRM has reached AWS, whose answer is lost.
    async Task<string> AnswerIsLost()
    {
        var id = _rig.AwsHas();
        await _rig.Deliver();
        await _rig.Edit(id, """{"AWS_city__c":"Portland"}""");
        _rig.Http.Loses = operation => operation == "UpdateOpportunity";
        await _rig.Tick();
        _rig.Http.Loses = _ => false;
        return id;
    }

    string City(string id) => _rig.Aws(id)["Customer"]!["Account"]!["Address"]!["City"]!.GetValue<string>();
}
