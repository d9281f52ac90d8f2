using System.Runtime.ExceptionServices;
using System.Text.Json;
using Amazon.Lambda.CloudWatchEvents.ScheduledEvents;
using Amazon.Lambda.Core;
using Amazon.Lambda.S3Events;
using Amazon.Lambda.SQSEvents;
using LambdaSync.Connections;
using LambdaSync.Connections.Queues;
using LambdaSync.Connections.State;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Microsoft.Extensions.Logging;

namespace LambdaSync.Functions;

/// <summary>The tick: dead letters and stuck files are tried again, with back-off and cut-off (rows G5, D2).</summary>
/// <remarks>
/// Dead letters become work items, because a queue deletes what is two weeks old and can't be looked into. Each is stored before it is
/// deleted, under an id of its own, so one that comes twice is one. What is given up is parked: an operator sends it again.
/// </remarks>
/// <param name="handlers">By the name of the queue that they work off. They renew the message's lease together with their own.</param>
/// <param name="files">Takes a stuck file's notification and throws when it could not be finished; it renews the file's lease too.</param>
/// <param name="random">From 0 to 1: spreads retries.</param>
public sealed partial class Replay(
    ISyncStore store, IReadOnlyList<IDeadLetters> deadLetters,
    IReadOnlyDictionary<string, Func<SQSEvent, ILambdaContext, Lease, Task<SQSBatchResponse>>> handlers, Func<S3Event, ILambdaContext, Lease, Task> files,
    SyncSettings settings, TimeProvider time, Func<double> random, ILogger<Replay> log)
{
    /// <summary>Nothing new is begun when less than this is left of the invocation.</summary>
    static readonly TimeSpan Reserve = TimeSpan.FromSeconds(30);

    /// <summary>A job that began earlier is left alone.</summary>
    static readonly TimeSpan LookBack = TimeSpan.FromDays(30);

    // SQS gives ten at once.
    const int MaxLetters = 10, MaxJobs = 1000, MaxDue = 50;

    readonly CancellationToken _none = CancellationToken.None;

    DateTimeOffset Now => time.GetUtcNow();

    /// <exception cref="ConnectionException">The store is away, or a dead-letter queue; everything else was done.</exception>
    public async Task Handle(ScheduledEvent tick, ILambdaContext context)
    {
        var failed = await Move(context);
        await Resume();
        await WorkOff(context);
        failed?.Throw();
    }

    // An unreachable queue does not stop the others. The handler throws its error at the end.
    async Task<ExceptionDispatchInfo?> Move(ILambdaContext context)
    {
        ExceptionDispatchInfo? failed = null;
        foreach (var queue in deadLetters)
        {
            try
            {
                while (HasTime(context) && await queue.Receive(MaxLetters, _none) is [_, ..] letters)
                {
                    await Wake([.. letters.Select(letter => StoredMessage.WakeOf(settings.Catalog, queue.Source, letter, Now))]);
                    await queue.Delete(letters, _none);
                    LogMoved(log, letters.Count, queue.Source);
                }
            }
            catch (ConnectionException away)
            {
                LogQueue(log, away, queue.Source);
                failed ??= ExceptionDispatchInfo.Capture(away);
            }
        }

        return failed;
    }

    // SQS redelivers a failed message before this time, so the worker of an older open job may have stopped for good.
    async Task Resume()
    {
        var jobs = await store.ListJobs(Now - LookBack, Now - settings.StuckAfter, JobStatus.ApiSuccess, MaxJobs, _none);
        await Wake([.. jobs.Where(IsFile).Select(job => new Wake(WorkKey.File(settings.Catalog, job.Source), Reason.Landed, Lane.Sweep, Now))]);
    }

    // Another catalog's job of the same file has another id.
    bool IsFile(Job job) =>
        job.Kind == InboundFiles.JobKind && LandedFile.FromSource(job.Source) is not null && job.Id == InboundFiles.JobIdOf(settings.Catalog, job.Source);

    // What is waiting already keeps its own time, and what was parked is an operator's.
    async Task Wake(IReadOnlyList<Wake> wakes)
    {
        var fresh = new List<Wake>();
        foreach (var wake in wakes)
        {
            if (await store.GetWork(wake.Key, _none) is not ({ Due: not null } or { Parked: true }))
                fresh.Add(wake);
        }

        if (fresh.Count > 0)
            await store.Wake(fresh, _none);
    }

    async Task WorkOff(ILambdaContext context)
    {
        var seen = new HashSet<WorkKey>();
        while (HasTime(context))
        {
            // What came back at once was tried as often as this tick may.
            var due = (await store.Due(settings.Catalog, WorkGroup.Arrivals, Now, MaxDue, _none)).Where(seen.Add).ToList();
            if (due.Count == 0)
                return;
            foreach (var key in due.TakeWhile(_ => HasTime(context)))
                await Work(key, context);
        }
    }

    async Task Work(WorkKey key, ILambdaContext context)
    {
        var lease = await Lease.Claim(store, [key], context, time);
        if (lease.Claims[0] is not { } claim)
            return;
        // What stops its worker every time must be given up too, so the try is stored before it is made.
        var stopped = claim.Intent is not null;
        if (!stopped && !(await store.StoreIntents([(claim, "{}"u8.ToArray())], _none))[0])
            return;
        var next = After(claim, stopped ? new ReplayFailure("the function stopped while processing it", settings.Retry) : await Try(claim, context, lease));
        var settled = (await store.Settle([new Settlement { Claim = claim, Next = next }], _none))[0];
        Tell(key, next, settled);
    }

    /// <returns>Null: it is done.</returns>
    async Task<ReplayFailure?> Try(Claimed claim, ILambdaContext context, Lease lease)
    {
        try
        {
            return claim.Key.IsFile ? await TryFile(claim.Key.Id, context, lease) : await TryMessage(claim.Data, context, lease);
        }
        catch (RecordsHeldException held)
        {
            return new ReplayFailure(held.Message, null) { After = RecordsHeldException.PollInterval };
        }
        catch (ConnectionException away)
        {
            LogAway(log, away, claim.Key.Id, away.Transient);
            return new ReplayFailure(away.Message, settings.Outage);
        }
        catch (JsonException broken)
        {
            LogUnexpected(log, broken, claim.Key.Id);
            return new ReplayFailure("the message is not what its handler reads; see the function's log", null);
        }
        catch (Exception unexpected) when (unexpected is not OutOfMemoryException)
        {
            // The handler's edge. The text may quote a record, so the item only has the type. The same message would meet the error again.
            LogUnexpected(log, unexpected, claim.Key.Id);
            return new ReplayFailure($"{unexpected.GetType().Name}; see the function's log", null);
        }
    }

    async Task<ReplayFailure?> TryFile(string source, ILambdaContext context, Lease lease)
    {
        if (LandedFile.FromSource(source) is not { } file)
            return new ReplayFailure("the id is not a file of the form bucket/key@version", null);
        await files(S3Notification.Of(file.Bucket, file.Key, file.Version, file.Size, Now), context, lease);
        return await store.GetJob(InboundFiles.JobIdOf(settings.Catalog, source), _none) is { Ended: null } job
            ? new ReplayFailure($"the file has a newer version; job {job.Id} can't be completed", null)
            : null;
    }

    async Task<ReplayFailure?> TryMessage(byte[]? data, ILambdaContext context, Lease lease)
    {
        if (StoredMessage.FromJson(data) is not { } message)
            return new ReplayFailure("the work item contains no message", null);
        if (!handlers.TryGetValue(message.Queue, out var handle))
            return new ReplayFailure($"there is no handler for messages of {message.Queue}", null);
        if (!message.IsJson)
            return new ReplayFailure("the message body is not JSON", null);
        if ((await handle(message.ToEvent(), context, lease)).BatchItemFailures.Count == 0)
            return null;
        // Not its own fault when the time ran out.
        return new ReplayFailure($"the handler of {message.Queue} failed; see the function's log", HasTime(context) ? settings.Retry : settings.Outage);
    }

    WorkNext After(Claimed claim, ReplayFailure? failure)
    {
        if (failure is null)
            return WorkNext.Finished;
        if (failure.After is { } after)
            return new WorkNext.Again(Now + after, failure.Cause, Counts: false);
        return failure.Policy?.Next(claim.Attempts + 1, claim.Attempts == 0 ? Now : claim.Since, Now, random()) switch
        {
            Retry.At at => new WorkNext.Again(at.Time, failure.Cause, Counts: true),
            Retry.GiveUp { Cause: RetryEnd.RetryCount } => new WorkNext.Parked($"{failure.Cause} (parked after {claim.Attempts + 1} attempts)"),
            Retry.GiveUp => new WorkNext.Parked($"{failure.Cause} (parked after {failure.Policy!.CutOff.TotalDays:0.#} days)"),
            _ => new WorkNext.Parked(failure.Cause),
        };
    }

    void Tell(WorkKey key, WorkNext next, Settled settled)
    {
        switch (next)
        {
            case WorkNext.Parked parked when settled == Settled.Stored:
                Telemetry.DeadLetterParked();
                LogParked(log, key.Kind, key.Id, parked.Cause);
                break;
            case WorkNext.Again { Counts: true } again:
                LogAgain(log, key.Kind, key.Id, again.Due, again.Cause);
                break;
            case WorkNext.Done when settled is Settled.Stored or Settled.StoredAndRequeued:
                LogDone(log, key.Kind, key.Id);
                break;
        }
    }

    static bool HasTime(ILambdaContext context) => context.RemainingTime >= Reserve;

    [LoggerMessage(1, LogLevel.Information, "Moved {Count} dead letters of {Queue} to the table")]
    static partial void LogMoved(ILogger log, int count, string queue);

    [LoggerMessage(2, LogLevel.Warning, "Reading the dead letters of {Queue} failed")]
    static partial void LogQueue(ILogger log, Exception away, string queue);

    [LoggerMessage(3, LogLevel.Warning, "{Id} failed with a connection error (transient: {Transient})")]
    static partial void LogAway(ILogger log, Exception away, string id, bool transient);

    [LoggerMessage(4, LogLevel.Error, "{Id} failed with an unexpected error")]
    static partial void LogUnexpected(ILogger log, Exception unexpected, string id);

    [LoggerMessage(5, LogLevel.Error, "{Kind} {Id} is parked until an operator runs 'lambdasync deadletter replay': {Cause}")]
    static partial void LogParked(ILogger log, WorkKind kind, string id, string cause);

    [LoggerMessage(6, LogLevel.Warning, "{Kind} {Id} failed and will be retried at {Due}: {Cause}")]
    static partial void LogAgain(ILogger log, WorkKind kind, string id, DateTimeOffset due, string? cause);

    [LoggerMessage(7, LogLevel.Information, "{Kind} {Id} was processed")]
    static partial void LogDone(ILogger log, WorkKind kind, string id);
}

/// <summary>Why something could not be replayed.</summary>
/// <param name="Cause">One line without anything of the payload.</param>
/// <param name="Policy">The retry policy; null: no retry, because only a correction can help.</param>
sealed record ReplayFailure(string Cause, RetryPolicy? Policy)
{
    /// <summary>It only waits, for so long, which is no failed attempt; null: it failed.</summary>
    public TimeSpan? After { get; init; }
}
