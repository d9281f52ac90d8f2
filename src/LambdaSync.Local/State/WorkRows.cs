using LambdaSync.Connections.State;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Microsoft.Data.Sqlite;

namespace LambdaSync.Local.State;

/// <summary>The <c>work</c> table: wake, claim, renewal, intent, and the end of a claim, by the rules of <see cref="WorkRow"/>. Every method runs inside a transaction.</summary>
sealed class WorkRows(SqliteFile file)
{
    const string Columns = "kind, id, reasons, wakes, lane, due, since, attempts, cause, owner, epoch, until, intent, data, after";

    readonly Statement _put = file.Prepare("""
        INSERT INTO work VALUES ($1, $2, $3, $4, 1, $5, $6, $7, $8, $9, 0, NULL, 0, NULL, NULL, $10, $11, NULL)
        ON CONFLICT (catalog, kind, id) DO UPDATE SET
            reasons = $4, wakes = wakes + 1, lane = $5, due = $6, since = $7, attempts = $8, cause = $9, parked = 0, data = ifnull(data, $10)
        """);

    readonly Statement _touch = file.Prepare("""
        INSERT OR IGNORE INTO work VALUES ($1, $2, $3, '', 0, 2, NULL, $4, 0, NULL, 0, NULL, 0, NULL, NULL, NULL, $5, NULL)
        """);

    readonly Statement _claim = file.Prepare($"""
        UPDATE work SET after = owner, owner = $4, epoch = epoch + 1, until = $6
        WHERE catalog = $1 AND kind = $2 AND id = $3 AND (owner IS NULL OR owner = $4 OR until <= $5) AND ($7 OR due <= $8)
        RETURNING {Columns}
        """);

    readonly Statement _extend = file.Prepare("""
        UPDATE work SET until = max(until, $5) WHERE catalog = $1 AND kind = $2 AND id = $3 AND epoch = $4 AND owner IS NOT NULL
        """);

    readonly Statement _intent = file.Prepare("UPDATE work SET intent = $5 WHERE catalog = $1 AND kind = $2 AND id = $3 AND epoch = $4 AND owner IS NOT NULL");
    readonly Statement _held = file.Prepare("SELECT wakes FROM work WHERE catalog = $1 AND kind = $2 AND id = $3 AND epoch = $4 AND owner IS NOT NULL");

    readonly Statement _end = file.Prepare("""
        UPDATE work SET reasons = $4, lane = $5, due = $6, since = $7, attempts = $8, cause = $9, parked = $10,
            owner = NULL, after = NULL, until = NULL, intent = $11, data = ifnull($12, data)
        WHERE catalog = $1 AND kind = $2 AND id = $3
        """);

    readonly Statement _due = file.Prepare("""
        SELECT kind, id FROM work WHERE catalog = $1 AND grouped = $2 AND due <= $3 AND (owner IS NULL OR until <= $3) ORDER BY lane, due, kind, id LIMIT $4
        """);

    readonly Statement _list = file.Prepare($"""
        SELECT {Columns} FROM work WHERE catalog = $1 AND (due IS NOT NULL OR parked) ORDER BY parked, lane, ifnull(due, since), kind, id LIMIT $2
        """);

    readonly Statement _get = file.Prepare($"SELECT {Columns} FROM work WHERE catalog = $1 AND kind = $2 AND id = $3");

    readonly Statement _release = file.Prepare("UPDATE work SET until = $2 WHERE substr(owner, 1, length($1)) = $1 AND until > $2");
    readonly Statement _latest = file.Prepare("SELECT latest FROM clock");
    readonly Statement _setLatest = file.Prepare("UPDATE clock SET latest = $1 WHERE latest < $1 OR $2");

    readonly Statement _moveBack = file.Prepare("""
        UPDATE work SET due = CASE WHEN due > $1 AND kind = 'Schedule' THEN $1 WHEN due > $1 THEN max($1, due - $2) ELSE due END, until = CASE WHEN until > $1 THEN max($1, until - $2) ELSE until END,
            since = min(since, $1) WHERE due > $1 OR until > $1 OR since > $1
        """);

    readonly Statement _longestDue = file.Prepare($"""
        SELECT {Columns}, count(*) OVER () FROM work WHERE catalog = $1 AND grouped IN ($2, $3, $4) AND due <= $5 ORDER BY due LIMIT 1
        """);

    const string Done = "kind = $1 AND due IS NULL AND NOT parked AND owner IS NULL AND since < $2";

    readonly Statement _done = file.Prepare($"SELECT catalog, id FROM work WHERE {Done}");
    readonly Statement _removeDone = file.Prepare($"DELETE FROM work WHERE {Done}");
    readonly Statement _removeOne = file.Prepare($"DELETE FROM work WHERE {Done} AND catalog = $3 AND id = $4");

    public void Wake(Wake wake)
    {
        var row = (Row(wake.Key) ?? WorkRow.Clean).Woken(wake);
        _put.Run(
            wake.Key.Catalog, wake.Key.Kind.ToString(), wake.Key.Id, Texts(row.Reasons), (int)row.Lane, row.Due?.UtcTicks, row.Since.UtcTicks, row.Attempts,
            row.Cause, wake.Data, Group(wake.Key));
    }

