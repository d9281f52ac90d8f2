using System.Text;
using Amazon.Lambda.Core;
using Amazon.Lambda.SQSEvents;
using LambdaSync.Connections.State;
using LambdaSync.Events;
using LambdaSync.Functions.Engine;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Microsoft.Extensions.Logging;

namespace LambdaSync.Functions;

/// <summary>Handles Partner Central's events: EventBridge envelopes inside SQS messages (rows A8, A14).</summary>
/// <remarks>
/// An event only names a record. The handler first wakes all records of the batch and then reconciles them; a record that is not finished
/// stays due, so a message is done as soon as its wakes and its notification are stored.
/// </remarks>
public sealed partial class PartnerEvents(ISyncStore store, RecordEngine records, SyncSettings settings, TimeProvider time, ILogger<PartnerEvents> log)
{
    readonly EventIntake _intake = new(store, records, settings, time, log);

    public Task<SQSBatchResponse> Handle(SQSEvent batch, ILambdaContext context) => Handle(batch, context, null);

    /// <param name="around">The lease of the message that is replayed, or null.</param>
    public async Task<SQSBatchResponse> Handle(SQSEvent batch, ILambdaContext context, Lease? around)
    {
        var response = new SQSBatchResponse();
        var (keys, notifications, good) = (new List<WorkKey>(), new List<Notification>(), new List<string>());
        foreach (var message in batch.Records)
        {
            switch (PartnerEventReader.Read(Encoding.UTF8.GetBytes(message.Body), settings.Catalog))
            {
                case EventReading.Understood understood:
                    Tell(understood.Issues, message);
                    keys.AddRange(understood.Wakes.Select(Key));
                    notifications.Add(Of(understood.Event));
                    good.Add(message.MessageId);
                    break;
                case EventReading.Unknown unknown:
                    Tell(unknown.Issues, message);
                    notifications.Add(Of(unknown.Event));
                    good.Add(message.MessageId);
                    break;
                case EventReading.OtherCatalog other:
                    LogOtherCatalog(log, message.MessageId, other.Event.Catalog);
                    break;
                case EventReading.Broken broken:
                    // It never gets better: it ends among the dead letters, where an operator sees it.
                    Tell(broken.Issues, message);
                    response.Fail(message.MessageId);
                    break;
            }
        }

        var wakes = keys.Distinct().Select(key => new Sync.Work.Wake(key, Reason.Event, Lane.Event, time.GetUtcNow()));
        if (!await _intake.Store([.. wakes], [.. notifications.DistinctBy(n => n.Id)], [], context, around))
            good.ForEach(response.Fail);
        return response;
    }

    WorkKey Key(Events.Wake wake) => wake switch
    {
        Events.Wake.Opportunity => WorkKey.Opportunity(settings.Catalog, wake.Id),
        Events.Wake.Invitation => WorkKey.Invitation(settings.Catalog, wake.Id),
        _ => WorkKey.Engagement(settings.Catalog, wake.Id),
    };

    Notification Of(PartnerEvent read) => new(read.Id, settings.Catalog, read.Time, read.Type, read.Subject, read.Role, Found: false);

    void Tell(IReadOnlyList<Issue> issues, SQSEvent.SQSMessage message)
    {
        // Notes only say what a newer release of AWS's adds.
        foreach (var issue in issues.Where(i => i.Severity != Severity.Note))
            LogIssue(log, message.MessageId, issue.Event, issue.Code, issue.Field, issue.Rule, issue.Fix);
    }

    [LoggerMessage(1, LogLevel.Warning, "Message {MessageId}, event {EventId}: {Code} {Field}: {Rule}. Fix: {Fix}")]
    static partial void LogIssue(ILogger log, string messageId, string? eventId, string code, string? field, string rule, string fix);

    [LoggerMessage(2, LogLevel.Information, "Message {MessageId} belongs to catalog {OtherCatalog}, which this stack does not process")]
    static partial void LogOtherCatalog(ILogger log, string messageId, string otherCatalog);
}
