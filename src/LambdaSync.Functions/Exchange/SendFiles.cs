using Amazon.Lambda.CloudWatchEvents.ScheduledEvents;
using Amazon.Lambda.Core;
using LambdaSync.Connections;
using LambdaSync.Connections.Buckets;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.State;
using LambdaSync.Fields;
using LambdaSync.Files;
using LambdaSync.Functions.Engine;
using LambdaSync.Mapping;
using LambdaSync.PartnerCentral;
using LambdaSync.Sync;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;
using Microsoft.Extensions.Logging;

namespace LambdaSync.Functions.Exchange;

/// <summary>
/// The tick, for objects that travel in files: AWS's results are read, and when the schedule of an object says so, what people changed in the
/// CRM goes into files for AWS: opportunities, answers to referrals, and updates and acceptances of leads that came in files.
/// </summary>
/// <remarks>
/// A record that went into a file keeps its intent until AWS's result settles it, so no second version of it is on its way, and an edit
/// meanwhile is compared afterwards. The intent is stored before the upload and holds the file's name; the result is deleted at AWS after
/// everything in it is settled. All of it may be repeated after a crash.
/// </remarks>
public sealed partial class SendFiles(
    IExchangeBucket exchange, ISyncStore store, ICrm crm, MappingDocument mapping, SendTerms terms, SyncSettings settings, TimeProvider time, Func<double> random, ILogger<SendFiles> log)
{
    /// <summary>The guide's name for the job of a results file.</summary>
    public const string JobKind = "Outbound File Retrieval";

    const int MaxDue = 500;

    static readonly TimeSpan AfterFailure = TimeSpan.FromMinutes(5);

    readonly CancellationToken _none = CancellationToken.None;
    readonly IReadOnlyList<FileObject> _objects =
        [.. ExchangeFolders.Objects.Where(each => settings.Transports.InFiles(each) && (each == AceObject.Opportunity || mapping.Lead is not null)).Select(each => new FileObject(each, Mappings.Compile(mapping, each), terms, settings))];
    readonly NoticeSender _notices = new(store, crm, settings, time, new EngineLog(log));
    readonly AbsenceGuard _absences = new(time, log);
    readonly DailyCreations _creations = new(store, settings, time, log);
    bool _hasStanding;

    DateTimeOffset Now => time.GetUtcNow();

    WorkKey KeyOf(FileObject of) => WorkKey.Schedule(settings.Catalog, Schedules.Send(of.Object));

    /// <exception cref="ConnectionException">The bucket, the CRM or the store is away. What was not done is due again.</exception>
    public async Task Handle(ScheduledEvent tick, ILambdaContext context)
    {
        var asked = ExchangeTick.AskedBy(tick);
        if (!await MakeStanding(context))
        {
            LogFormer(log);
            return;
        }

        if (_objects.Count == 0)
            return;
        // One worker at a time reads an object's results and gives out its names.
        var lease = await Lease.Claim(store, [.. _objects.Select(KeyOf)], context, time, evenIfClean: true);
        // The object that waits longest goes first: one that has no end must not keep the other one waiting.
        var runs = lease.Claims.Zip(_objects).Where(c => c.First is not null).Select(c => RunOf(c.Second, c.First!, asked)).OrderBy(run => run.Claim.Due ?? DateTimeOffset.MaxValue).ToList();
        if (runs.Count == 0)
            return;
        try
        {
            await ReadResults(runs, context, lease);
            var wrong = terms.Head.WhyNot(runs.Max(run => run.Ledger.Schedule.Version));
            if (wrong is not null)
                LogHead(log, wrong.Rule, wrong.Fix);
            var maySend = wrong is null && await Pause.Cause(store, settings.Catalog, _none) is null;
            foreach (var run in runs)
            {
                var isDue = maySend && run.IsDue;
                var end = wrong is not null ? run.Interrupted(Now + AfterFailure, wrong.Rule) : isDue && !await Send(run, context, lease) ? run.Interrupted(Now, null) : run.End(isDue, Now);
                await store.Settle([end], _none);
                run.IsSettled = true;
                lease.Release([run.Claim]);
            }
        }
        catch (ConnectionException away)
        {
            LogAway(log, away, away.Transient);
            Telemetry.CallFailed(away);
            await store.Settle([.. runs.Where(run => !run.IsSettled).Select(run => run.Interrupted(Now + AfterFailure, away.Message))], _none);
            throw;
        }
    }

    async Task<bool> MakeStanding(ILambdaContext context)
    {
        if (_hasStanding)
            return true;
        var missing = new List<(WorkKey, Schedule)>();
        foreach (var of in _objects)
        {
            if (await store.GetWork(KeyOf(of), _none) is not { Data: not null })
                missing.Add((KeyOf(of), terms.Every.Begin(of.Object)));
        }

        return _hasStanding = await FirstSchedules.Begin(store, WorkKey.Schedule(settings.Catalog, Schedules.FormerSend), missing, givesNames: true, context, time);
    }

    ObjectRun RunOf(FileObject of, Claimed claim, IReadOnlyList<AceObject> asked)
    {
        var run = new ObjectRun(of, claim, terms.Every.Of(of.Object), asked.Contains(of.Object), Now);
        if (claim.Intent is { } stopped)
            run.Ledger.Resume(stopped);
        return run;
    }

    // False: the time is over. The rest is due at the next tick.
    async Task<bool> Send(ObjectRun run, ILambdaContext context, Lease around)
    {
        var (seen, isHeld) = (new HashSet<WorkKey>(), false);
        while (context.RemainingTime > 2 * RecordEngine.Reserve)
        {
            var due = await DueRecords.Of(store, settings.Catalog, Now, MaxDue, key => !seen.Contains(key) && run.Object.Has(key));
            if (due.Count == 0)
                return true;
            var fresh = due.Take(terms.BatchSize).ToList();
            if (run.Ledger.IsFull(Now))
            {
                LogFull(log);
                return true;
            }

            seen.UnionWith(fresh);
            // A file creates no lead.
            if (run.Object.Object == AceObject.Opportunity)
                run.Creations ??= await _creations.Budget();
            var lease = await Lease.Claim(store, fresh, context, time, around: around);
            try
            {
                await SendBatch(run, await WithoutRequests([.. lease.Claims.OfType<Claimed>()], seen), lease);
            }
            finally
            {
                await _creations.Count(run.Created, context);
                run.Created = 0;
            }

            isHeld = run.Creations is { } budget && _creations.Report(budget, isHeld);
        }

        return false;
    }

    async Task SendBatch(ObjectRun run, IReadOnlyList<Claimed> claims, Lease lease)
    {
        var open = new List<Claimed>();
        foreach (var claim in claims)
        {
            if (claim.Intent is null && claim.Missing is null)
                open.Add(claim);
            else if (await Stopped(run.Object, claim) is { } again)
                open.Add(again);
        }

        if (open.Count == 0)
            return;
        await lease.Renew();
        var (ends, plans) = await Plans(run, open);
        if (ends.Count > 0)
            await End(ends);
        if (plans.Count > 0)
            await Upload(run, plans, lease);
    }

    // Names are used up and intents are stored before the upload: a worker that is stopped in between sent nothing, which its successor finds.
    async Task Upload(ObjectRun run, List<Planned> plans, Lease lease)
    {
        var of = run.Object;
        var key = of.Folder + OutboundFileName.Of(of.Name, run.Ledger.Next(Now, terms.Head.Version));
        if (!(await store.StoreIntents([(run.Claim, run.Ledger.Schedule.ToJson())], _none))[0])
            throw new ConnectionException("another worker has taken over", transient: true);
        plans = plans.ConvertAll(plan => plan with { Call = plan.Call with { File = key } });
        var stored = await store.StoreIntents([.. plans.Select(plan => (plan.Claim, plan.Intent))], _none);
        plans = [.. plans.Where((plan, i) => stored[i] && lease.Holds(plan.Claim))];
        var left = new List<(OutboundRecord Record, Issue? Why)>();
        var files = OutboundFiles.Of(of.Object, [.. plans.Select(plan => plan.Record)], terms.Head, terms.BatchSize, left);
        if (files.Count == 0)
            return;
        // Of records that are too large for one file, the others go with the next: nothing was uploaded of them.
        var going = files[0].Records.Select(record => record.Identity).ToHashSet(StringComparer.Ordinal);
        var wrongs = OutboundFileCheck.Check(files[0].Content, of.Object, terms.Head, files[0].Records);
        if (wrongs.Count > 0)
        {
            LogWrong(log, key, wrongs[0].Rule);
            await End([.. plans.Select(plan => plan.Failed(wrongs, new WorkNext.Parked(wrongs[0].Rule), Now))]);
            return;
        }

        await exchange.Put(key, files[0].Content, _none);
        run.Created += plans.Count(plan => plan.IsLimited && going.Contains(plan.Record.Identity));
        LogSent(log, key, going.Count);
        var tooLarge = left.Where(l => l.Why is not null).ToDictionary(l => l.Record.Identity, l => l.Why!, StringComparer.Ordinal);
        await End(
            [
                .. plans.Select(plan => going.Contains(plan.Record.Identity) ? plan.InFlight(Now + terms.ResultsWithin)
                    : tooLarge.TryGetValue(plan.Record.Identity, out var why) ? plan.Failed([why], new WorkNext.Parked(why.Rule), Now)
                    : new Settlement { Claim = plan.Claim, Next = plan.Claim.AsBefore() }),
            ]);
    }

    async Task End(IReadOnlyList<Settlement> ends)
    {
        await _notices.Send(ends, isTimeOver: false);
        await store.Settle(ends, _none);
    }

    /// <summary>A record that is about to go.</summary>
    sealed record Planned(Claimed Claim, OutboundRecord Record, PendingCall Call)
    {
        /// <summary>AWS does not have it yet, and no person asked for it.</summary>
        public bool IsLimited => Claim.State is null && !Claim.Reasons.Contains(Reason.Refresh);

        public byte[] Intent => new StoredIntent(Aws: Call).ToJson();

        public Settlement InFlight(DateTimeOffset until) => SendFiles.InFlight(Claim, Intent, until);

        public Settlement Failed(IReadOnlyList<Issue> issues, WorkNext next, DateTimeOffset now) =>
            new() { Claim = Claim, Entries = [(Call with { Issues = [.. Call.Issues, .. issues] }).Entry(Outcome.Failed, Call.Next, now)], Next = next };
    }

    // It waits with its intent: whatever wakes it earlier finds it on its way.
    static Settlement InFlight(Claimed claim, byte[] intent, DateTimeOffset until) =>
        new() { Claim = claim, Intent = intent, Next = new WorkNext.Again(until, "it waits for AWS's results of its file", Counts: false, [.. claim.Reasons.Union([Reason.Task])]) };

    [LoggerMessage(1, LogLevel.Warning, "The file exchange was interrupted (transient: {Transient}) and will be retried")]
    static partial void LogAway(ILogger log, Exception away, bool transient);

    [LoggerMessage(2, LogLevel.Error, "Today's files for AWS are used up; the rest is sent tomorrow")]
    static partial void LogFull(ILogger log);

    [LoggerMessage(3, LogLevel.Error, "{Key} was not sent: {Why}")]
    static partial void LogWrong(ILogger log, string key, string why);

    [LoggerMessage(4, LogLevel.Information, "Sent {Key} with {Records} records")]
    static partial void LogSent(ILogger log, string key, int records);

    [LoggerMessage(5, LogLevel.Information, "Results of {File}: {Taken} records taken, {Refused} refused")]
    static partial void LogResults(ILogger log, string file, int taken, int refused);

    [LoggerMessage(6, LogLevel.Warning, "AWS has no result for {Key} of file {File}: {What}")]
    static partial void LogMissing(ILogger log, WorkKey key, string file, string what);

    [LoggerMessage(9, LogLevel.Error, "No file is sent: {Rule}. Fix: {Fix}")]
    static partial void LogHead(ILogger log, string rule, string fix);

    [LoggerMessage(8, LogLevel.Warning, "A worker of a former release still sends files; nothing was sent in this run")]
    static partial void LogFormer(ILogger log);

    [LoggerMessage(7, LogLevel.Warning, "{Key} can't be used as results: {Code}")]
    static partial void LogUnusable(ILogger log, string key, string code);
}
