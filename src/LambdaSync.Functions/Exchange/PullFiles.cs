using Amazon.Lambda.CloudWatchEvents.ScheduledEvents;
using Amazon.Lambda.Core;
using LambdaSync.Connections;
using LambdaSync.Connections.Buckets;
using LambdaSync.Connections.State;
using LambdaSync.Fields;
using LambdaSync.Files;
using LambdaSync.Sync;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;
using Microsoft.Extensions.Logging;

namespace LambdaSync.Functions.Exchange;

/// <summary>
/// The tick, or a call that names objects: AWS's files are copied from the exchange's bucket, which sends no notifications, to the landing bucket, whose notification
/// starts the import. The file at AWS is deleted once the whole file was imported; a copy stays in AWS's archive folder.
/// </summary>
/// <remarks>
/// The copy's key holds the entity tag of its source, so a file is copied once, however often it is listed, and a changed file of the same
/// name is another file. Nothing else is remembered: whether the copy was imported is what the sync log says.
/// </remarks>
public sealed partial class PullFiles(
    IExchangeBucket exchange, ILandingBucket landing, ISyncStore store, ExchangeTerms terms, SyncSettings settings, TimeProvider time, ILogger<PullFiles> log)
{
    /// <summary>The guide's name for the job of a fetched file.</summary>
    public const string JobKind = "Inbound File Retrieval";

    const int MaxSchedules = 100;

    static readonly TimeSpan Reserve = TimeSpan.FromSeconds(20), AfterFailure = TimeSpan.FromMinutes(5);

    readonly CancellationToken _none = CancellationToken.None;
    bool _hasStanding;

    DateTimeOffset Now => time.GetUtcNow();

    /// <exception cref="ConnectionException">A bucket or the store is away; the schedule is due again soon.</exception>
    public async Task Handle(ScheduledEvent tick, ILambdaContext context)
    {
        var asked = ExchangeTick.AskedBy(tick).Select(KeyOf).ToList();
        if (!await MakeStanding(context))
        {
            LogFormer(log);
            return;
        }

        if (asked.Count > 0)
            await store.Wake([.. asked.Select(key => new Wake(key, Reason.Timer, Lane.Person, Now))], _none);
        ConnectionException? failed = null;
        foreach (var key in (await store.Due(settings.Catalog, WorkGroup.Schedules, Now, MaxSchedules, _none)).Where(key => IsArchive(key) || ObjectOf(key) is not null))
        {
            try
            {
                await Run(key, asked.Contains(key), context);
            }
            catch (ConnectionException away)
            {
                LogAway(log, away, key.Id, away.Transient);
                Telemetry.CallFailed(away);
                failed ??= away;
            }
        }

        if (failed is not null)
            throw failed;
    }

    /// <summary>The job of a fetched file: the same object always has the same one.</summary>
    internal string JobIdOf(ExchangeObject found) =>
        JobId.Of("pull-", $"{settings.Catalog}\n{exchange.Name}/{found.Key}@{found.Tag}");

    static AceObject ObjectOfArchive(WorkKey key) =>
        key.Id.StartsWith(Schedules.PullArchivePrefix + "lead", StringComparison.Ordinal) ? AceObject.Lead : AceObject.Opportunity;

    static bool IsArchive(WorkKey key) => key.Id.StartsWith(Schedules.PullArchivePrefix, StringComparison.Ordinal);

    WorkKey KeyOf(AceObject aceObject) => WorkKey.Schedule(settings.Catalog, Schedules.Pull(aceObject));

    static AceObject? ObjectOf(WorkKey key) => ExchangeFolders.Objects.Select(each => (AceObject?)each).FirstOrDefault(each => Schedules.Pull(each!.Value) == key.Id);

    // A process looks once. A setting that was changed since makes its schedule due, which then follows it.
    async Task<bool> MakeStanding(ILambdaContext context)
    {
        if (_hasStanding)
            return true;
        var missing = new List<(WorkKey, Schedule)>();
        foreach (var aceObject in ExchangeFolders.Objects)
        {
            var data = (await store.GetWork(KeyOf(aceObject), _none))?.Data;
            if (data is null)
                missing.Add((KeyOf(aceObject), terms.Every.Begin(aceObject)));
            else if (Schedule.Read(data).IsChangedBy(terms.Every.Of(aceObject)))
                await store.Wake([new Wake(KeyOf(aceObject), Reason.Timer, Lane.Sweep, Now)], _none);
        }

        return _hasStanding = await FirstSchedules.Begin(store, WorkKey.Schedule(settings.Catalog, Schedules.FormerPull), missing, givesNames: false, context, time);
    }

    // One that is off runs when a call names its object: another scheduler has taken its place.
    async Task Run(WorkKey key, bool isAsked, ILambdaContext context)
    {
        var lease = await Lease.Claim(store, [key], context, time);
        if (lease.Claims[0] is not { } claim)
            return;
        var schedule = Schedule.Read(claim.Data);
        if (ObjectOf(key) is { } ofObject)
            schedule = schedule.Follow(terms.Every.Of(ofObject));
        // A run that was asked for and ran out of time is finished although the schedule is off.
        if (schedule.IsOff && !isAsked && schedule.Cursor is null)
        {
            await store.Settle([new Settlement { Claim = claim, Data = schedule.ToJson(), Next = WorkNext.Finished }], _none);
            return;
        }

        var pass = IsArchive(key) ? new Pass(schedule, ObjectOfArchive(key), key.Id[Schedules.PullArchivePrefix.Length..]) : new Pass(schedule, ObjectOf(key)!.Value, null);
        try
        {
            var isWhole = await Walk(pass, context, lease);
            // A run that ran out of time continues at the key where it stopped.
            var next = !isWhole ? new WorkNext.Again(Now, null, Counts: false) : pass.Again is not null || schedule.IsOff ? WorkNext.Finished : (WorkNext)new WorkNext.Again(schedule.NextAfter(Now), null, Counts: false, IsNew: true);
            await store.Settle([new Settlement { Claim = claim, Data = pass.Data(isWhole ? Now : null), Next = next }], _none);
        }
        catch (ConnectionException away)
        {
            await store.Settle([new Settlement { Claim = claim, Data = pass.Data(null), Next = new WorkNext.Again(Now + AfterFailure, away.Message, Counts: true) }], _none);
            throw;
        }
    }

    // False: the time is over, or another worker has the schedule.
    async Task<bool> Walk(Pass pass, ILambdaContext context, Lease lease)
    {
        for (var more = true; more;)
        {
            var page = await exchange.List(pass.Folder, pass.Cursor, _none);
            foreach (var found in page.Objects)
            {
                if (context.RemainingTime < Reserve || !await lease.Renew())
                    return false;
                if (pass.Again is null)
                    await Take(found);
                else
                    await TakeAgain(found, pass.Folder, pass.Again);
                pass.Cursor = found.Key;
                pass.Seen++;
            }

            more = page.More;
        }

        return true;
    }

    async Task Take(ExchangeObject found)
    {
        // A folder of S3's console is an object too.
        if (found.Key.EndsWith('/') || found.Modified < terms.CutOver)
            return;
        if (PullIssues.Of(found) is { } issue)
        {
            await Quarantine(found, issue);
            return;
        }

        var key = LandingKey(found, null);
        if (await landing.Get(key, null, 0, _none) is not { } landed)
        {
            await Copy(found, null);
            return;
        }

        var source = new LandedFile(terms.LandingName, key, null, 0).Source(landed.Version);
        if (await store.GetJob(InboundFiles.JobIdOf(settings.Catalog, source), _none) is not { Ended: not null } job)
            return;
        // A file that could not be read as a whole, or of which no record was imported, stays until a person has seen it.
        if (job.Status == JobStatus.Error || job.Issues.Any(i => i.Severity == Severity.Error))
        {
            await End(found, [PullIssues.NotTaken(found.Key, job.Id)]);
            return;
        }

        await exchange.Delete(found.Key, _none);
        await End(found, []);
        LogDeleted(log, found.Key);
    }

    // Nothing of an archive is deleted, and the copy is a file of its own: its records are compared again.
    async Task TakeAgain(ExchangeObject found, string folder, string run)
    {
        if (found.Key.Length > folder.Length && !found.Key.EndsWith('/') && PullIssues.Of(found) is null && await landing.Get(LandingKey(found, run), null, 0, _none) is null)
            await Copy(found, run);
    }

    async Task Copy(ExchangeObject found, string? run)
    {
        if (await exchange.Get(found.Key, AceFile.MaxBytes, _none) is not { } read)
            return;
        // It may have been replaced since it was listed.
        var current = found with { Tag = read.Version, Length = read.Length };
        if (PullIssues.Of(current) is { } issue)
        {
            await Quarantine(current, issue);
            return;
        }

        if (run is null)
            await store.StartJob(JobOf(current), _none);
        await landing.Put(LandingKey(current, run), read.Body.ToArray(), _none);
        LogCopied(log, current.Key, current.Length);
    }

    // It stays where it is, is never imported, and is reported once.
    Task Quarantine(ExchangeObject found, Issue issue) => End(found, [issue]);

    async Task End(ExchangeObject found, IReadOnlyList<Issue> issues)
    {
        if ((await store.StartJob(JobOf(found), _none)).Ended is not null)
            return;
        var job = await store.EndJob(JobIdOf(found), issues, Now, _none);
        if (issues.Count > 0)
        {
            LogQuarantined(log, found.Key, issues[0].Code);
            Telemetry.FileEnded(job);
        }
    }

    Job JobOf(ExchangeObject found) => new(JobIdOf(found), JobKind, "inbound", $"{exchange.Name}/{found.Key}@{found.Tag}", Now, null, JobStatus.ApiSuccess, 0, 0, 0, []);

    /// <summary>Where a copy lies: below the folder whose notifications start the import.</summary>
    /// <param name="run">The name of an archive's run, or null.</param>
    internal static string LandingKey(ExchangeObject found, string? run)
    {
        var place = ExchangeFolders.PlaceOf(found.Key)!;
        var name = found.Key[(found.Key.IndexOf('/', StringComparison.Ordinal) + 1)..];
        return $"{ExchangeFolders.FromAws(place.Object)}{(run is null ? "" : $"again-{run}/")}{found.Tag}/{name}";
    }

    [LoggerMessage(1, LogLevel.Warning, "Schedule {Name} was interrupted (transient: {Transient}) and will be retried")]
    static partial void LogAway(ILogger log, Exception away, string name, bool transient);

    [LoggerMessage(2, LogLevel.Information, "Fetched {Key}, {Length} bytes")]
    static partial void LogCopied(ILogger log, string key, long length);

    [LoggerMessage(3, LogLevel.Information, "Deleted {Key}: all of it was imported")]
    static partial void LogDeleted(ILogger log, string key);

    [LoggerMessage(5, LogLevel.Warning, "A worker of a former release still fetches files; nothing was fetched in this run")]
    static partial void LogFormer(ILogger log);

    [LoggerMessage(4, LogLevel.Error, "{Key} stays in AWS's folder and is not imported: {Code}")]
    static partial void LogQuarantined(ILogger log, string key, string code);

    /// <summary>A walk through an object's folder, which a later invocation may continue.</summary>
    /// <param name="again">The name of an archive's run; null: the standing schedule.</param>
    sealed class Pass(Schedule schedule, AceObject aceObject, string? again)
    {
        public string? Again => again;

        public string Folder { get; } = again is null ? ExchangeFolders.FromAws(aceObject) : ExchangeFolders.Archive(ExchangeFolders.FromAws(aceObject));

        /// <summary>The last key that is done.</summary>
        public string? Cursor { get; set; } = schedule.Cursor;

        public int Seen { get; set; } = schedule.Seen;

        public byte[] Data(DateTimeOffset? ended) => (ended is { } at ? schedule.End(at) with { Seen = Seen } : schedule with { Cursor = Cursor, Seen = Seen }).ToJson();
    }
}
