using LambdaSync.Connections.State;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>Changes in the CRM create at most <c>maxChanges</c> opportunities a day.</summary>
[Trait("Row", "A14")]
public sealed class CreationLimitTests : IDisposable
{
    readonly SyncRig _rig = new(maxChanges: 2);

    static CancellationToken None => TestContext.Current.CancellationToken;

    int Created => _rig.Http.Operations.Count(o => o == "CreateOpportunity");

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task What_is_over_the_limit_waits_for_the_next_day()
    {
        _rig.Time.Stopped = new DateTimeOffset(2026, 6, 1, 9, 0, 0, TimeSpan.Zero);
        await Make(3);
        await _rig.Tick();

        Assert.Equal(2, Created);
        var waits = Assert.Single(await Waiting());
        Assert.Contains("2 new opportunities a day is the limit", waits.Cause, StringComparison.Ordinal);
        Assert.Contains("schedule set crm-changes --max-changes N", waits.Cause, StringComparison.Ordinal);
        Assert.Contains("2 new opportunities a day", _rig.Told.ToString(), StringComparison.Ordinal);

        await Make(1);
        await After(TimeSpan.FromHours(2));
        Assert.Equal(2, Created);
        Assert.Equal(2, (await Waiting()).Count);

        await After(TimeSpan.FromHours(15));
        Assert.Equal(4, Created);
        Assert.Empty(await Waiting());
    }

    [Fact]
    public async Task An_operator_raises_the_limit()
    {
        await Make(3);
        await _rig.Tick();
        var key = WorkKey.Schedule("AWS", Schedules.CrmChanges);
        var stored = Schedule.Read((await _rig.Store.GetWork(key, None))!.Data!);
        Assert.Equal(2, stored.Changed);
        // As 'schedule set' does.
        var claim = (await Lease.Claim(_rig.Store, [key], _rig.Context, _rig.Time, evenIfClean: true)).Claims[0]!;
        await _rig.Store.Settle([new Settlement { Claim = claim, Data = (stored with { MaxChanges = 3 }).ToJson(), Next = new WorkNext.Again(_rig.Time.GetUtcNow(), null, Counts: false, [Reason.Timer]) }], None);

        await After(TimeSpan.FromHours(2));

        Assert.Equal(3, Created);
    }

    [Fact]
    public async Task What_a_person_asks_for_is_not_limited()
    {
        await Make(3);
        await _rig.Tick();
        var waiting = Assert.Single(await Waiting()).Key;
        await _rig.Store.Wake([new Wake(waiting, Reason.Refresh, Sync.Lane.Person, _rig.Time.GetUtcNow())], None);
        await _rig.Worker.Work([waiting], [], _rig.Context);
        Assert.Equal(3, Created);
    }

    async Task Make(int records)
    {
        for (var i = 0; i < records; i++)
            await _rig.NewInCrm("""{"Name":"Deal"}""");
    }

    Task After(TimeSpan time)
    {
        _rig.Time.Ahead += time;
        return _rig.Tick();
    }

    async Task<List<WorkItem>> Waiting() => [.. (await _rig.Store.ListWork("AWS", 100, None)).Where(w => w.Key.Kind == WorkKind.CrmRecord)];
}