    public Claimed? Claim(WorkKey key, ClaimTerms terms, RecordState? state)
    {
        _setLatest.Run(terms.Now.UtcTicks, false);
        if (terms.EvenIfClean)
            _touch.Run(key.Catalog, key.Kind.ToString(), key.Id, terms.Now.UtcTicks, Group(key));
        return _claim.First(
            r => new Claimed(
                key, r.GetInt64(10), r.GetInt64(3), Reasons(r), (Lane)r.GetInt32(4), TimeOrNull(r, 5), Rows.Time(r.GetInt64(6)), r.GetInt32(7),
                state, BlobOrNull(r, 12), BlobOrNull(r, 13), !r.IsDBNull(14), r.IsDBNull(8) ? null : r.GetString(8)),
            key.Catalog, key.Kind.ToString(), key.Id, terms.Owner, terms.Now.UtcTicks, terms.Until.UtcTicks, terms.EvenIfClean, terms.DueBy.UtcTicks);
    }

    public bool Extend(Claimed claim, DateTimeOffset until) =>
        _extend.Run(claim.Key.Catalog, claim.Key.Kind.ToString(), claim.Key.Id, claim.Epoch, until.UtcTicks) == 1;

    public bool Intent(Claimed claim, byte[]? intent) =>
        _intent.Run(claim.Key.Catalog, claim.Key.Kind.ToString(), claim.Key.Id, claim.Epoch, intent) == 1;

    /// <summary>The wakes so far, or null when the claim is no longer this one.</summary>
    public long? Held(Claimed claim) =>
        _held.First(r => (long?)r.GetInt64(0), claim.Key.Catalog, claim.Key.Kind.ToString(), claim.Key.Id, claim.Epoch);

    public void End(Claimed claim, bool wokenSince, WorkNext next, byte[]? intent, byte[]? data)
    {
        var row = Row(claim.Key)!.Ended(next, wokenSince, claim.Reasons);
        _end.Run(
            claim.Key.Catalog, claim.Key.Kind.ToString(), claim.Key.Id, Texts(row.Reasons), (int)row.Lane, row.Due?.UtcTicks, row.Since.UtcTicks, row.Attempts,
            row.Cause, row.Parked, intent, data);
    }

    public List<WorkKey> Due(string catalog, WorkGroup group, DateTimeOffset now, int limit) => _due.All(
        r => new WorkKey(catalog, Enum.Parse<WorkKind>(r.GetString(0)), r.GetString(1)), catalog, group.ToString(), now.UtcTicks, limit);

    public List<WorkItem> List(string catalog, int limit) => _list.All(r => Item(catalog, r), catalog, limit);

    public WorkItem? Get(WorkKey key) => _get.First(r => Item(key.Catalog, r), key.Catalog, key.Kind.ToString(), key.Id);

    public int Release(string ownerPrefix, DateTimeOffset now) => _release.Run(ownerPrefix, now.UtcTicks);

    /// <summary>Moves times in the future back by as much as the clock was set back; a schedule is due at once.</summary>
    /// <returns>By how much, or null: it was not.</returns>
    public TimeSpan? FollowClock(DateTimeOffset now, TimeSpan tolerance)
    {
        var back = TimeSpan.FromTicks(_latest.First(r => r.GetInt64(0)) - now.UtcTicks);
        _setLatest.Run(now.UtcTicks, back > tolerance);
        if (back <= tolerance)
            return null;
        _moveBack.Run(now.UtcTicks, back.Ticks);
        return back;
    }

    /// <summary>What has been due for the longest time, and how much is due.</summary>
    public (WorkItem First, int Count)? LongestDue(string catalog, IReadOnlyList<WorkGroup> groups, DateTimeOffset now)
    {
        var names = Enumerable.Range(0, 3).Select(i => i < groups.Count ? groups[i].ToString() : "").ToList();
        return _longestDue.First(r => ((WorkItem, int)?)(Item(catalog, r), r.GetInt32(15)), catalog, names[0], names[1], names[2], now.UtcTicks);
    }

    /// <summary>Of some kinds everything expires, of schedules what runs once.</summary>
    public int RemoveDone(WorkKind kind, DateTimeOffset before)
    {
        if (WorkItems.Expires(kind))
            return _removeDone.Run(kind.ToString(), before.UtcTicks);
        var once = kind == WorkKind.Schedule ? _done.All(r => new WorkKey(r.GetString(0), kind, r.GetString(1)), kind.ToString(), before.UtcTicks).Where(WorkItems.Expires) : [];
        return once.Sum(key => _removeOne.Run(kind.ToString(), before.UtcTicks, key.Catalog, key.Id));
    }

    static WorkItem Item(string catalog, SqliteDataReader r) => new(
        new WorkKey(catalog, Enum.Parse<WorkKind>(r.GetString(0)), r.GetString(1)), Reasons(r), (Lane)r.GetInt32(4), TimeOrNull(r, 5),
        Rows.Time(r.GetInt64(6)), r.GetInt32(7), r.IsDBNull(8) ? null : r.GetString(8), r.IsDBNull(9) ? null : r.GetString(9), TimeOrNull(r, 11),
        BlobOrNull(r, 12), BlobOrNull(r, 13));

    WorkRow? Row(WorkKey key) => Get(key) is { } item ? new WorkRow(item.Reasons, item.Lane, item.Due, item.Since, item.Attempts, item.Cause) : null;

    static string Texts(IEnumerable<string> reasons) => string.Join(',', reasons);

    static string Group(WorkKey key) => WorkGroups.Of(key.Kind).ToString();

    static HashSet<string> Reasons(SqliteDataReader r) =>
        r.GetString(2).Split(',', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);

    static DateTimeOffset? TimeOrNull(SqliteDataReader r, int column) => r.IsDBNull(column) ? null : Rows.Time(r.GetInt64(column));

    static byte[]? BlobOrNull(SqliteDataReader r, int column) => r.IsDBNull(column) ? null : Rows.Blob(r, column);
}
