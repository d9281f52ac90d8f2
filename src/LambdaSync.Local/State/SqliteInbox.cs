namespace LambdaSync.Local.State;

/// <summary>What <c>serve</c> has found and still has to hand to a handler: the file <c>inbox.db</c>.</summary>
public sealed class SqliteInbox : IDisposable
{
    const string Columns = "key, version, attempts, due, last_error";

    const string Schema = """
        CREATE TABLE inbox (
            key TEXT NOT NULL, version TEXT NOT NULL, attempts INTEGER NOT NULL, due INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('pending', 'done', 'failed')), last_error TEXT,
            PRIMARY KEY (key, version));
        CREATE INDEX inbox_due ON inbox (state, due);
        """;

    readonly SqliteFile _file;
    readonly Statement _offer, _due, _done, _retry, _failed, _listFailed, _requeue, _moveBack;

    /// <param name="path">The file, made when missing, or <c>:memory:</c>.</param>
    /// <exception cref="Connections.ConnectionException">The file can't be opened, or a newer version wrote it.</exception>
    public SqliteInbox(string path)
    {
        _file = new SqliteFile(path, 1, Schema);
        _offer = _file.Prepare("INSERT OR IGNORE INTO inbox VALUES ($1, $2, 0, $3, 'pending', NULL)");
        _due = _file.Prepare($"SELECT {Columns} FROM inbox WHERE state = 'pending' AND due <= $1 ORDER BY due, rowid LIMIT $2");
        _done = _file.Prepare("UPDATE inbox SET state = 'done', last_error = NULL WHERE key = $1 AND version = $2");
        _retry = _file.Prepare("""
            UPDATE inbox SET attempts = attempts + 1, due = $3, last_error = $4 WHERE key = $1 AND version = $2 AND state = 'pending'
            """);
        _failed = _file.Prepare("""
            UPDATE inbox SET attempts = attempts + 1, state = 'failed', last_error = $3
            WHERE key = $1 AND version = $2 AND state = 'pending'
            """);
        _listFailed = _file.Prepare($"SELECT {Columns} FROM inbox WHERE state = 'failed' ORDER BY rowid LIMIT $1");
        _requeue = _file.Prepare("""
            UPDATE inbox SET attempts = 0, due = $3, state = 'pending' WHERE key = $1 AND version = $2 AND state = 'failed'
            """);
        _moveBack = _file.Prepare("UPDATE inbox SET due = max($1, due - $2) WHERE state = 'pending' AND due > $1");
    }

    /// <summary>Adds an object to the inbox; false if that version is already known, processed or not.</summary>
    public Task<bool> Offer(string key, string version, DateTimeOffset now, CancellationToken cancellation) =>
        _file.Transaction(() => _offer.Run(key, version, now.UtcTicks) == 1, cancellation);

    /// <summary>The pending items whose time has come, the longest due first.</summary>
    public Task<IReadOnlyList<InboxItem>> Due(DateTimeOffset now, int limit, CancellationToken cancellation) =>
        _file.Read<IReadOnlyList<InboxItem>>(() => _due.All(Item, now.UtcTicks, limit), cancellation);

    public Task Done(string key, string version, CancellationToken cancellation) =>
        _file.Transaction(() => _done.Run(key, version), cancellation);

    /// <summary>Counts an attempt and waits until <paramref name="due"/>.</summary>
    public Task Retry(string key, string version, DateTimeOffset due, string error, CancellationToken cancellation) =>
        _file.Transaction(() => _retry.Run(key, version, due.UtcTicks, error), cancellation);

    /// <summary>Gives up until somebody asks for it again.</summary>
    public Task Failed(string key, string version, string error, CancellationToken cancellation) =>
        _file.Transaction(() => _failed.Run(key, version, error), cancellation);

    /// <summary>What was given up: the dead letters of one machine.</summary>
    public Task<IReadOnlyList<InboxItem>> ListFailed(int limit, CancellationToken cancellation) =>
        _file.Read<IReadOnlyList<InboxItem>>(() => _listFailed.All(Item, limit), cancellation);

    /// <summary>Makes a failed item pending with no attempts; false when there is none.</summary>
    public Task<bool> Requeue(string key, string version, DateTimeOffset due, CancellationToken cancellation) =>
        _file.Transaction(() => _requeue.Run(key, version, due.UtcTicks) == 1, cancellation);

    /// <summary>Moves due times in the future back, because the clock was set back: none later than it was to be.</summary>
    public Task MoveBack(DateTimeOffset now, TimeSpan back, CancellationToken cancellation) =>
        _file.Transaction(() => _moveBack.Run(now.UtcTicks, back.Ticks), cancellation);

    public void Dispose() => _file.Dispose();

    static InboxItem Item(Microsoft.Data.Sqlite.SqliteDataReader r) => new(
        r.GetString(0), r.GetString(1), r.GetInt32(2), Rows.Time(r.GetInt64(3)), r.IsDBNull(4) ? null : r.GetString(4));
}
