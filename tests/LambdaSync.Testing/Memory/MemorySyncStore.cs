using LambdaSync.Connections;
using LambdaSync.Connections.State;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Testing.Memory;

/// <summary>
/// The sync store in memory: the same promises as DynamoDB's and SQLite's, under the same contract suite, in a fraction of the time. One
/// call at a time; nothing else in it waits.
/// </summary>
public sealed class MemorySyncStore : ISyncStore
{
    readonly Dictionary<WorkKey, StoredWork> _work = [];
    readonly Dictionary<WorkKey, RecordState> _records = [];
    readonly Dictionary<(string Catalog, string Object, string Id), WorkKey> _links = [];
    readonly MemoryLog _log = new();

    /// <summary>Counts the writes, so that who has read everything knows whether it still is as it was.</summary>
    public long Writes { get; private set; }

    /// <summary>Everything that was ever woken or claimed.</summary>
    public IReadOnlyDictionary<WorkKey, StoredWork> Work => _work;

    public IReadOnlyDictionary<WorkKey, RecordState> Records => _records;

    public MemoryLog Log => _log;

    public Task<IReadOnlyList<RecordState>> GetRecords(IReadOnlyList<WorkKey> keys, CancellationToken cancellation) =>
        Answer<IReadOnlyList<RecordState>>([.. keys.Distinct().Select(k => _records.GetValueOrDefault(k)).OfType<RecordState>()]);

    public Task<WorkKey?> FindByCrmId(string catalog, string crmObject, string crmId, CancellationToken cancellation) =>
        Answer(_links.GetValueOrDefault((catalog, crmObject, crmId)));

    public Task<Job> StartJob(Job job, CancellationToken cancellation) => Change(() => _log.Start(job));

    public Task<Job> EndJob(string jobId, IReadOnlyList<Issue> issues, DateTimeOffset now, CancellationToken cancellation) =>
        Change(() => _log.End(jobId, issues, now));

    public Task<IReadOnlySet<int>> SettledIndexes(string jobId, int from, int to, CancellationToken cancellation) =>
        Answer<IReadOnlySet<int>>(_log.Details(jobId).Select(d => d.Index).Where(i => i >= from && i <= to).ToHashSet());

    public Task Wake(IReadOnlyList<Wake> wakes, CancellationToken cancellation) => Change(() =>
    {
        foreach (var wake in wakes)
            Wake(wake);
        return true;
    });

    public Task<IReadOnlyList<Claimed?>> Claim(IReadOnlyList<WorkKey> keys, ClaimTerms terms, CancellationToken cancellation) =>
        Change<IReadOnlyList<Claimed?>>(() => [.. keys.Select(key => Claim(key, terms))]);

    public Task<IReadOnlyList<bool>> Renew(IReadOnlyList<Claimed> claims, DateTimeOffset until, CancellationToken cancellation) =>
        Change<IReadOnlyList<bool>>(() => [.. claims.Select(claim => Holding(claim, work => work.Extend(until)))]);

    public Task<IReadOnlyList<bool>> StoreIntents(IReadOnlyList<(Claimed Claim, byte[] Intent)> intents, CancellationToken cancellation) =>
        Change<IReadOnlyList<bool>>(() => [.. intents.Select(i => Holding(i.Claim, work => work.Keep(i.Intent)))]);

    public Task<IReadOnlyList<Settled>> Settle(IReadOnlyList<Settlement> settlements, CancellationToken cancellation) =>
        Change<IReadOnlyList<Settled>>(() => [.. settlements.Select(Settle)]);

    public Task<IReadOnlyList<WorkKey>> Due(string catalog, WorkGroup group, DateTimeOffset now, int limit, CancellationToken cancellation) =>
        Answer<IReadOnlyList<WorkKey>>(
        [
            .. _work.Where(w => w.Key.Catalog == catalog && WorkGroups.Of(w.Key.Kind) == group && w.Value.Row.Due <= now && w.Value.IsFree(now))
                .OrderBy(w => w.Value.Row.Lane).ThenBy(w => w.Value.Row.Due).ThenBy(w => Name(w.Key), StringComparer.Ordinal).Select(w => w.Key).Take(limit),
        ]);

    public Task<IReadOnlyList<WorkItem>> ListWork(string catalog, int limit, CancellationToken cancellation) =>
        Answer<IReadOnlyList<WorkItem>>(
        [
            .. _work.Where(w => w.Key.Catalog == catalog && (w.Value.Row.Due is not null || w.Value.Row.Parked))
                .OrderBy(w => w.Value.Row.Parked).ThenBy(w => w.Value.Row.Lane).ThenBy(w => w.Value.Row.Due ?? w.Value.Row.Since).ThenBy(w => Name(w.Key), StringComparer.Ordinal)
                .Take(limit).Select(w => w.Value.Item(w.Key)),
        ]);

