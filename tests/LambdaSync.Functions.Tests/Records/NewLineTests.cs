using Amazon.Lambda.CloudWatchEvents.ScheduledEvents;
using LambdaSync.Cli;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Functions.Engine;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>A line is added to the mapping after a record was synced: neither side is overwritten unless its owner says so.</summary>
[Trait("Row", "A18")]
public sealed class NewLineTests : IDisposable
{
    const string City = "AWS_city__c";

    SyncRig? _rig;

    // The handlers with the line in their mapping.
    PartnerEvents? _events;
    Outbound? _outbound;
    Reconcile? _reconcile;

    static CancellationToken None => TestContext.Current.CancellationToken;

    public void Dispose() => _rig?.Dispose();

    [Theory]
    [InlineData(Owner.Aws, "Seattle", "Seattle", Outcome.Updated)]
    [InlineData(Owner.Crm, "Portland", "Portland", Outcome.Updated)]
    [InlineData(Owner.None, "Seattle", "Portland", Outcome.Skipped)]
    public async Task A_refresh_asks_the_lines_owner(Owner owner, string aws, string crm, Outcome outcome)
    {
        var (id, rig) = await Added(owner);
        await rig.Store.Wake([new Wake(new WorkKey("AWS", WorkKind.Opportunity, id), Reason.Refresh, Lane.Person, rig.Time.GetUtcNow())], None);
        await Tick();
        Assert.Equal((aws, $"\"{crm}\""), (CityAtAws(id), await rig.Field(id, City)));
        var log = await rig.Log(id);
        // The comparison has an entry of its own where a call follows it.
        Assert.Contains(outcome, log.Take(2).Select(entry => entry.Outcome));
        Assert.Contains(log.Take(2).SelectMany(entry => entry.Issues), i => i is { Code: IssueCodes.NoOwner, Field: City });

        // It is told once, and the other lines go on.
        rig.Forget();
        rig.AwsEdits(id, """{"LifeCycle":{"NextSteps":"Sign"}}""");
        await Deliver();
        Assert.Equal((aws, $"\"{crm}\"", "\"Sign\""), (CityAtAws(id), await rig.Field(id, City), await rig.Field(id, "AWS_nextStep__c")));
        Assert.DoesNotContain((await rig.Log(id))[0].Issues, i => i.Code == IssueCodes.NoOwner);
        Assert.DoesNotContain("UpdateOpportunity", rig.Http.Operations);
    }

    /// <summary>A person edits another field of the record: AWS is read for that edit.</summary>
    [Theory]
    [InlineData(Owner.Aws, "Seattle", "Seattle")]
    [InlineData(Owner.Crm, "Portland", "Portland")]
    [InlineData(Owner.None, "Seattle", "Portland")]
    public async Task An_edit_of_another_field_sends_no_value_that_nobody_edited(Owner owner, string aws, string crm)
    {
        var (id, rig) = await Added(owner);
        await rig.Edit(id, """{"AWS_nextStep__c":"Sign"}""");
        await Tick();
        Assert.Equal((aws, $"\"{crm}\""), (CityAtAws(id), await rig.Field(id, City)));
        Assert.Equal("Sign", rig.Aws(id)["LifeCycle"]!["NextSteps"]!.GetValue<string>());
        Assert.Contains((await rig.Log(id)).Take(2).SelectMany(entry => entry.Issues), i => i is { Code: IssueCodes.NoOwner, Field: City });

        await rig.Edit(id, $$"""{"{{City}}":"Salem"}""");
        await Tick();
        Assert.Equal("Salem", CityAtAws(id));
    }

    /// <summary>The CRM owns the field, so AWS's value is to be replaced: a backfill that may overwrite one record less stops and asks.</summary>
    [Fact]
    public async Task A_backfill_counts_the_values_that_it_would_overwrite_at_AWS()
    {
        var (id, rig) = await Added(Owner.Crm);
        var key = rig.Reconcile.Key(Schedules.BackfillPrefix + "line");
        await rig.Store.Wake([new Wake(key, Reason.Timer, Lane.Sweep, rig.Time.GetUtcNow(), new Schedule(TimeSpan.Zero, MaxChanges: 0).ToJson())], None);
        await _reconcile!.Run(key, rig.Context, null);
        Assert.Equal("Seattle", CityAtAws(id));
        Assert.Contains("would overwrite more than 0", (await rig.Store.GetWork(key, None))!.Cause, StringComparison.Ordinal);
        Assert.Null((await rig.Work(id))?.Due);

        var allowed = Schedule.Read((await rig.Store.GetWork(key, None))!.Data) with { MaxChanges = 1 };
        var again = rig.Reconcile.Key(Schedules.BackfillPrefix + "allowed");
        await rig.Store.Wake([new Wake(again, Reason.Timer, Lane.Sweep, rig.Time.GetUtcNow(), allowed.ToJson())], None);
        await _reconcile.Run(again, rig.Context, null);
        Assert.Equal("Portland", CityAtAws(id));
        Assert.Equal(1, Schedule.Read((await rig.Store.GetWork(again, None))!.Data).Changed);
    }

