using System.Text;
using Amazon.Lambda.Core;
using Amazon.Lambda.SQSEvents;
using LambdaSync.Connections.State;
using LambdaSync.Events;
using LambdaSync.Functions.Engine;
using LambdaSync.Kinds.Marketplace;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Microsoft.Extensions.Logging;
using Wake = LambdaSync.Sync.Work.Wake;

namespace LambdaSync.Functions;

/// <summary>Handles AWS Marketplace's events: EventBridge envelopes inside SQS messages (row F9).</summary>
/// <remarks>
/// The end of a change set settles the request that waits for it; an agreement or a released offer is read. Each event is a notification,
/// and one of a type that this release does not know is kept whole in the sync log.
/// </remarks>
public sealed partial class MarketplaceEvents(ISyncStore store, RecordEngine records, SyncSettings settings, TimeProvider time, ILogger<MarketplaceEvents> log)
{
    readonly EventIntake _intake = new(store, records, settings, time, log);

    DateTimeOffset Now => time.GetUtcNow();

    public Task<SQSBatchResponse> Handle(SQSEvent batch, ILambdaContext context) => Handle(batch, context, null);

    /// <param name="around">The lease of the message that is replayed, or null.</param>
    public async Task<SQSBatchResponse> Handle(SQSEvent batch, ILambdaContext context, Lease? around)
    {
        var response = new SQSBatchResponse();
        var (wakes, notifications, entries, good) = (new List<Wake>(), new List<Notification>(), new List<LogEntry>(), new List<string>());
        foreach (var message in batch.Records)
        {
            switch (MarketEventReader.Read(Encoding.UTF8.GetBytes(message.Body), settings.Catalog))
            {
                case MarketReading.Understood understood:
                    wakes.AddRange(understood.Wakes.Select(wake => new Wake(wake.Key, wake.Reason, Lane.Event, Now)));
                    wakes.AddRange(Whose(understood));
                    wakes.AddRange(understood.Schedules.Select(name => new Wake(WorkKey.Schedule(settings.Catalog, name), Reason.Timer, Lane.Sweep, Now)));
                    notifications.Add(Of(understood.Event));
                    if (!understood.IsKnown)
                        entries.Add(Kept(understood.Event, message));
                    if (understood.Event.Source == MarketEvent.Other)
                        LogSeller(log, understood.Event.Id, understood.Event.Type);
                    good.Add(message.MessageId);
                    break;
                case MarketReading.Broken broken:
                    // It never gets better: it ends among the dead letters, where an operator sees it.
                    foreach (var issue in broken.Issues)
                        LogBroken(log, message.MessageId, issue.Event, issue.Code, issue.Field, issue.Rule, issue.Fix);
                    response.Fail(message.MessageId);
                    break;
            }
        }

        if (!await _intake.Store([.. wakes.Distinct()], [.. notifications.DistinctBy(n => n.Id)], entries, context, around))
            good.ForEach(response.Fail);
        return response;
    }

    // A change set knows whose it is. Where there is one account, nothing is to be said.
    IEnumerable<Wake> Whose(MarketReading.Understood understood) =>
        settings.Sellers.Further.Count == 0 || settings.Sellers.Unknown(understood.Event.Account) is not null ? []
        : understood.Wakes.Select(wake => wake.Key).Where(key => key.IsMarketplace).Distinct().Select(key => new Wake(key, MarketMemo.Of(understood.Event.Account), Lane.Event, Now));

    Notification Of(MarketEvent read) => new(read.Id, settings.Catalog, read.Time, read.Type, read.Subject, null, Found: false);

    // The entry's job is made of the event's id, so that a repeated delivery is one entry.
    LogEntry Kept(MarketEvent read, SQSEvent.SQSMessage message)
    {
        var issue = Issue.Warning(IssueCodes.EventUnknownType, "detail-type", read.Type, "this release does not know this event type; the event is kept here", "nothing, the next sweep finds what it is about; update to a release that knows the type");
        LogUnknown(log, read.Id, read.Type);
        var job = new Job(JobId.Of("rec-", read.Id), "Event", "inbound", $"{read.Source} {read.Id}", read.Time, Now, JobStatus.Processed, 1, 1, 0, []);
        return new LogEntry(new JobDetail(job.Id, 0, read.Subject, null, Outcome.Skipped, Now, Encoding.UTF8.GetBytes(message.Body), [issue]) { Reason = Reason.Event }, job);
    }

    [LoggerMessage(1, LogLevel.Warning, "Message {MessageId}, event {EventId}: {Code} {Field}: {Rule}. Fix: {Fix}")]
    static partial void LogBroken(ILogger log, string messageId, string? eventId, string code, string? field, string rule, string fix);

    [LoggerMessage(2, LogLevel.Warning, "Event {EventId} is of the unknown type {Type}. It is kept in the sync log")]
    static partial void LogUnknown(ILogger log, string eventId, string type);

    [LoggerMessage(7, LogLevel.Warning, "AWS Marketplace has a message for the seller: {Type}, event {EventId}")]
    static partial void LogSeller(ILogger log, string eventId, string type);
}