    public Task<WorkItem?> GetWork(WorkKey key, CancellationToken cancellation) => Answer(_work.GetValueOrDefault(key)?.Item(key));

    public Task<IReadOnlyList<Notification>> ListNotifications(string catalog, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellation) =>
        Answer<IReadOnlyList<Notification>>([.. _log.Newest(catalog, from, to).Take(limit)]);

    public Task<Job?> GetJob(string jobId, CancellationToken cancellation) => Answer(_log.Job(jobId));

    public Task<IReadOnlyList<Job>> ListJobs(DateTimeOffset from, DateTimeOffset to, JobStatus? status, int limit, CancellationToken cancellation) =>
        Answer<IReadOnlyList<Job>>([.. _log.Jobs(from, to, status).Take(limit)]);

    public Task<IReadOnlyList<JobDetail>> ListDetails(string jobId, int fromIndex, int limit, CancellationToken cancellation) =>
        Answer<IReadOnlyList<JobDetail>>([.. _log.Details(jobId).Where(d => d.Index >= fromIndex).Take(limit)]);

    public Task<IReadOnlyList<JobDetail>> ListDetailsOf(string awsId, int limit, CancellationToken cancellation) =>
        Answer<IReadOnlyList<JobDetail>>([.. _log.DetailsOf(awsId).Take(limit)]);

    static Task<T> Answer<T>(T result) => Task.FromResult(result);

    Task<T> Change<T>(Func<T> change)
    {
        try
        {
            lock (_work)
            {
                Writes++;
                return Task.FromResult(change());
            }
        }
        catch (ConnectionException failed)
        {
            return Task.FromException<T>(failed);
        }
    }

    static string Name(WorkKey key) => $"{key.Kind}\0{key.Id}";

    void Wake(Wake wake)
    {
        if (!_work.TryGetValue(wake.Key, out var work))
            _work[wake.Key] = work = new StoredWork();
        work.Wake(wake);
    }

    Claimed? Claim(WorkKey key, ClaimTerms terms)
    {
        if (!_work.TryGetValue(key, out var work))
        {
            if (!terms.EvenIfClean)
                return null;
            _work[key] = work = StoredWork.Touched(terms.Now);
        }

        return work.Claim(key, terms, _records.GetValueOrDefault(key));
    }

    bool Holding(Claimed claim, Action<StoredWork> act)
    {
        if (Held(claim) is not { } work)
            return false;
        act(work);
        return true;
    }

    StoredWork? Held(Claimed claim) => _work.GetValueOrDefault(claim.Key) is { } work && work.IsHeld(claim) ? work : null;

    // Everything is checked before anything is stored.
    Settled Settle(Settlement settlement)
    {
        if (settlement.Entries.Any(entry => _log.Has(entry.Detail.JobId, entry.Detail.Index)))
            return Settled.Lost;
        var work = settlement.Claim is { } claim ? Held(claim) : null;
        if (settlement.Claim is not null && work is null)
            return Settled.Lost;
        if (settlement.State is { } state)
        {
            if (Check(state, settlement.TakesOver) is var found and not Settled.Stored)
                return found;
            if (settlement.TakesOver is { } from)
                Put(from.Moved(state.Key));
            Put(state);
        }

        _log.Add(settlement.Entries, settlement.Notifications);
        var woken = work?.Wakes > settlement.Claim?.Wakes;
        if (settlement.KeepsClaim)
            work?.Keep(settlement.Intent);
        else
            work?.End(settlement);
        // After the end: one of them may wake the same thing again.
        foreach (var wake in settlement.Wakes)
            Wake(wake);
        return woken && !settlement.KeepsClaim ? Settled.StoredAndRequeued : Settled.Stored;
    }

    Settled Check(RecordState state, RecordState? from)
    {
        if (!IsVersion(state) || (from is not null && !IsVersion(from)))
            return Settled.Lost;
        return state.MovedTo is null && _links.TryGetValue(LinkOf(state), out var other) && other != state.Key && other != from?.Key ? Settled.LinkTaken : Settled.Stored;
    }

    bool IsVersion(RecordState state) => (_records.GetValueOrDefault(state.Key)?.Version ?? 0) == state.Version;

    void Put(RecordState state)
    {
        if (_records.TryGetValue(state.Key, out var before) && before.MovedTo is null)
            _links.Remove(LinkOf(before));
        if (state.MovedTo is null)
            _links[LinkOf(state)] = state.Key;
        _records[state.Key] = state with { Version = state.Version + 1 };
    }

    static (string Catalog, string Object, string Id) LinkOf(RecordState state) => (state.Key.Catalog, state.CrmObject, state.CrmId);
}
