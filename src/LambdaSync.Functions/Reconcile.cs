using Amazon.Lambda.CloudWatchEvents.ScheduledEvents;
using Amazon.Lambda.Core;
using LambdaSync.Connections;
using LambdaSync.Connections.Aws;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Connections.State;
using LambdaSync.Functions.Records;
using LambdaSync.Functions.Sweeps;
using LambdaSync.Sync;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;
using Microsoft.Extensions.Logging;

namespace LambdaSync.Functions;

/// <summary>The tick: sweeps and backfills that are due (rows A15, A16).</summary>
/// <remarks>Each goes on page by page. A page's records are worked on first, then the cursor moves behind them.</remarks>
public sealed partial class Reconcile(
    ISyncStore store, PartnerCentralLanes aws, RecordWorker records, SyncSettings settings, TimeProvider time, ILogger<Reconcile> log)
{
    const int MostSchedules = 100;

    DateTimeOffset Now => time.GetUtcNow();

    public async Task Handle(ScheduledEvent tick, ILambdaContext context)
    {
        foreach (var (name, schedule) in Schedules.Standing)
        {
            if (await store.GetWork(Key(name), CancellationToken.None) is null)
                await store.Wake([new Wake(Key(name), Reason.Timer, Lane.Sweep, Now, schedule.ToJson())], CancellationToken.None);
        }

        foreach (var key in await store.Due(settings.Catalog, WorkGroup.Schedules, Now, MostSchedules, CancellationToken.None))
        {
            if (key.Id != Schedules.CrmChanges)
                await Run(key, context, null);
        }
    }

    public WorkKey Key(string name) => new(settings.Catalog, WorkKind.Schedule, name);

    /// <summary>Works on one schedule as long as it is due and there is time.</summary>
    /// <param name="progress">Called after each page.</param>
    public async Task Run(WorkKey key, ILambdaContext context, Action<Schedule>? progress)
    {
        string? token = null;
        while (context.RemainingTime > 2 * RecordBatch.Reserve)
        {
            var terms = new ClaimTerms(context.AwsRequestId, Now, Now + context.RemainingTime + SyncSettings.ClaimMargin);
            if ((await store.Claim([key], terms, CancellationToken.None))[0] is not { } claim)
                return;
            var schedule = claim.Data is { } data ? Schedule.Read(data) : Schedules.Standing[key.Id];
            var end = schedule.IsOff ? new SweepStep(schedule, WorkNext.Finished, null) : await Step(key, schedule, claim, token, context);
            await store.Settle([new Settlement { Claim = claim, Data = end.Schedule.ToJson(), Next = end.Next }], CancellationToken.None);
            progress?.Invoke(end.Schedule);
            token = end.NextToken;
            if (end.Next is not WorkNext.Again again || again.Due > Now)
                return;
        }
    }

    // A standing schedule never stops for good: what goes wrong is tried again, at the latest when its turn comes.
    async Task<SweepStep> Step(WorkKey key, Schedule schedule, Claimed claim, string? token, ILambdaContext context)
    {
        try
        {
            return await new Sweep(store, aws[Lane.Sweep], records, settings, Now, context).Step(key.Id, schedule, token);
        }
        catch (QuotaUsedUpException used)
        {
            return new SweepStep(schedule, new WorkNext.Again(used.Opens, used.Message, Counts: false), null);
        }
        catch (Exception failed) when (failed is AwsServiceException or ConnectionException or RequestHeldException)
        {
            LogFailed(log, failed, key.Id);
            var turn = Now + (schedule.Every > TimeSpan.Zero ? schedule.Every : Schedule.Longest);
            var again = settings.Outage.Next(claim.Attempts + 1, Now, Now, 0.5) is Retry.At at && at.Time < turn ? at.Time : turn;
            return new SweepStep(schedule, new WorkNext.Again(again, failed.Message, Counts: true), null);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "schedule {Name} stopped; it goes on later")]
    static partial void LogFailed(ILogger log, Exception failed, string name);
}
