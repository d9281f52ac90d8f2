using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using Amazon.Lambda.CloudWatchEvents.ScheduledEvents;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Functions.Engine;
using LambdaSync.Local.State;
using LambdaSync.Sync;
using LambdaSync.Sync.Quotas;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>What no event told is found.</summary>
[Trait("Row", "A16")]
[Trait("Row", "A15")]
public sealed class SweepTests : IDisposable
{
    static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    readonly SyncRig _rig = new();

    static CancellationToken None => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Opportunities_without_events_are_found_created_and_changed()
    {
        var ids = Enumerable.Range(0, 5).Select(i => _rig.AwsHas($"Deal {i}")).ToList();
        _rig.Drain();
        await _rig.Sweep(Quarter);
        Assert.Equal("\"Deal 4\"", await _rig.Field(ids[4], "AWS_partnerProjectTitle__c"));

        _rig.AwsEdits(ids[2], """{"LifeCycle":{"NextSteps":"Sign"}}""");
        _rig.Drain();
        _rig.Forget();
        await _rig.Sweep(Quarter);
        Assert.Equal("\"Sign\"", await _rig.Field(ids[2], "AWS_nextStep__c"));
        Assert.Equal(["GetOpportunity", "GetAwsOpportunitySummary"], _rig.Http.Operations.Where(o => o.StartsWith("Get", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Two_hundred_opportunities_of_a_backfill_cost_one_query_and_one_upsert()
    {
        var ids = Enumerable.Range(0, 200).Select(i => _rig.AwsHas($"Deal {i}")).ToList();
        _rig.Drain();
        var key = await Backfill(new Schedule(TimeSpan.Zero, MaxChanges: 1000));
        Assert.Equal(200, Schedule.Read((await _rig.Store.GetWork(key, None))!.Data).Worked);
        foreach (var id in ids)
            _rig.AwsEdits(id, """{"LifeCycle":{"NextSteps":"Sign"}}""");
        _rig.Drain();
        _rig.Forget();
        await Backfill(new Schedule(TimeSpan.Zero, MaxChanges: 1000));
        Assert.Equal((1, 1), (_rig.CrmCalls["Find"], _rig.CrmCalls["Write"]));
        Assert.Equal("\"Sign\"", await _rig.Field(ids[199], "AWS_nextStep__c"));

        // Nothing new: the CRM is asked, for a refresh compares both sides, and nothing is written.
        _rig.Forget();
        await Backfill(new Schedule(TimeSpan.Zero, MaxChanges: 0));
        Assert.Equal((1, 0), (_rig.CrmCalls["Find"], _rig.CrmCalls["Write"]));
    }

    [Fact]
    public async Task An_invitation_that_was_answered_before_any_sweep_saw_it_waiting_is_recorded()
    {
        await _rig.Sweep(TimeSpan.Zero);
        _rig.AwsHasLead("Example Ltd");
        _rig.Drain();
        await _rig.Sweep(Quarter);

        var told = Assert.Single(await _rig.Store.ListNotifications("AWS", DateTimeOffset.MinValue, DateTimeOffset.MaxValue, 10, None), n => n.Role == "Receiver");
        Assert.Equal(("Engagement Invitation Accepted", true), (told.Kind, told.Found));
        var known = JsonNode.Parse((await _rig.Store.GetWork(new WorkKey("AWS", WorkKind.Invitation, told.Subject), None))!.Data)!;
        Assert.Equal("ACCEPTED", known["Status"]!.GetValue<string>());

        // It is known from now on.
        _rig.Forget();
        await _rig.Sweep(Quarter);
        Assert.DoesNotContain("GetEngagementInvitation", _rig.Http.Operations);
    }

    [Fact]
    public async Task A_due_edit_that_a_sweep_comes_by_is_sent_in_its_own_lane()
    {
        var id = _rig.AwsHas();
        await _rig.Deliver();
        await _rig.Edit(id, """{"AWS_nextStep__c":"Of the CRM"}""");
        _rig.AwsEdits(id, """{"Project":{"AdditionalComments":"Of AWS"}}""");
        _rig.Drain();
        await _rig.Store.Wake([new Wake(new WorkKey("AWS", WorkKind.Opportunity, id), Reason.Crm, Lane.Edit, _rig.Time.GetUtcNow())], None);
        // Of the only write of the day nothing is the sweeps'.
        using var quotas = new SqliteQuotaStore(":memory:");
        var gate = new QuotaGate(quotas, "123456789012", QuotaLimits.Of(QuotaGroup.Read), QuotaLimits.Of(QuotaGroup.Write) with { PerDay = 1, Reserve = 0 }, _rig.Time);
        var lanes = new PartnerCentralLanes(_rig.Client, gate, TimeSpan.FromSeconds(5));
        var worker = new RecordEngine(_rig.Store, _rig.CrmSide, lanes, _rig.Mapping, _rig.Settings, _rig.Time, () => 0.5, NullLogger<RecordEngine>.Instance);
        _rig.Time.Ahead += Quarter;

        await new Reconcile(_rig.Store, lanes, worker, _rig.Settings, _rig.Time, NullLogger<Reconcile>.Instance).Handle(new ScheduledEvent(), _rig.Context);

        Assert.Equal("Of the CRM", _rig.Aws(id)["LifeCycle"]!["NextSteps"]!.GetValue<string>());
        Assert.Equal("\"Of AWS\"", await _rig.Field(id, "AWS_additionalComments__c"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_backfill_would_compare_is_what_it_compares(bool onlyUnlinked)
    {
        var (linked, deleted) = (_rig.AwsHas("Linked"), _rig.AwsHas("Deleted"));
        await _rig.Deliver();
        await _rig.Crm.Delete("Opportunity", deleted, None);
        await _rig.Tick();
        foreach (var title in (string[])["New", "Newer", "Newest"])
            _rig.AwsHas(title);
        _rig.Drain();
        var count = new OpportunityCount(_rig.Client, _rig.Store, onlyUnlinked);
        await count.Run("AWS", """{"Catalog":"AWS"}"""u8.ToArray(), null, None);
        Assert.Equal((5, 1, 1, 3, onlyUnlinked ? 3 : 4), (count.Opportunities, count.Linked, count.Closed, count.Unlinked, count.Compared));
        var key = await Backfill(new Schedule(TimeSpan.Zero, OnlyUnlinked: onlyUnlinked));
        Assert.Equal(count.Compared, Schedule.Read((await _rig.Store.GetWork(key, None))!.Data).Worked);
        Assert.NotNull(await _rig.Crm.Get("Opportunity", linked, None));
    }

    async Task<WorkKey> Backfill(Schedule schedule)
    {
        var key = _rig.Reconcile.Key($"{Schedules.BackfillPrefix}{Guid.NewGuid():N}");
        await _rig.Store.Wake([new Wake(key, Reason.Timer, Lane.Sweep, _rig.Time.GetUtcNow(), schedule.ToJson())], None);
        await _rig.Reconcile.Run(key, _rig.Context, null);
        return key;
    }

    [Fact]
    public async Task What_AWS_changed_on_its_own_side_is_found_by_the_slow_round()
    {
        var id = _rig.AwsHas(status: "Approved");
        _rig.Simulator.Control.Do("edit-summary", new JsonObject { ["id"] = id, ["silent"] = true, ["summary"] = JsonNode.Parse("""{"LifeCycle":{"Stage":"Qualified"}}""") });
        await _rig.Deliver();
        await _rig.Sweep(TimeSpan.Zero);
        Assert.Equal("\"Qualified\"", await _rig.Field(id, "AWS_aWSStage__c"));
        _rig.Simulator.Control.Do("edit-summary", new JsonObject { ["id"] = id, ["silent"] = true, ["summary"] = JsonNode.Parse("""{"LifeCycle":{"Stage":"Committed"}}""") });
        await _rig.Sweep(TimeSpan.FromDays(1));
        Assert.Equal("\"Committed\"", await _rig.Field(id, "AWS_aWSStage__c"));
    }

    [Fact]
    public async Task Invitations_and_leads_without_events_are_recorded_once()
    {
        _rig.Simulator.Control.Do("invite", new JsonObject { ["company"] = "Example Ltd", ["title"] = "Referral" });
        _rig.Simulator.Control.Do("invite-lead", new JsonObject { ["company"] = "Example Ltd" });
        _rig.Drain();
        await _rig.Sweep(TimeSpan.Zero);
        var told = await _rig.Store.ListNotifications("AWS", DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 10, None);
        Assert.Equal(2, told.Count(n => n is { Kind: "Engagement Invitation Created", Role: "Receiver", Found: true }));
        Assert.Equal(2, (await _rig.Store.ListWork("AWS", 100, None)).Count(w => w.AwaitsAnswer));

        await _rig.Sweep(TimeSpan.FromDays(1));
        Assert.Equal(told.Count, (await _rig.Store.ListNotifications("AWS", DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 10, None)).Count);
        foreach (var item in (await _rig.Store.ListWork("AWS", 100, None)).Where(w => w.Key.Kind == WorkKind.Invitation))
            _rig.Simulator.Control.Do("expire", new JsonObject { ["id"] = item.Key.Id });
        _rig.Drain();
        await _rig.Sweep(TimeSpan.FromDays(1));
        Assert.DoesNotContain(await _rig.Store.ListWork("AWS", 100, None), w => w.Key.Kind == WorkKind.Invitation);
    }

    [Fact]
    public async Task A_sweep_that_would_overwrite_too_many_stops_and_asks()
    {
        using var rig = new SyncRig(maxChanges: 2);
        var ids = Enumerable.Range(0, 4).Select(i => rig.AwsHas($"Deal {i}")).ToList();
        await rig.Deliver();
        await rig.Sweep(TimeSpan.Zero);
        foreach (var id in ids)
            rig.AwsEdits(id, """{"LifeCycle":{"NextSteps":"Sign"}}""");
        rig.Drain();
        await rig.Sweep(Quarter);
        var key = rig.Reconcile.Key(Schedules.Opportunities);
        var item = (await rig.Store.GetWork(key, None))!;
        Assert.True(item.Parked);
        Assert.Contains("more than 2", item.Cause, StringComparison.Ordinal);
        var changed = 0;
        foreach (var id in ids)
            changed += await rig.Field(id, "AWS_nextStep__c") == "\"Sign\"" ? 1 : 0;
        Assert.Equal(2, changed);
        Assert.Contains($"error: Schedule {key.Id} stopped and waits for an operator: the run would overwrite more than 2", rig.Told.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sweep_that_has_stopped_is_counted_once()
    {
        using var rig = new SyncRig(maxChanges: 0);
        var id = rig.AwsHas();
        await rig.Deliver();
        await rig.Sweep(TimeSpan.Zero);
        rig.AwsEdits(id, """{"LifeCycle":{"NextSteps":"Sign"}}""");
        rig.Drain();
        // Other tests count at the same time.
        var here = new AsyncLocal<bool> { Value = true };
        var stopped = 0L;
        using var numbers = new MeterListener { InstrumentPublished = (instrument, listener) => { if (instrument.Name == "SchedulesStopped") listener.EnableMeasurementEvents(instrument); } };
        numbers.SetMeasurementEventCallback<long>((_, value, _, _) => stopped += here.Value ? value : 0);
        numbers.Start();
        await rig.Sweep(Quarter);
        await rig.Sweep(Quarter);
        Assert.Equal(1, stopped);
    }

    [Theory]
    [InlineData("AccessDeniedException", false)]
    [InlineData("ThrottlingException", false)]
    [InlineData("ValidationException", true)]
    public async Task A_backfill_stops_for_what_only_another_filter_mends(string code, bool stops)
    {
        _rig.AwsHas();
        _rig.Http.Refuses = operation => operation == "ListOpportunities" ? code : null;
        var item = (await _rig.Store.GetWork(await Backfill(new Schedule(TimeSpan.Zero)), None))!;
        Assert.Equal((stops, stops), (item.Parked, item.Cause!.EndsWith(Reconcile.BeginAnew, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_list_that_lags_hides_nothing_for_long()
    {
        _rig.AwsHas("First");
        _rig.Drain();
        await _rig.Sweep(Quarter);
        _rig.Simulator.Control.Do("settings", new JsonObject { ["listDelaySeconds"] = 60 });
        var late = _rig.AwsHas("Late");
        _rig.Drain();
        await _rig.Sweep(Quarter);
        Assert.Null(await _rig.Crm.Get("Opportunity", late, None));
        _rig.Simulator.Control.Do("clock", new JsonObject { ["advanceSeconds"] = 120 });
        await _rig.Sweep(Quarter);
        Assert.NotNull(await _rig.Crm.Get("Opportunity", late, None));
    }

    [Fact]
    public async Task A_quota_that_is_used_up_is_waited_for()
    {
        _rig.AwsHas();
        _rig.Drain();
        _rig.Simulator.Control.Do("fault", new JsonObject { ["kind"] = "Throttle", ["operation"] = "GetOpportunity" });
        await _rig.Sweep(Quarter);
        var item = (await _rig.Store.GetWork(_rig.Reconcile.Key(Schedules.Opportunities), None))!;
        Assert.Equal((false, 1), (item.Parked, item.Attempts));
        Assert.Null(Schedule.Read(item.Data).Cursor);
        await _rig.Sweep(Quarter);
        Assert.NotNull(Schedule.Read((await _rig.Store.GetWork(_rig.Reconcile.Key(Schedules.Opportunities), None))!.Data).Cursor);
    }
}
