using System.Text.Json.Nodes;
using Amazon.Lambda.CloudWatchEvents.ScheduledEvents;
using Amazon.Lambda.TestUtilities;
using LambdaSync.Sync;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>An invocation is too short for a page, or one schedule breaks.</summary>
[Trait("Row", "A15")]
[Trait("Row", "A16")]
public sealed class SweepTimeTests : IDisposable
{
    const int Deals = 60;

    readonly SyncRig _rig = new();

    static CancellationToken None => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData(Schedules.Opportunities)]
    [InlineData(Schedules.BackfillPrefix + "slow")]
    public async Task A_page_that_takes_longer_than_an_invocation_is_done_in_parts(string name)
    {
        for (var i = 0; i < Deals; i++)
            _rig.AwsHas($"Deal {i}");
        _rig.Drain();
        var key = _rig.Reconcile.Key(name);
        await _rig.Store.Wake([new Wake(key, Reason.Timer, Lane.Sweep, _rig.Time.GetUtcNow(), new Schedule(TimeSpan.FromMinutes(15)).ToJson())], None);
        for (var invocation = 0; invocation < 20 && await Ended(key) is null; invocation++)
        {
            // Two seconds a call: 25 calls, so 12 records, an invocation.
            await _rig.Reconcile.Run(key, Short(TimeSpan.FromMinutes(1)), null);
            _rig.Time.Ahead += TimeSpan.FromMinutes(5);
        }

        Assert.NotNull(await Ended(key));
        Assert.Equal(Deals, (await _rig.Crm.List("Opportunity", 1000, null, None)).Count);
        Assert.Equal(0, (await _rig.Store.GetWork(key, None))!.Attempts);
    }

    [Fact]
    public async Task A_schedule_that_breaks_stops_no_other_one_and_is_told()
    {
        var id = _rig.AwsHas();
        _rig.Drain();
        var broken = _rig.Reconcile.Key(Schedules.BackfillPrefix + "broken");
        // Longest due, so it is the first.
        await _rig.Store.Wake([new Wake(broken, Reason.Timer, Lane.Sweep, _rig.Time.GetUtcNow().AddDays(-1), "[]"u8.ToArray())], None);
        await Assert.ThrowsAnyAsync<Exception>(() => _rig.Reconcile.Handle(new ScheduledEvent(), _rig.Context));
        Assert.NotNull(await _rig.Crm.Get("Opportunity", id, None));
        var item = (await _rig.Store.GetWork(broken, None))!;
        Assert.Equal((null, 1, "[]"), (item.Owner, item.Attempts, System.Text.Encoding.UTF8.GetString(item.Data!)));
        Assert.StartsWith("JsonException", item.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_invitation_that_was_looked_at_before_AWS_throttled_is_told_of()
    {
        foreach (var title in (string[])["First", "Second"])
            _rig.Simulator.Control.Do("invite", new JsonObject { ["company"] = "Example Ltd", ["title"] = title });
        _rig.Drain();
        _rig.Http.Loses = operation =>
        {
            if (operation == "GetEngagementInvitation" && _rig.Http.Operations.Count(o => o == operation) == 1)
                _rig.Simulator.Control.Do("fault", new JsonObject { ["kind"] = "Throttle", ["operation"] = operation });
            return false;
        };
        await _rig.Sweep(TimeSpan.Zero);
        await _rig.Sweep(TimeSpan.FromMinutes(15));
        var told = await _rig.Store.ListNotifications("AWS", DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 10, None);
        // What the interrupted sweep gave back is as it was before: the next one looks at both again.
        Assert.Equal(4, _rig.Http.Operations.Count(o => o == "GetEngagementInvitation"));
        Assert.Equal(2, told.Count(n => n.Kind == "Engagement Invitation Created"));
    }

    TestLambdaContext Short(TimeSpan time)
    {
        var context = _rig.Context;
        context.RemainingTime = time;
        _rig.Http.Loses = _ =>
        {
            context.RemainingTime -= TimeSpan.FromSeconds(2);
            return false;
        };
        return context;
    }

    async Task<DateTimeOffset?> Ended(WorkKey key) => Schedule.Read((await _rig.Store.GetWork(key, None))!.Data).Ended;
}
