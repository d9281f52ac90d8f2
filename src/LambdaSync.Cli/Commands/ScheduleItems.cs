using LambdaSync.Connections.State;
using LambdaSync.Functions;
using LambdaSync.Functions.Sweeps;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;

namespace LambdaSync.Cli.Commands;

/// <summary>Schedules as a person changes them: under a claim, as every worker does.</summary>
static class ScheduleItems
{
    public static WorkKey Key(string catalog, string name) => WorkKey.Schedule(catalog, name);

    /// <summary>The schedule as it is stored, or as it is at first; null when nothing is called so.</summary>
    public static async Task<(WorkItem? Item, Schedule Schedule)?> Find(DataSource data, WorkKey key, CancellationToken cancellation)
    {
        var item = await data.Store.GetWork(key, cancellation);
        if (item?.Data is { } stored)
            return (item, Schedule.Read(stored));
        return First(key.Id) is { } standing ? (item, standing) : null;
    }

    /// <summary>False: nothing is called so, or it runs just now.</summary>
    public static async Task<bool> Change(DataSource data, WorkKey key, Func<Schedule, Schedule> change, Terminal terminal, CancellationToken cancellation)
    {
        if (await Find(data, key, cancellation) is null)
        {
            await terminal.Error.WriteLineAsync($"error: there is no schedule {key.Id}. Fix: run 'lambdasync schedule list' to see the names.");
            return false;
        }

        var now = TimeProvider.System.GetUtcNow();
        var lease = await Lease.Claim(data.Store, [key], Invocation.Of("schedule", cancellation), TimeProvider.System, evenIfClean: true);
        if (lease.Claims[0] is not { } claim)
        {
            await terminal.Error.WriteLineAsync($"error: {key.Id} is running. Fix: run the command again in a few minutes.");
            return false;
        }

        var changed = change(claim.Data is { } stored ? Schedule.Read(stored) : First(key.Id)!);
        // A finished backfill is not listed. An unfinished one is parked when it is turned off, so that the list shows it.
        var isUnfinished = key.Id.StartsWith(Schedules.BackfillPrefix, StringComparison.Ordinal) && changed.Ended is null;
        WorkNext next = !changed.IsOff ? new WorkNext.Again(now, null, Counts: false, [Reason.Timer]) : isUnfinished ? new WorkNext.Parked("turned off") : WorkNext.Finished;
        await data.Store.Settle([new Settlement { Claim = claim, Data = changed.ToJson(), Next = next }], cancellation);
        return true;
    }

    // As they are before their first run; null: nothing stands under this name.
    static Schedule? First(string name) => SweepList.Standing.TryGetValue(name, out var standing) ? standing : Schedules.OfExchange.Contains(name) ? new Schedule(TimeSpan.FromHours(1)) : null;
}
