using System.Text.Json;
using Amazon.Lambda.Core;
using Amazon.Lambda.S3Events;
using Amazon.Lambda.SQSEvents;
using LambdaSync.Connections;
using LambdaSync.Connections.Buckets;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.Queues;
using LambdaSync.Connections.State;
using LambdaSync.Functions.Engine;
using LambdaSync.Fields;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Microsoft.Extensions.Logging;

namespace LambdaSync.Functions;

/// <summary>A file from AWS landed in the bucket: its records become CRM records.</summary>
/// <remarks>
/// Read, decide, write, settle, in batches. Each CRM write is stored before it happens and each record ends with one detail, so a
/// redelivery after a crash sends the same bytes again and continues where it stopped. The object stays in the bucket.
/// </remarks>
public sealed partial class InboundFiles(
    IBucket bucket, ISyncStore store, ICrm crm, MappingDocument mapping, SyncSettings settings, TimeProvider time, ILogger<InboundFiles> log)
{
    /// <summary>The kind of the jobs of files.</summary>
    internal const string JobKind = "Inbound Record Retrieval";

    /// <summary>Handling stops before the next outside call when less than this is left.</summary>
    static readonly TimeSpan Reserve = TimeSpan.FromSeconds(10);

    /// <summary>How long a file waits before it looks again at records that another worker had.</summary>
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    /// <summary>Looks without a record done after which the file is left for later.</summary>
    const int MaxLooks = 4;

    readonly Dictionary<AceObject, Decision> _decisions = [];

    IBucket Bucket => bucket;

    ISyncStore Store => store;

    ICrm Crm => crm;

    NoticeSender Notices => field ??= new NoticeSender(store, crm, settings, time, new EngineLog(log));

    AbsenceGuard Absences => field ??= new AbsenceGuard(time, log);

    SyncSettings Settings => settings;

    TimeProvider Time => time;

    ILogger Log => log;

    /// <summary>S3 notifications inside SQS messages: the trigger in AWS and of <c>serve</c>.</summary>
    public Task<SQSBatchResponse> Handle(SQSEvent batch, ILambdaContext context) => Handle(batch, context, null);

    /// <summary>The same on behalf of work that is claimed itself.</summary>
    /// <exception cref="JsonException">A message is no S3 notification, and there is work around it that can say so.</exception>
    public async Task<SQSBatchResponse> Handle(SQSEvent batch, ILambdaContext context, Lease? around)
    {
        var response = new SQSBatchResponse();
        foreach (var message in batch.Records)
        {
            // A message has failed until it is proven done.
            if (!await IsDone(message, context, around))
                response.Fail(message.MessageId);
        }

        return response;
    }

    /// <summary>A bare S3 notification. Throws when any file could not be finished, so that the caller tries again.</summary>
    /// <exception cref="RecordsHeldException">Records of a file are in work elsewhere.</exception>
    public async Task Handle(S3Event notification, ILambdaContext context, Lease? around = null)
    {
        foreach (var file in S3Notification.Files(notification))
            await Process(file, context, around);
    }

    /// <summary>The job of a file in a catalog: the same file always has the same one.</summary>
    internal static string JobIdOf(string catalog, string source) => JobId.Of("in-", $"{catalog}\n{source}");

    async Task<bool> IsDone(SQSEvent.SQSMessage message, ILambdaContext context, Lease? around)
    {
        try
        {
            foreach (var file in S3Notification.Files(message.Body))
                await ProcessOrKeep(file, context, around);
            return true;
        }
        catch (JsonException broken) when (around is null)
        {
            LogUnreadable(log, broken, message.MessageId);
            return await IsStored(message);
        }
        catch (ConnectionException failed)
        {
            LogConnection(log, failed, message.MessageId, failed.Transient);
        }
        catch (Exception unexpected) when (unexpected is not (OutOfMemoryException or JsonException))
        {
            // The outermost catch: SQS redelivers the message and moves it to the dead-letter queue if it keeps failing.
            LogUnexpected(log, unexpected, message.MessageId);
        }

        return false;
    }

    // No delivery can process it, so it becomes a dead letter at once instead of after three days. The next tick of Replay parks it.
    async Task<bool> IsStored(SQSEvent.SQSMessage message)
    {
        try
        {
            var now = time.GetUtcNow();
            await store.Wake([StoredMessage.WakeOf(settings.Catalog, Lambda.Settings.FilesSource, new DeadLetter(message.MessageId, message.Body, now, ""), now)], CancellationToken.None);
            return true;
        }
        catch (ConnectionException failed)
        {
            LogConnection(log, failed, message.MessageId, failed.Transient);
            return false;
        }
    }

    // The stored work item brings the file back, so its message is done: waiting is no failure and needs no redelivery.
    async Task ProcessOrKeep(LandedFile landed, ILambdaContext context, Lease? around)
    {
        try
        {
            await Process(landed, context, around);
        }
        catch (RecordsHeldException held)
        {
            LogHeld(log, held.File, held.Message);
            var due = time.GetUtcNow() + RecordsHeldException.PollInterval;
            await store.Wake([new Wake(WorkKey.File(settings.Catalog, held.File), Reason.Landed, Lane.Event, due)], CancellationToken.None);
        }
    }

    Task Process(LandedFile landed, ILambdaContext context, Lease? around) => new FileRun(this, landed, context, around).Go();

    // Without a valid mapping the file cannot be processed. It waits, and SQS redelivers its message, until the mapping is corrected.
    Decision DecisionFor(AceObject aceObject)
    {
        if (_decisions.TryGetValue(aceObject, out var known))
            return known;
        return _decisions[aceObject] = new Decision(settings.Catalog, Mappings.Compile(mapping, aceObject), settings.DummyIdentifiers);
    }

    [LoggerMessage(1, LogLevel.Error, "Message {MessageId} is not an S3 notification")]
    static partial void LogUnreadable(ILogger log, Exception broken, string messageId);

    [LoggerMessage(2, LogLevel.Warning, "Message {MessageId} failed with a connection error (transient: {Transient})")]
    static partial void LogConnection(ILogger log, Exception failed, string messageId, bool transient);

    [LoggerMessage(3, LogLevel.Error, "Message {MessageId} failed with an unexpected error")]
    static partial void LogUnexpected(ILogger log, Exception unexpected, string messageId);

    [LoggerMessage(6, LogLevel.Error, "Unexpected error while reading {Source}. Its job ends as an error")]
    static partial void LogFile(ILogger log, Exception unexpected, string source);

    [LoggerMessage(7, LogLevel.Error, "Unexpected error at record {Index} of job {JobId}")]
    static partial void LogRecord(ILogger log, Exception unexpected, int index, string jobId);

    [LoggerMessage(4, LogLevel.Information, "job {JobId}: {Status}, {Records} records, {Succeeded} succeeded, {Failed} failed")]
    static partial void LogJob(ILogger log, string jobId, JobStatus status, int records, int succeeded, int failed);

    [LoggerMessage(5, LogLevel.Information, "{Source} will be handled again: {Why}")]
    static partial void LogHeld(ILogger log, string source, string why);
}
