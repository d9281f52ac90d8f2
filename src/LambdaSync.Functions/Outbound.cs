using System.Globalization;
using Amazon.Lambda.CloudWatchEvents.ScheduledEvents;
using Amazon.Lambda.Core;
using LambdaSync.Connections;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.State;
using LambdaSync.Fields;
using LambdaSync.Functions.Engine;
using LambdaSync.Functions.Sweeps;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;
using Microsoft.Extensions.Logging;

namespace LambdaSync.Functions;

/// <summary>The tick: what people changed in the CRM is woken, then all due records are worked on.</summary>
public sealed partial class Outbound(
    ISyncStore store, ICrm crm, RecordEngine records, MappingDocument mapping, SyncSettings settings, TimeProvider time, ILogger<Outbound> log)
{
    const int Page = 200, Most = 200;

    readonly DailyCreations _creations = new(store, settings, time, log);

    bool _hasFeed;
    CompiledMapping? _leadsOfFiles;

    WorkKey Feed => WorkKey.Schedule(settings.Catalog, Schedules.CrmChanges);

    public async Task Handle(ScheduledEvent tick, ILambdaContext context)
    {
        await WakeChanged(context);
        // What people change meanwhile is known when it ends; only the work on it waits.
        if (await Pause.Cause(store, settings.Catalog, CancellationToken.None) is { } cause)
            LogPaused(log, cause);
        else
            await WorkOff(context);
    }

    // The position moves with the wakes of what lies before it, in one step.
    async Task WakeChanged(ILambdaContext context)
    {
        if (mapping.Opportunity is not { } source)
            return;
        if (!_hasFeed && await store.GetWork(Feed, CancellationToken.None) is null)
            await store.Wake([new Wake(Feed, Reason.Timer, Lane.Sweep, Now, SweepList.Standing[Feed.Id].ToJson())], CancellationToken.None);
        _hasFeed = true;
        var (reads, readsOfLeads) = (records.CrmReads, records.LeadReads);
        for (var more = true; more && context.RemainingTime > RecordEngine.Reserve;)
        {
            // One call of the CRM, then the store: nothing to renew.
            if ((await Lease.Claim(store, [Feed], context, time)).Claims[0] is not { } claim)
                return;
            var schedule = Schedule.Read(claim.Data);
            var (wakes, cursors, next) = (new List<Wake>(), FeedCursors.Read(schedule.Cursor), (WorkNext)WorkNext.Finished);
            more = false;
            var ended = schedule.Ended;
            if (!schedule.IsOff)
            {
                var (changes, failure) = await Changes(source, reads, cursors.Opportunities);
                foreach (var id in changes?.Ids ?? [])
                    wakes.Add(new Wake(await KeyOf(source.CrmObject, id), Reason.Crm, Lane.Edit, Now));
                var (ofLeads, failureOfLeads) = await ChangedLeads(cursors.Leads, readsOfLeads, wakes);
                // No sweep compares what travels in files: all of it is read from the beginning, as leads are.
                var rereads = changes is { Lost: true } && settings.Transports.InFiles(AceObject.Opportunity);
                cursors = new FeedCursors(changes is null ? cursors.Opportunities : rereads ? null : changes.Next, ofLeads is null ? cursors.Leads : ofLeads.Lost ? null : ofLeads.Next);
                more = rereads || changes is { More: true } || ofLeads is { More: true } or { Lost: true };
                if (changes is { Lost: true } && !rereads)
                    wakes.Add(CompareAll());
                // All linked leads are read from the beginning; the sweep of engagements finds those that the CRM does not have any more.
                if (ofLeads is { Lost: true })
                    wakes.Add(new Wake(WorkKey.Schedule(settings.Catalog, Schedules.Engagements), Reason.Timer, Lane.Sweep, Now));
                failure ??= failureOfLeads;
                ended = failure is null ? Now : ended;
                next = new WorkNext.Again(more ? Now : schedule.NextAfter(Now), failure, Counts: failure is not null, IsNew: failure is null);
            }

            var data = schedule with { Cursor = cursors.ToString(), Seen = schedule.Seen + wakes.Count, Ended = ended };
            await store.Settle([new Settlement { Claim = claim, Wakes = wakes, Data = data.ToJson(), Next = next }], CancellationToken.None);
        }
    }

    // Only leads that AWS has too: another one goes to AWS when a command asks for it.
    async Task<(CrmChanges? Changes, string? Failure)> ChangedLeads(string? after, IReadOnlyList<string> reads, List<Wake> wakes)
    {
        if (mapping.Lead is not { } leads || leads.CrmObject == mapping.Opportunity?.CrmObject)
            return (null, null);
        // The lines of files read other fields than those of the API.
        var inFiles = settings.Transports.InFiles(AceObject.Lead);
        if (inFiles)
            reads = [.. reads.Union((_leadsOfFiles ??= Mappings.Compile(mapping, AceObject.Lead)).CrmReads)];
        var (changes, failure) = await Changes(leads, reads, after);
        foreach (var id in changes?.Ids ?? [])
        {
            var key = await KeyOf(leads.CrmObject, id);
            if (key.IsEngagement || key.IsInvitation || (key.IsLead && inFiles))
                wakes.Add(new Wake(key, Reason.Crm, Lane.Edit, Now));
        }

        return (changes, failure);
    }

    // The CRM no longer knows what changed since the position: a backfill compares everything that is linked.
    Wake CompareAll()
    {
        LogLost(log);
        var name = string.Create(CultureInfo.InvariantCulture, $"{Schedules.BackfillPrefix}{Now:yyyyMMdd-HHmmss}-crm");
        return new Wake(WorkKey.Schedule(settings.Catalog, name), Reason.Timer, Lane.Sweep, Now, new Schedule(TimeSpan.Zero).ToJson());
    }

    async Task<(CrmChanges? Changes, string? Failure)> Changes(ObjectMapping source, IReadOnlyList<string> fields, string? after)
    {
        try
        {
            var changes = await crm.Changed(source.CrmObject, new CrmInterest(fields, source.SyncFlag, source.AwsId), after, Page, CancellationToken.None);
            if (changes.Lost)
                Telemetry.CrmPositionLost();
            return (changes, null);
        }
        catch (ConnectionException failed)
        {
            LogFeed(log, failed);
            Telemetry.CallFailed(failed);
            return (null, failed.Message);
        }
    }

    async Task<WorkKey> KeyOf(string crmObject, string crmId) =>
        await store.FindByCrmId(settings.Catalog, crmObject, crmId, CancellationToken.None) is { } linked
            ? linked
            : WorkKey.Crm(settings.Catalog, crmObject, crmId);

    async Task WorkOff(ILambdaContext context)
    {
        var seen = new HashSet<WorkKey>();
        CreationBudget? creations = null;
        var isHeld = false;
        while (context.RemainingTime > RecordEngine.Reserve)
        {
            // What came back at once was tried as often as this tick may.
            var fresh = await DueRecords.Of(store, settings.Catalog, Now, Most, key => records.MayCall(key) && !seen.Contains(key));
            if (fresh.Count == 0)
                return;
            seen.UnionWith(fresh);
            creations ??= await _creations.Budget();
            var used = creations.Used;
            try
            {
                await records.Work(fresh, [], context, creations: creations);
            }
            finally
            {
                await _creations.Count(creations.Used - used, context);
            }

            isHeld = _creations.Report(creations, isHeld);
        }
    }

    DateTimeOffset Now => time.GetUtcNow();

    [LoggerMessage(1, LogLevel.Warning, "Reading changes from the CRM failed. Retrying at the next tick")]
    static partial void LogFeed(ILogger log, Exception failed);

    [LoggerMessage(5, LogLevel.Warning, "The CRM no longer knows which records changed since the last time. A backfill compares all of them")]
    static partial void LogLost(ILogger log);

    [LoggerMessage(4, LogLevel.Warning, "Due records wait: {Cause}")]
    static partial void LogPaused(ILogger log, string cause);
}
