using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Microsoft.Data.Sqlite;

namespace LambdaSync.Local.State;

/// <summary>The <c>work</c> table: wake, claim, intent, and the end of a claim. Every method runs inside a transaction.</summary>
sealed class WorkRows(SqliteFile file)
{
    const string Columns = "kind, id, reasons, wakes, lane, due, since, attempts, cause, owner, epoch, until, intent, data";

    // What was clean or parked begins anew; what is dirty becomes more urgent at most.
    readonly Statement _wake = file.Prepare("""
        INSERT INTO work VALUES ($1, $2, $3, $4, 1, $5, $6, $6, 0, NULL, 0, NULL, 0, NULL, NULL, $7, $8)
        ON CONFLICT (catalog, kind, id) DO UPDATE SET
            reasons = CASE WHEN instr(',' || reasons || ',', ',' || $4 || ',') > 0 THEN reasons ELSE ltrim(reasons || ',' || $4, ',') END,
            wakes = wakes + 1,
            lane = CASE WHEN due IS NULL THEN $5 ELSE min(lane, $5) END,
            since = CASE WHEN due IS NULL THEN $6 ELSE since END,
            attempts = CASE WHEN due IS NULL THEN 0 ELSE attempts END,
            cause = CASE WHEN due IS NULL THEN NULL ELSE cause END,
            due = CASE WHEN due IS NULL THEN $6 ELSE min(due, $6) END,
            parked = 0, data = ifnull(data, $7)
        """);

    readonly Statement _touch = file.Prepare("""
        INSERT OR IGNORE INTO work VALUES ($1, $2, $3, '', 0, 2, NULL, $4, 0, NULL, 0, NULL, 0, NULL, NULL, NULL, $5)
        """);

    readonly Statement _claim = file.Prepare($"""
        UPDATE work SET owner = $4, epoch = epoch + 1, until = $6
        WHERE catalog = $1 AND kind = $2 AND id = $3 AND (owner IS NULL OR owner = $4 OR until <= $5) AND ($7 OR due <= $5)
        RETURNING {Columns}
        """);

    readonly Statement _intent = file.Prepare("UPDATE work SET intent = $5 WHERE catalog = $1 AND kind = $2 AND id = $3 AND epoch = $4 AND owner IS NOT NULL");
    readonly Statement _held = file.Prepare("SELECT wakes FROM work WHERE catalog = $1 AND kind = $2 AND id = $3 AND epoch = $4 AND owner IS NOT NULL");

    readonly Statement _release = file.Prepare("""
        UPDATE work SET owner = NULL, until = NULL, intent = $4, data = ifnull($5, data) WHERE catalog = $1 AND kind = $2 AND id = $3
        """);

    readonly Statement _done = file.Prepare("""
        UPDATE work SET reasons = '', due = NULL, parked = 0, cause = NULL, attempts = 0 WHERE catalog = $1 AND kind = $2 AND id = $3
        """);

    readonly Statement _again = file.Prepare("""
        UPDATE work SET due = $4, since = CASE WHEN due IS NULL THEN $4 ELSE since END, cause = $5, attempts = attempts + $6,
            reasons = ifnull($7, reasons), parked = 0
        WHERE catalog = $1 AND kind = $2 AND id = $3
        """);

    readonly Statement _failed = file.Prepare("""
        UPDATE work SET cause = $4, attempts = attempts + $5 WHERE catalog = $1 AND kind = $2 AND id = $3
        """);

    readonly Statement _park = file.Prepare("""
        UPDATE work SET due = NULL, parked = 1, cause = $4 WHERE catalog = $1 AND kind = $2 AND id = $3
        """);

    readonly Statement _due = file.Prepare("""
        SELECT kind, id FROM work WHERE catalog = $1 AND grouped = $2 AND due <= $3 AND (owner IS NULL OR until <= $3) ORDER BY lane, due, kind, id LIMIT $4
        """);

    readonly Statement _list = file.Prepare($"""
        SELECT {Columns} FROM work WHERE catalog = $1 AND (due IS NOT NULL OR parked) ORDER BY parked, lane, ifnull(due, since), kind, id LIMIT $2
        """);

    readonly Statement _get = file.Prepare($"SELECT {Columns} FROM work WHERE catalog = $1 AND kind = $2 AND id = $3");

