using Amazon.Lambda.Core;
using LambdaSync.Connections;
using LambdaSync.Connections.State;
using LambdaSync.Functions.Engine;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Microsoft.Extensions.Logging;

namespace LambdaSync.Functions;

/// <summary>What becomes of a batch of events: their wakes are stored first, then the records are reconciled, and what is not finished stays due.</summary>
sealed partial class EventIntake(ISyncStore store, RecordEngine records, SyncSettings settings, TimeProvider time, ILogger log)
{
    readonly PauseCheck _pause = new(store, settings.Catalog, time);

    /// <param name="entries">Of the sync log.</param>
    /// <returns>False: the wakes, the notifications or the entries could not be stored.</returns>
    public async Task<bool> Store(IReadOnlyList<Wake> wakes, IReadOnlyList<Notification> notifications, IReadOnlyList<LogEntry> entries, ILambdaContext context, Lease? around)
    {
        try
        {
            if (wakes.Count > 0)
                await store.Wake(wakes, CancellationToken.None);
            if (entries.Count > 0)
                await store.Settle([.. entries.Select(entry => new Settlement { Entries = [entry] })], CancellationToken.None);
            var keys = wakes.Select(wake => wake.Key).Where(key => !key.IsSchedule).Distinct().ToList();
            var unsaved = await IsPaused(keys.Count) ? notifications : await Work(keys, notifications, context, around);
            if (unsaved.Count > 0)
                await store.Settle([new Settlement { Notifications = unsaved }], CancellationToken.None);
            return true;
        }
        catch (ConnectionException failed)
        {
            LogStore(log, failed);
            return false;
        }
    }

    // The records stay due, the notifications are stored all the same.
    async Task<bool> IsPaused(int records)
    {
        if (records == 0 || await _pause.Cause() is not { } cause)
            return false;
        LogPaused(log, records, cause);
        return true;
    }

    // What it could not finish stays due.
    async Task<IReadOnlyList<Notification>> Work(IReadOnlyList<WorkKey> keys, IReadOnlyList<Notification> notifications, ILambdaContext context, Lease? around)
    {
        try
        {
            return await records.Work(keys, notifications, context, around);
        }
        catch (ConnectionException failed)
        {
            LogWork(log, failed);
            return notifications;
        }
        catch (Exception unexpected) when (unexpected is not OutOfMemoryException)
        {
            // The handler's edge: the messages come again, and so do the records, which are due.
            LogUnexpected(log, unexpected);
            throw;
        }
    }

    [LoggerMessage(3, LogLevel.Warning, "Storing events failed. SQS will redeliver their messages")]
    static partial void LogStore(ILogger log, Exception failed);

    [LoggerMessage(4, LogLevel.Warning, "Reconciling the records of events failed. The records stay due")]
    static partial void LogWork(ILogger log, Exception failed);

    [LoggerMessage(5, LogLevel.Error, "Unexpected error while handling a batch of events")]
    static partial void LogUnexpected(ILogger log, Exception unexpected);

    [LoggerMessage(6, LogLevel.Warning, "{Records} records of events wait: {Cause}")]
    static partial void LogPaused(ILogger log, int records, string cause);
}
