using System.Globalization;
using Amazon.Lambda.Core;
using LambdaSync.Connections;
using LambdaSync.Connections.State;
using LambdaSync.Functions.Engine;
using LambdaSync.Functions.Sweeps;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;
using Microsoft.Extensions.Logging;

namespace LambdaSync.Functions;

/// <summary>
/// The day's limit of opportunities that are created at AWS because the CRM changed, through the API or in files. It is that of the schedule for
/// the CRM's changes, which is why these records are created, and the schedule counts them.
/// </summary>
sealed partial class DailyCreations(ISyncStore store, SyncSettings settings, TimeProvider time, ILogger log)
{
    WorkKey Feed => WorkKey.Schedule(settings.Catalog, Schedules.CrmChanges);

    DateTimeOffset Now => time.GetUtcNow();

    /// <summary>What the day's limit leaves.</summary>
    /// <exception cref="ConnectionException">The store is away.</exception>
    public async Task<CreationBudget> Budget()
    {
        var schedule = SweepList.Stored(Feed.Id, (await store.GetWork(Feed, CancellationToken.None))?.Data);
        var most = schedule.MaxChanges ?? settings.MaxChanges;
        return new CreationBudget(Math.Max(0, most - schedule.ChangedToday(Now)), string.Create(
            CultureInfo.InvariantCulture,
            $"{most} new opportunities a day is the limit. Fix: check the new records, then 'lambdasync schedule set {Feed.Id} --max-changes N' raises it"));
    }

    /// <summary>Nothing is claimed for the schedule meanwhile. A worker that is killed before this leaves its last records uncounted.</summary>
    /// <exception cref="ConnectionException">The store is away.</exception>
    public async Task Count(int created, ILambdaContext context)
    {
        if (created == 0)
            return;
        if ((await Lease.Claim(store, [Feed], context, time, evenIfClean: true)).Claims[0] is not { } claim)
        {
            LogUncounted(log, created);
            return;
        }

        var schedule = SweepList.Stored(Feed.Id, claim.Data);
        await store.Settle([new Settlement { Claim = claim, Data = schedule.CountToday(created, Now).ToJson(), Next = claim.AsBefore() }], CancellationToken.None);
    }

    /// <summary>Reports that records wait, once a run.</summary>
    /// <param name="isReported">Whether the run has done so.</param>
    /// <returns>Whether it has now.</returns>
    public bool Report(CreationBudget budget, bool isReported)
    {
        if (!isReported && budget.IsExceeded)
        {
            Telemetry.CreationsHeld();
            LogHeld(log, budget.Cause);
        }

        return isReported || budget.IsExceeded;
    }

    [LoggerMessage(2, LogLevel.Warning, "{Created} new opportunities are not counted against the day's limit: another worker has the schedule")]
    static partial void LogUncounted(ILogger log, int created);

    [LoggerMessage(3, LogLevel.Error, "Records wait because {Cause}")]
    static partial void LogHeld(ILogger log, string cause);
}
