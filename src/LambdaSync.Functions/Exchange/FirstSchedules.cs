using Amazon.Lambda.Core;
using LambdaSync.Connections.State;
using LambdaSync.Sync;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions.Exchange;

/// <summary>
/// The beginning of an object's schedule. Releases before had one schedule of a direction for both objects; a stack that comes from one of
/// them keeps its period, whether it is off, and the names of files that it has used.
/// </summary>
static class FirstSchedules
{
    /// <param name="former">The schedule that served both objects.</param>
    /// <param name="missing">Schedules that are not stored yet, as their settings want them.</param>
    /// <param name="givesNames">They give out names of files, as the former one did; otherwise its place is a key of both objects' folders, which is of no use.</param>
    /// <returns>False: another worker has the former schedule, which ends first.</returns>
    public static async Task<bool> Begin(
        ISyncStore store, WorkKey former, IReadOnlyList<(WorkKey Key, Schedule First)> missing, bool givesNames, ILambdaContext context, TimeProvider time)
    {
        var now = time.GetUtcNow();
        if (await store.GetWork(former, CancellationToken.None) is not { Data: not null } item || (missing.Count == 0 && item is { Due: null, Parked: false }))
        {
            if (missing.Count > 0)
                await store.Wake([.. missing.Select(each => WakeOf(each.Key, each.First, now))], CancellationToken.None);
            return true;
        }

        var lease = await Lease.Claim(store, [former], context, time, evenIfClean: true);
        if (lease.Claims[0] is not { } claim)
            return false;
        var ledger = new FileLedger(Schedule.Read(claim.Data));
        if (givesNames && claim.Intent is { } stopped)
            ledger.Resume(stopped);
        var wakes = missing.Select(each =>
        {
            var schedule = each.First.InPlaceOf(ledger.Schedule, givesNames);
            return WakeOf(each.Key, schedule, schedule.IsOff ? now : claim.Due ?? now);
        });
        // One transaction: it is taken over whole, and once.
        return (await store.Settle([new Settlement { Claim = claim, Next = WorkNext.Finished, Wakes = [.. wakes] }], CancellationToken.None))[0] != Settled.Lost;
    }

    static Wake WakeOf(WorkKey key, Schedule schedule, DateTimeOffset due) => new(key, Reason.Timer, Lane.Sweep, due, schedule.ToJson());
}
