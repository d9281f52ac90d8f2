using System.Text;
using Amazon.Lambda.Core;
using Amazon.Lambda.SQSEvents;
using LambdaSync.Connections;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.State;
using LambdaSync.Functions.Engine;
using LambdaSync.Functions.Sweeps;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;
using Microsoft.Extensions.Logging;

namespace LambdaSync.Functions;

/// <summary>Handles the CRM's change events: messages of the CRM inside SQS messages (row F-16).</summary>
/// <remarks>
/// An event only names records: no value of it is used. Records that are linked are reconciled at once. What an event does not name, a changed
/// account or more changes than events, the next tick reads from the CRM, which also finds what no event reported.
/// </remarks>
public sealed partial class CrmEvents(
    ICrm crm, ISyncStore store, RecordEngine records, MappingDocument mapping, SyncSettings settings, TimeProvider time, ILogger<CrmEvents> log)
{
    readonly PauseCheck _pause = new(store, settings.Catalog, time);

    public Task<SQSBatchResponse> Handle(SQSEvent batch, ILambdaContext context) => Handle(batch, context, null);

    /// <param name="around">The lease of the message that is replayed, or null.</param>
    public async Task<SQSBatchResponse> Handle(SQSEvent batch, ILambdaContext context, Lease? around)
    {
        var response = new SQSBatchResponse();
        var (signals, good) = (new List<CrmSignal>(), new List<string>());
        foreach (var message in batch.Records)
        {
            if (crm.Decode(Encoding.UTF8.GetBytes(message.Body)) is { } read)
            {
                signals.AddRange(read);
                good.Add(message.MessageId);
            }
            else
            {
                // It never gets better: it ends among the dead letters, where an operator sees it.
                LogUnknown(log, message.MessageId);
                response.Fail(message.MessageId);
            }
        }

        if (!await Wake(signals, context, around))
            good.ForEach(response.Fail);
        return response;
    }

    // False: the wakes could not be stored.
    async Task<bool> Wake(IReadOnlyList<CrmSignal> signals, ILambdaContext context, Lease? around)
    {
        try
        {
            var keys = new List<WorkKey>();
            var isReadAgain = false;
            foreach (var signal in signals)
            {
                isReadAgain |= signal.Ids.Count == 0 || !IsMapped(signal.Object);
                if (IsMapped(signal.Object))
                    keys.AddRange(await KeysOf(signal));
            }

            var wakes = keys.Distinct().Select(key => new Wake(key, Reason.Crm, Lane.Edit, time.GetUtcNow()));
            // The next tick continues reading the CRM's changes from its position.
            if (isReadAgain)
                wakes = wakes.Append(new Wake(WorkKey.Schedule(settings.Catalog, Schedules.CrmChanges), Reason.Timer, Lane.Edit, time.GetUtcNow(), SweepList.Standing[Schedules.CrmChanges].ToJson()));
            if (wakes.ToList() is { Count: > 0 } all)
                await store.Wake(all, CancellationToken.None);
            // New records wait for the tick, which keeps the day's limit for them.
            await Work([.. keys.Distinct().Where(key => !key.IsCrmRecord)], context, around);
            return true;
        }
        catch (ConnectionException failed)
        {
            LogStore(log, failed);
            return false;
        }
    }

    bool IsMapped(string crmObject) => crmObject == mapping.Opportunity?.CrmObject || crmObject == mapping.Lead?.CrmObject;

    async Task<IReadOnlyList<WorkKey>> KeysOf(CrmSignal signal)
    {
        var keys = new List<WorkKey>();
        foreach (var id in signal.Ids)
        {
            if (await store.FindByCrmId(settings.Catalog, signal.Object, id, CancellationToken.None) is { } linked)
                keys.Add(linked);
            // Leads go to AWS when a command asks for it.
            else if (signal.Object == mapping.Opportunity?.CrmObject)
                keys.Add(WorkKey.Crm(settings.Catalog, signal.Object, id));
        }

        return keys;
    }

    // What it could not finish stays due.
    async Task Work(IReadOnlyList<WorkKey> keys, ILambdaContext context, Lease? around)
    {
        if (keys.Count == 0)
            return;
        if (await _pause.Cause() is { } cause)
        {
            LogPaused(log, keys.Count, cause);
            return;
        }

        try
        {
            await records.Work(keys, [], context, around);
        }
        catch (ConnectionException failed)
        {
            LogWork(log, failed);
        }
        catch (Exception unexpected) when (unexpected is not OutOfMemoryException)
        {
            // The handler's edge: SQS redelivers the messages, and the records stay due.
            LogUnexpected(log, unexpected);
            throw;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Message {MessageId} is no change event of the CRM. Fix: let the queue receive change events only")]
    static partial void LogUnknown(ILogger log, string messageId);

    [LoggerMessage(2, LogLevel.Warning, "Storing the CRM's events failed. SQS will redeliver their messages")]
    static partial void LogStore(ILogger log, Exception failed);

    [LoggerMessage(3, LogLevel.Warning, "Reconciling the records of the CRM's events failed. The records stay due")]
    static partial void LogWork(ILogger log, Exception failed);

    [LoggerMessage(4, LogLevel.Error, "Unexpected error while handling a batch of the CRM's events")]
    static partial void LogUnexpected(ILogger log, Exception unexpected);

    [LoggerMessage(5, LogLevel.Warning, "{Records} records of the CRM's events wait: {Cause}")]
    static partial void LogPaused(ILogger log, int records, string cause);
}
