using System.Text;
using Amazon.Lambda.CloudWatchEvents.ScheduledEvents;
using Amazon.Lambda.Core;
using LambdaSync.Connections;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.State;
using LambdaSync.Functions.Records;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Microsoft.Extensions.Logging;

namespace LambdaSync.Functions;

/// <summary>The tick: what people changed in the CRM is woken, then all due records are worked on.</summary>
public sealed partial class Outbound(
    ISyncStore store, ICrm crm, RecordWorker records, MappingDocument mapping, SyncSettings settings, TimeProvider time, ILogger<Outbound> log)
{
    const int Page = 200, Most = 200;

    WorkKey Feed => new(settings.Catalog, WorkKind.Schedule, "crm-changes");

    public async Task Handle(ScheduledEvent tick, ILambdaContext context)
    {
        await WakeChanged(context);
        await WorkOff(context);
    }

    // The position moves with the wakes of what lies before it, in one step.
    async Task WakeChanged(ILambdaContext context)
    {
        if (mapping.Opportunity is not { } source)
            return;
        while (context.RemainingTime > RecordBatch.Reserve)
        {
            var terms = new ClaimTerms(context.AwsRequestId, Now, Now + context.RemainingTime + SyncSettings.ClaimMargin, EvenIfClean: true);
            if ((await store.Claim([Feed], terms, CancellationToken.None))[0] is not { } claim)
                return;
            CrmChanges changes;
            try
            {
                changes = await crm.Changed(source.CrmObject, claim.Data is { } after ? Encoding.UTF8.GetString(after) : null, Page, CancellationToken.None);
            }
            catch (ConnectionException failed)
            {
                LogFeed(log, failed);
                await store.Settle([new Settlement { Claim = claim }], CancellationToken.None);
                return;
            }

            var wakes = new List<Wake>();
            foreach (var id in changes.Ids)
                wakes.Add(new Wake(await KeyOf(source.CrmObject, id), Reason.Crm, Lane.Edit, Now));
            await store.Settle(
                [new Settlement { Claim = claim, Wakes = wakes, Data = changes.Next is { } next ? Encoding.UTF8.GetBytes(next) : null }], CancellationToken.None);
            if (!changes.More)
                return;
        }
    }

    async Task<WorkKey> KeyOf(string crmObject, string crmId) =>
        await store.FindByCrmId(settings.Catalog, crmObject, crmId, CancellationToken.None) is { } linked
            ? WorkKey.Of(linked)
            : WorkKey.Crm(settings.Catalog, crmObject, crmId);

    async Task WorkOff(ILambdaContext context)
    {
        var seen = new HashSet<WorkKey>();
        while (context.RemainingTime > RecordBatch.Reserve)
        {
            // What came back at once was tried as often as this tick may.
            var due = await store.Due(settings.Catalog, WorkGroup.Records, Now, Most, CancellationToken.None);
            var fresh = due.Where(seen.Add).ToList();
            if (fresh.Count == 0)
                return;
            await records.Work(fresh, [], context);
        }
    }

    DateTimeOffset Now => time.GetUtcNow();

    [LoggerMessage(1, LogLevel.Warning, "the CRM does not say what changed; it is asked again at the next tick")]
    static partial void LogFeed(ILogger log, Exception failed);
}
