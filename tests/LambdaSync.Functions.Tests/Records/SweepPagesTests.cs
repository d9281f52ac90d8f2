using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LambdaSync.Sync;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>Lists of several pages: whatever changes meanwhile, no record between two pages is left out.</summary>
[Trait("Row", "A16")]
public sealed partial class SweepPagesTests : IDisposable
{
    const int Page = 10;

    readonly SyncRig _rig = new(maxChanges: 1000, listPage: Page);

    static CancellationToken None => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_sweep_and_a_backfill_see_every_page()
    {
        var ids = Made(45);
        await _rig.Sweep(TimeSpan.Zero);
        Assert.Equal(45, await _rig.Count());
        foreach (var id in ids)
            Edit(id, "Swept");
        await _rig.Sweep(TimeSpan.FromMinutes(15));
        await AllShow(ids, "Swept");
        foreach (var id in ids)
            Edit(id, "Filled");
        Assert.Equal(45, (await Backfill()).Seen);
        await AllShow(ids, "Filled");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_moves_to_the_end_meanwhile_hides_no_other(bool backfill)
    {
        var ids = Made(35);
        if (!backfill)
            await _rig.Sweep(TimeSpan.Zero);
        foreach (var id in ids)
            Edit(id, "First");
        // Somebody changes the first of each page once it was listed.
        var left = new Queue<string>(ids.Where((_, i) => i % Page == 0));
        _rig.Http.Loses = operation =>
        {
            if (operation == "ListOpportunities" && left.TryDequeue(out var id))
                Edit(id, "First");
            return false;
        };
        if (backfill)
            await Backfill();
        else
            await _rig.Sweep(TimeSpan.FromMinutes(15));
        await AllShow(ids, "First");
    }

    [Fact]
    public async Task Many_of_one_date_are_all_seen()
    {
        var ids = Made(45);
        _rig.Http.Changes = body => ModifiedDate().Replace(body, "\"LastModifiedDate\":\"2026-01-01T00:00:00.000Z\"");
        await _rig.Sweep(TimeSpan.Zero);
        Assert.Equal(45, await _rig.Count());
        await Backfill();
        Assert.Equal(45, ids.Count);
    }

    [Fact]
    public async Task A_sweep_that_sees_nothing_newer_stays_where_it_was()
    {
        Made(3);
        await _rig.Sweep(TimeSpan.Zero);
        var cursor = await Cursor();
        await _rig.Sweep(TimeSpan.FromMinutes(15));
        await _rig.Sweep(TimeSpan.FromMinutes(15));
        Assert.Equal(cursor, await Cursor());
    }

    // The page before an outage did not show a change yet, and what is listed after the outage is newer than the overlap.
    [Fact]
    public async Task What_a_list_hid_before_an_outage_is_found_after_it()
    {
        using var rig = new SyncRig(listPage: 1);
        rig.AwsHas("First");
        var late = rig.AwsHas("Late");
        var (shown, refused) = (rig.AwsHas("Shown"), rig.AwsHas("Refused"));
        rig.Drain();
        rig.Simulator.Control.Do("settings", new JsonObject { ["listDelaySeconds"] = 300, ["listDelayEvery"] = int.Parse(late[1..], CultureInfo.InvariantCulture) });
        rig.Http.Refuses = operation => operation == "GetOpportunity" && rig.Http.Operations.Count(o => o == operation) > 2 ? "InternalServerException" : null;
        await rig.Sweep(TimeSpan.Zero);
        Assert.Equal((true, true, true), (await IsThere(shown), !await IsThere(late), !await IsThere(refused)));

        rig.Http.Refuses = _ => null;
        Pass(TimeSpan.FromMinutes(30));
        rig.AwsEdits(shown, """{"LifeCycle":{"NextSteps":"Sign"}}""");
        rig.Drain();
        await rig.Sweep(TimeSpan.Zero);
        Pass(TimeSpan.FromMinutes(15));
        await rig.Sweep(TimeSpan.Zero);
        Assert.True(await IsThere(refused));
        Assert.True(await IsThere(late));

        void Pass(TimeSpan time)
        {
            rig.Simulator.Control.Do("clock", new JsonObject { ["advanceSeconds"] = time.TotalSeconds });
            rig.Time.Ahead += time;
        }

        async Task<bool> IsThere(string id) => await rig.Crm.Get("Opportunity", id, None) is not null;
    }

    List<string> Made(int count)
    {
        var ids = Enumerable.Range(0, count).Select(i => Later(() => _rig.AwsHas($"Deal {i}"))).ToList();
        _rig.Drain();
        return ids;
    }

    void Edit(string id, string nextSteps)
    {
        Later(() =>
        {
            _rig.AwsEdits(id, new JsonObject { ["LifeCycle"] = new JsonObject { ["NextSteps"] = nextSteps } }.ToJsonString());
            return id;
        });
        _rig.Drain();
    }

    // Further apart than a sweep's overlap is long, so that a page's end is behind it.
    string Later(Func<string> act)
    {
        _rig.Simulator.Control.Do("clock", new JsonObject { ["advanceSeconds"] = 120 });
        return act();
    }

    async Task AllShow(List<string> ids, string nextSteps)
    {
        foreach (var id in ids)
            Assert.Equal($"\"{nextSteps}\"", await _rig.Field(id, "AWS_nextStep__c"));
    }

    async Task<Schedule> Backfill()
    {
        var key = _rig.Reconcile.Key($"{Schedules.BackfillPrefix}{Guid.NewGuid():N}");
        await _rig.Store.Wake([new Wake(key, Reason.Timer, Lane.Sweep, _rig.Time.GetUtcNow(), new Schedule(TimeSpan.Zero).ToJson())], None);
        await _rig.Reconcile.Run(key, _rig.Context, null);
        var end = Schedule.Read((await _rig.Store.GetWork(key, None))!.Data);
        Assert.NotNull(end.Ended);
        return end;
    }

    async Task<string?> Cursor() => Schedule.Read((await _rig.Store.GetWork(_rig.Reconcile.Key(Schedules.Opportunities), None))!.Data).Cursor;

    [GeneratedRegex("\"LastModifiedDate\":\"[^\"]+\"")]
    private static partial Regex ModifiedDate();
}
