using LambdaSync.Connections.State;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Local.State;

public sealed partial class SqliteSyncStore
{
    // Less is corrected by time synchronization all the time and delays nothing for long.
    static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(1);

    public Task Wake(IReadOnlyList<Wake> wakes, CancellationToken cancellation) => _file.Transaction(
        () =>
        {
            foreach (var wake in wakes)
                _work.Wake(wake);
            return wakes.Count;
        },
        cancellation);

    public Task<IReadOnlyList<Claimed?>> Claim(IReadOnlyList<WorkKey> keys, ClaimTerms terms, CancellationToken cancellation) =>
        _file.Transaction<IReadOnlyList<Claimed?>>(
            () => [.. keys.Select(k => _work.Claim(k, terms, State(k)))],
            cancellation);

    public Task<IReadOnlyList<bool>> Renew(IReadOnlyList<Claimed> claims, DateTimeOffset until, CancellationToken cancellation) =>
        _file.Transaction<IReadOnlyList<bool>>(() => [.. claims.Select(c => _work.Extend(c, until))], cancellation);

    public Task<IReadOnlyList<bool>> StoreIntents(IReadOnlyList<(Claimed Claim, byte[] Intent)> intents, CancellationToken cancellation) =>
        _file.Transaction<IReadOnlyList<bool>>(() => [.. intents.Select(i => _work.Intent(i.Claim, i.Intent))], cancellation);

    public Task<IReadOnlyList<WorkKey>> Due(string catalog, WorkGroup group, DateTimeOffset now, int limit, CancellationToken cancellation) =>
        _file.Read<IReadOnlyList<WorkKey>>(() => _work.Due(catalog, group, now, limit), cancellation);

    public Task<IReadOnlyList<WorkItem>> ListWork(string catalog, int limit, CancellationToken cancellation) =>
        _file.Read<IReadOnlyList<WorkItem>>(() => _work.List(catalog, limit), cancellation);

    public Task<WorkItem?> GetWork(WorkKey key, CancellationToken cancellation) => _file.Read(() => _work.Get(key), cancellation);

    public Task<IReadOnlyList<Notification>> ListNotifications(
        string catalog, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellation) =>
        _file.Read<IReadOnlyList<Notification>>(
            () => _listNotifications.All(
                r => new Notification(
                    r.GetString(0), catalog, Rows.Time(r.GetInt64(1)), r.GetString(2), r.GetString(3), r.IsDBNull(4) ? null : r.GetString(4), r.GetBoolean(5)),
                catalog, from.UtcTicks, to.UtcTicks, limit),
            cancellation);

    /// <summary>
    /// Removes what is older than the retention: the log, notifications, and finished work that is no longer needed. In AWS,
    /// time to live does it.
    /// </summary>
    /// <param name="before">What came before this time goes.</param>
    /// <returns>How much was removed.</returns>
    public Task<int> RemoveExpired(DateTimeOffset before, CancellationToken cancellation) => _file.Transaction(
        () => Enum.GetValues<WorkKind>().Sum(kind => _work.RemoveDone(kind, before)) + _expired.Sum(delete => delete.Run(before.UtcTicks)),
        cancellation);

    /// <summary>Ends the claims of owners whose names begin like this, because the process that they belong to is gone. Their items are due as before.</summary>
    public Task ReleaseClaims(string ownerPrefix, DateTimeOffset now, CancellationToken cancellation) =>
        _file.Transaction(() => _work.Release(ownerPrefix, now), cancellation);

    /// <summary>
    /// Notes the time; if the clock was set back since the last time, due times, claims and retries that lie in the future move back with it
    /// and schedules are due at once, so that nothing waits for a time that was never meant.
    /// </summary>
    /// <returns>By how much the clock was set back, or null.</returns>
    public Task<TimeSpan?> FollowClock(DateTimeOffset now, CancellationToken cancellation) =>
        _file.Transaction(() => _work.FollowClock(now, ClockTolerance), cancellation);

    /// <summary>What has been due for the longest time in these groups, and how much is due; null: nothing is.</summary>
    public Task<(WorkItem First, int Count)?> LongestDue(string catalog, IReadOnlyList<WorkGroup> groups, DateTimeOffset now, CancellationToken cancellation) =>
        _file.Read(() => _work.LongestDue(catalog, groups, now), cancellation);

    RecordState? State(WorkKey key) => _getRecord.First(r => Rows.State(key, r), key.Catalog, key.Kind.ToString(), key.Id);
}