    public void Wake(Wake wake) => _wake.Run(
        wake.Key.Catalog, wake.Key.Kind.ToString(), wake.Key.Id, wake.Reason, (int)wake.Lane, wake.Due.UtcTicks, wake.Data, Group(wake.Key));

    public Claimed? Claim(WorkKey key, string owner, DateTimeOffset now, DateTimeOffset until, bool evenIfClean, RecordState? state)
    {
        if (evenIfClean)
            _touch.Run(key.Catalog, key.Kind.ToString(), key.Id, now.UtcTicks, Group(key));
        return _claim.First(
            r => new Claimed(
                key, r.GetInt64(10), r.GetInt64(3), Reasons(r), (Lane)r.GetInt32(4), TimeOrNull(r, 5), Rows.Time(r.GetInt64(6)), r.GetInt32(7),
                state, BlobOrNull(r, 12), BlobOrNull(r, 13)),
            key.Catalog, key.Kind.ToString(), key.Id, owner, now.UtcTicks, until.UtcTicks, evenIfClean);
    }

    public bool Intent(Claimed claim, byte[] intent) =>
        _intent.Run(claim.Key.Catalog, claim.Key.Kind.ToString(), claim.Key.Id, claim.Epoch, intent) == 1;

    /// <summary>The wakes so far, or null when the claim is no longer this one.</summary>
    public long? Held(Claimed claim) =>
        _held.First(r => (long?)r.GetInt64(0), claim.Key.Catalog, claim.Key.Kind.ToString(), claim.Key.Id, claim.Epoch);

    public void End(Claimed claim, bool wokenSince, WorkNext next, byte[]? intent, byte[]? data)
    {
        var (catalog, kind, id) = (claim.Key.Catalog, claim.Key.Kind.ToString(), claim.Key.Id);
        _release.Run(catalog, kind, id, intent, data);
        switch (next)
        {
            case WorkNext.Done when !wokenSince:
                _done.Run(catalog, kind, id);
                break;
            case WorkNext.Again again when !wokenSince:
                _again.Run(catalog, kind, id, again.Due.UtcTicks, again.Cause, again.Counts ? 1 : 0, again.Reasons is { } reasons ? string.Join(',', reasons) : null);
                break;
            case WorkNext.Parked parked when !wokenSince:
                _park.Run(catalog, kind, id, parked.Cause);
                break;
            case WorkNext.Again again:
                _failed.Run(catalog, kind, id, again.Cause, again.Counts ? 1 : 0);
                break;
        }
    }

    public List<WorkKey> Due(string catalog, WorkGroup group, DateTimeOffset now, int limit) => _due.All(
        r => new WorkKey(catalog, Enum.Parse<WorkKind>(r.GetString(0)), r.GetString(1)), catalog, group.ToString(), now.UtcTicks, limit);

    public List<WorkItem> List(string catalog, int limit) => _list.All(r => Item(catalog, r), catalog, limit);

    public WorkItem? Get(WorkKey key) => _get.First(r => Item(key.Catalog, r), key.Catalog, key.Kind.ToString(), key.Id);

    static WorkItem Item(string catalog, SqliteDataReader r) => new(
        new WorkKey(catalog, Enum.Parse<WorkKind>(r.GetString(0)), r.GetString(1)), Reasons(r), (Lane)r.GetInt32(4), TimeOrNull(r, 5),
        Rows.Time(r.GetInt64(6)), r.GetInt32(7), r.IsDBNull(8) ? null : r.GetString(8), r.IsDBNull(9) ? null : r.GetString(9), TimeOrNull(r, 11),
        BlobOrNull(r, 12), BlobOrNull(r, 13));

    static string Group(WorkKey key) => WorkGroups.Of(key.Kind).ToString();

    static HashSet<string> Reasons(SqliteDataReader r) =>
        r.GetString(2).Split(',', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);

    static DateTimeOffset? TimeOrNull(SqliteDataReader r, int column) => r.IsDBNull(column) ? null : Rows.Time(r.GetInt64(column));

    static byte[]? BlobOrNull(SqliteDataReader r, int column) => r.IsDBNull(column) ? null : Rows.Blob(r, column);
}
