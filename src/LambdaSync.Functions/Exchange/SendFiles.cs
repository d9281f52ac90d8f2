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
/// The tick, while opportunities travel in files: AWS's results are read, and when the schedule says so, what people changed in the CRM goes
/// into files for AWS: opportunities, answers to referrals, and updates and acceptances of leads that came in files.
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
        [.. ((AceObject[])[AceObject.Opportunity, AceObject.Lead]).Where(each => each == AceObject.Opportunity || mapping.Lead is not null).Select(each => new FileObject(each, Mappings.Compile(mapping, each), terms, settings))];
    readonly AbsenceGuard _absences = new(time, log);
    bool _hasStanding;

    DateTimeOffset Now => time.GetUtcNow();

    WorkKey Key => WorkKey.Schedule(settings.Catalog, Schedules.SendFiles);

    /// <exception cref="ConnectionException">The bucket, the CRM or the store is away. What was not done is due again.</exception>
    public async Task Handle(ScheduledEvent tick, ILambdaContext context)
    {
        if (!_hasStanding && await store.GetWork(Key, _none) is null)
            await store.Wake([new Wake(Key, Reason.Timer, Lane.Sweep, Now, new Schedule(terms.Every).ToJson())], _none);
        _hasStanding = true;
        // One worker at a time reads results and gives out names.
        var lease = await Lease.Claim(store, [Key], context, time, evenIfClean: true);
        if (lease.Claims[0] is not { } claim)
            return;
        var ledger = new FileLedger(Schedule.Read(claim.Data));
        if (claim.Intent is { } stopped)
            ledger.Resume(stopped);
        try
        {
            await ReadResults(context, lease);
            var isPaused = await Pause.Cause(store, settings.Catalog, _none) is not null;
            var isDue = claim.Due <= Now && !ledger.Schedule.IsOff && !isPaused && terms.Head.WhyNot(0) is null;
            var isWhole = !isDue || await Send(claim, ledger, context, lease);
            WorkNext next = !isDue ? claim.AsBefore() : new WorkNext.Again(isWhole ? ledger.Schedule.NextAfter(Now) : Now, null, Counts: false, IsNew: true);
            await store.Settle([new Settlement { Claim = claim, Data = (isDue && isWhole ? ledger.Schedule with { Ended = Now } : ledger.Schedule).ToJson(), Next = next }], _none);
        }
        catch (ConnectionException away)
        {
            LogAway(log, away, away.Transient);
            Telemetry.CallFailed(away);
            await store.Settle([new Settlement { Claim = claim, Data = ledger.Schedule.ToJson(), Next = new WorkNext.Again(Now + AfterFailure, away.Message, Counts: true) }], _none);
            throw;
        }
    }

    // False: the time is over, or today's files are used up. The rest is due at the next tick.
    async Task<bool> Send(Claimed claim, FileLedger ledger, ILambdaContext context, Lease around)
    {
        var seen = new HashSet<WorkKey>();
        while (context.RemainingTime > 2 * RecordEngine.Reserve)
        {
            var due = await DueRecords.Of(store, settings.Catalog, Now, MaxDue, key => !seen.Contains(key) && ObjectOf(key) is not null);
            if (due.Count == 0)
                return true;
            var of = ObjectOf(due[0])!;
            var fresh = due.Where(of.Has).Take(terms.BatchSize).ToList();
            if (ledger.IsFull(Now))
            {
                LogFull(log);
                return true;
            }

            seen.UnionWith(fresh);
            var lease = await Lease.Claim(store, fresh, context, time, around: around);
            await SendBatch(of, await WithoutRequests([.. lease.Claims.OfType<Claimed>()], seen), claim, ledger, lease);
        }

        return false;
    }

    FileObject? ObjectOf(WorkKey key) => _objects.FirstOrDefault(each => each.Has(key));

    async Task SendBatch(FileObject of, IReadOnlyList<Claimed> claims, Claimed schedule, FileLedger ledger, Lease lease)
    {
        var open = new List<Claimed>();
        foreach (var claim in claims)
        {
            if (claim.Intent is null && claim.Missing is null)
                open.Add(claim);
            else if (await Stopped(of, claim) is { } again)
                open.Add(again);
        }

        if (open.Count == 0)
            return;
        await lease.Renew();
        var (ends, plans) = await Plans(of, open);
        if (ends.Count > 0)
            await store.Settle(ends, _none);
        if (plans.Count > 0)
            await Upload(of, plans, schedule, ledger, lease);
    }

    // Names are used up and intents are stored before the upload: a worker that is stopped in between sent nothing, which its successor finds.
    async Task Upload(FileObject of, List<Planned> plans, Claimed schedule, FileLedger ledger, Lease lease)
    {
        var key = of.Folder + OutboundFileName.Of(of.Name, ledger.Next(Now));
        if (!(await store.StoreIntents([(schedule, ledger.Schedule.ToJson())], _none))[0])
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
            await store.Settle([.. plans.Select(plan => plan.Failed(wrongs, new WorkNext.Parked(wrongs[0].Rule), Now))], _none);
            return;
        }

        await exchange.Put(key, files[0].Content, _none);
        LogSent(log, key, going.Count);
        var tooLarge = left.Where(l => l.Why is not null).ToDictionary(l => l.Record.Identity, l => l.Why!, StringComparer.Ordinal);
        await store.Settle(
            [
                .. plans.Select(plan => going.Contains(plan.Record.Identity) ? plan.InFlight(Now + terms.ResultsWithin)
                    : tooLarge.TryGetValue(plan.Record.Identity, out var why) ? plan.Failed([why], new WorkNext.Parked(why.Rule), Now)
                    : new Settlement { Claim = plan.Claim, Next = plan.Claim.AsBefore() }),
            ],
            _none);
    }

    /// <summary>A record that is about to go.</summary>
    sealed record Planned(Claimed Claim, OutboundRecord Record, PendingCall Call)
    {
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

    [LoggerMessage(7, LogLevel.Warning, "{Key} can't be used as results: {Code}")]
    static partial void LogUnusable(ILogger log, string key, string code);
}
