using System.Runtime.ExceptionServices;
using Amazon.Lambda.CloudWatchEvents.ScheduledEvents;
using Amazon.Lambda.Core;
using LambdaSync.Connections;
using LambdaSync.Connections.Aws;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Connections.State;
using LambdaSync.Fields;
using LambdaSync.Functions.Engine;
using LambdaSync.Functions.Sweeps;
using LambdaSync.Sync;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;
using Microsoft.Extensions.Logging;

namespace LambdaSync.Functions;

/// <summary>The tick: sweeps and backfills that are due (rows A15, A16).</summary>
/// <remarks>Each runs page by page. It reconciles the records of a page first and then moves the cursor past them.</remarks>
public sealed partial class Reconcile(
    ISyncStore store, PartnerCentralLanes aws, RecordEngine records, SyncSettings settings, TimeProvider time, ILogger<Reconcile> log)
{
    /// <summary>The end of a cause after which a backfill can't go on.</summary>
    public const string BeginAnew = "Fix: correct the filter and start a new backfill";

    const string InFiles = "opportunities travel in files, so the API is not asked for them";

    const int MaxSchedules = 100;

    static readonly TimeSpan AfterUnexpected = TimeSpan.FromHours(1), Look = TimeSpan.FromSeconds(1);

    bool _hasStanding;
    ExceptionDispatchInfo? _unexpected;

    DateTimeOffset Now => time.GetUtcNow();

    public async Task Handle(ScheduledEvent tick, ILambdaContext context)
    {
        await MakeStanding();
        if (await Pause.Cause(store, settings.Catalog, CancellationToken.None) is { } cause)
        {
            LogPaused(log, cause);
            return;
        }

        foreach (var key in await store.Due(settings.Catalog, WorkGroup.Schedules, Now, MaxSchedules, CancellationToken.None))
        {
            // Outbound works on the CRM's changes.
            if (SweepList.Find(key.Id) is not null)
                await Run(key, context, null);
        }

        // The others had their turn; the invocation fails, so that the alarm tells.
        var unexpected = _unexpected;
        _unexpected = null;
        unexpected?.Throw();
    }

    // They never go again, so a process looks once.
    async Task MakeStanding()
    {
        if (_hasStanding)
            return;
        foreach (var (name, schedule) in SweepList.Standing)
        {
            if (await store.GetWork(Key(name), CancellationToken.None) is null)
                await store.Wake([new Wake(Key(name), Reason.Timer, Lane.Sweep, Now, schedule.ToJson())], CancellationToken.None);
        }

        _hasStanding = true;
    }

    public WorkKey Key(string name) => WorkKey.Schedule(settings.Catalog, name);

    /// <summary>Works on one schedule as long as it is due and there is time.</summary>
    /// <param name="key">A sweep's or a backfill's.</param>
    /// <param name="progress">Called after each page.</param>
    /// <param name="patience">How long it waits for AWS's quota, with nothing claimed; longer, and it is left due.</param>
    public async Task Run(WorkKey key, ILambdaContext context, Action<Schedule>? progress, TimeSpan patience = default)
    {
        var sweep = SweepList.Find(key.Id) ?? throw new ArgumentException($"no sweep works on schedule {key.Id}", nameof(key));
        string? token = null;
        for (var isFirst = true; HasTime(context); isFirst = false)
        {
            var lease = await Lease.Claim(store, [key], context, time);
            if (lease.Claims[0] is not { } claim)
                return;
            if (await Guarded(sweep, claim, token, isFirst, context, lease) is not { } end)
                return;
            var settled = (await store.Settle([new Settlement { Claim = claim, Data = end.Schedule.ToJson(), Next = end.Next }], CancellationToken.None))[0];
            // If a command runs the schedule, the command reports the stop.
            if (end.Next is WorkNext.Parked stopped && settled == Settled.Stored && progress is null)
                Tell(key, stopped);
            progress?.Invoke(end.Schedule);
            token = end.NextToken;
            if (end.Next is not WorkNext.Again again)
                return;
            if (again.Due > Now && !(end.WaitsForQuota && again.Due - Now <= patience))
                return;
            // Somebody may end the verb meanwhile.
            while (again.Due > Now && HasTime(context))
                await Task.Delay(Shorter(again.Due - Now, Look), time, CancellationToken.None);
        }
    }

    static bool HasTime(ILambdaContext context) => context.RemainingTime > 2 * RecordEngine.Reserve;

    static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    void Tell(WorkKey key, WorkNext.Parked stopped)
    {
        Telemetry.ScheduleStopped();
        LogStopped(log, key.Id, stopped.Cause);
    }

    // The outermost catch: an unexpected error does not stop the other schedules. Its message may quote a record, so the item stores only its type.
    async Task<SweepStep?> Guarded(ISweep sweep, Claimed claim, string? token, bool isFirst, ILambdaContext context, Lease lease)
    {
        try
        {
            var schedule = SweepList.Stored(claim.Key.Id, claim.Data);
            return schedule.IsOff ? new SweepStep(schedule, WorkNext.Finished) : await Step(sweep, schedule, claim, token, isFirst, context, lease);
        }
        catch (Exception unexpected) when (unexpected is not OutOfMemoryException)
        {
            LogUnexpected(log, unexpected, claim.Key.Id);
            _unexpected ??= ExceptionDispatchInfo.Capture(unexpected);
            var again = new WorkNext.Again(Now + AfterUnexpected, $"{unexpected.GetType().Name}; see the function's log", Counts: true);
            await store.Settle([new Settlement { Claim = claim, Next = again }], CancellationToken.None);
            return null;
        }
    }

    // A standing schedule never stops for good: what goes wrong is tried again, at the latest when its turn comes.
    async Task<SweepStep> Step(ISweep sweep, Schedule schedule, Claimed claim, string? token, bool isFirst, ILambdaContext context, Lease lease)
    {
        if (sweep.ListsOpportunities && settings.Transports.InFiles(AceObject.Opportunity))
            return new SweepStep(schedule, schedule.Every > TimeSpan.Zero ? new WorkNext.Again(schedule.NextAfter(Now), InFiles, Counts: false, IsNew: true) : new WorkNext.Parked(InFiles));
        var progress = new SweepProgress(schedule);
        try
        {
            var parts = new SweepParts(store, aws[Lane.Sweep], records, settings, new SweepLog(log));
            return await sweep.Step(new SweepRun(parts, claim.Key.Id, progress, token, Now, context, lease));
        }
        catch (QuotaUsedUpException used)
        {
            return new SweepStep(progress.Schedule, new WorkNext.Again(used.Opens, used.Message, Counts: false), WaitsForQuota: true);
        }
        catch (ConnectionException) when (context.RemainingTime < RecordEngine.Reserve)
        {
            // No failure: the next invocation continues. A step that started late does not show how much work fits into one invocation.
            return new SweepStep(isFirst ? progress.WithSmallerBatches : progress.Schedule, new WorkNext.Again(Now, null, Counts: false));
        }
        catch (Exception failed) when (failed is AwsServiceException or ConnectionException or RequestHeldException)
        {
            LogFailed(log, failed, claim.Key.Id);
            Telemetry.CallFailed(failed);
            var turn = Now + (schedule.Every > TimeSpan.Zero ? schedule.Every : Schedule.Longest);
            var again = settings.Outage.Next(claim.Attempts + 1, Now, Now, 0.5) is Retry.At at && at.Time < turn ? at.Time : turn;
            return new SweepStep(progress.Schedule, new WorkNext.Again(again, failed.Message, Counts: true));
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Schedule {Name} was interrupted and will be retried")]
    static partial void LogFailed(ILogger log, Exception failed, string name);

    [LoggerMessage(2, LogLevel.Error, "Unexpected error while running schedule {Name}")]
    static partial void LogUnexpected(ILogger log, Exception unexpected, string name);

    [LoggerMessage(3, LogLevel.Error, "Schedule {Name} stopped and waits for an operator: {Cause}")]
    static partial void LogStopped(ILogger log, string name, string cause);

    [LoggerMessage(4, LogLevel.Warning, "Sweeps and backfills wait: {Cause}")]
    static partial void LogPaused(ILogger log, string cause);
}