    [Fact]
    public async Task An_event_that_brings_nothing_new_finds_the_field_too()
    {
        var (id, rig) = await Added(Owner.Aws);
        await rig.Store.Wake([new Wake(new WorkKey("AWS", WorkKind.Opportunity, id), Reason.Event, Lane.Edit, rig.Time.GetUtcNow())], None);
        await Tick();
        Assert.Equal("\"Seattle\"", await rig.Field(id, City));
    }

    [Fact]
    public async Task An_edit_that_no_operation_sends_is_told_once_and_asks_nothing_of_AWS()
    {
        var rig = _rig = new SyncRig();
        var id = rig.AwsHas();
        await rig.Deliver();
        await rig.Tick();
        var before = (await rig.Log(id)).Count;
        rig.Forget();
        await rig.Edit(id, """{"AWS_primaryContactTitle__c":"CTO","AWS_partnerAcceptanceStatus__c":"Accepted"}""");
        await rig.Tick();
        Assert.Empty(rig.Http.Operations);
        var log = await rig.Log(id);
        Assert.Equal((before + 1, Outcome.Skipped), (log.Count, log[0].Outcome));
        Assert.Equal(
            [(IssueCodes.NotSent, "AWS_partnerAcceptanceStatus__c"), (IssueCodes.NotSent, "AWS_primaryContactTitle__c")],
            log[0].Issues.Select(i => (i.Code, i.Field!)).Order());
        Assert.Equal(("\"Draft\"", "false"), (await rig.Field(id, "AWS_Sync_Status__c"), await rig.Field(id, "AWS_Has_Updates__c") ?? "false"));
        Assert.Null((await rig.Work(id))?.Due);

        // A neighbour's edit is sent; what stays is neither told again nor taken away by what AWS changes.
        await rig.Edit(id, """{"AWS_nextStep__c":"Sign"}""");
        await rig.Tick();
        rig.AwsEdits(id, """{"Customer":{"Account":{"Address":{"City":"Portland"}}}}""");
        await rig.Deliver();
        Assert.Equal("Sign", rig.Aws(id)["LifeCycle"]!["NextSteps"]!.GetValue<string>());
        Assert.Equal(("\"CTO\"", "\"Portland\""), (await rig.Field(id, "AWS_primaryContactTitle__c"), await rig.Field(id, City)));
        Assert.DoesNotContain((await rig.Log(id)).Take((await rig.Log(id)).Count - before - 1), d => d.Issues.Any(i => i.Code == IssueCodes.NotSent));
    }

    // In sync without the city, which differs; then its line is there.
    async Task<(string Id, SyncRig Rig)> Added(Owner owner)
    {
        var whole = SyncRig.BuiltIn();
        MappingDocument With(bool city) => whole with
        {
            Opportunity = whole.Opportunity! with
            {
                Owner = Owner.None,
                Fields = [.. whole.Opportunity!.Fields.Where(f => city || f.Crm != City).Select(f => f.Crm == City ? f with { Owner = owner } : f)],
            },
        };
        var rig = _rig = new SyncRig(With(city: false));
        var id = rig.AwsHas();
        await rig.Deliver();
        await rig.Edit(id, $$"""{"{{City}}":"Portland"}""");
        await rig.Tick();
        Assert.Equal(("Seattle", "\"Portland\""), (CityAtAws(id), await rig.Field(id, City)));
        var lanes = new PartnerCentralLanes(rig.Client, null, TimeSpan.Zero);
        var worker = new RecordEngine(rig.Store, rig.CrmSide, lanes, With(city: true), rig.Settings, rig.Time, () => 0.5, new ErrorLog<RecordEngine>(rig.Told));
        _events = new PartnerEvents(rig.Store, worker, rig.Settings, rig.Time, new ErrorLog<PartnerEvents>(rig.Told));
        _outbound = new Outbound(rig.Store, rig.CrmSide, worker, With(city: true), rig.Settings, rig.Time, new ErrorLog<Outbound>(rig.Told));
        _reconcile = new Reconcile(rig.Store, lanes, worker, rig.Settings, rig.Time, new ErrorLog<Reconcile>(rig.Told));
        return (id, rig);
    }

    async Task Deliver() => await _events!.Handle(_rig!.Drain(), _rig.Context);

    async Task Tick()
    {
        _rig!.Time.Ahead += TimeSpan.FromMinutes(5);
        await _outbound!.Handle(new ScheduledEvent(), _rig.Context);
    }

    string CityAtAws(string id) => _rig!.Aws(id)["Customer"]!["Account"]!["Address"]!["City"]!.GetValue<string>();
}
