using LambdaSync.Connections;
using LambdaSync.Connections.State;
using LambdaSync.Sync.Quotas;

namespace LambdaSync.Local.State;

/// <summary>Quota ledgers of one machine, in <c>sync.db</c>.</summary>
public sealed class SqliteQuotaStore : IQuotaStore, IDisposable
{
    readonly SqliteFile _file;
    readonly Statement _read, _insert, _update;

    /// <param name="path">The file, made when missing, or <c>:memory:</c>.</param>
    /// <exception cref="ConnectionException">The file can't be opened, or a newer version wrote it.</exception>
    public SqliteQuotaStore(string path)
    {
        _file = new SqliteFile(path, Schema.Version, Schema.Sql, Schema.Upgrades);
        _read = _file.Prepare("SELECT version, state FROM quota WHERE account = $1 AND grp = $2");
        _insert = _file.Prepare("INSERT OR IGNORE INTO quota VALUES ($1, $2, 1, $3)");
        _update = _file.Prepare("UPDATE quota SET version = $3 + 1, state = $4 WHERE account = $1 AND grp = $2 AND version = $3");
    }

    public async Task<StoredQuota> Read(string account, QuotaGroup group, CancellationToken cancellation)
    {
        try
        {
            return await _file.Read(
                () => _read.First(r => new StoredQuota(r.GetInt64(0), QuotaStateBytes.Read(Rows.Blob(r, 1))), account, group.ToString()),
                cancellation).ConfigureAwait(false) ?? new StoredQuota(0, QuotaState.Empty);
        }
        catch (InvalidDataException e)
        {
            throw new ConnectionException(e.Message, transient: false, e);
        }
    }

    public Task<bool> Replace(string account, QuotaGroup group, long version, QuotaState state, CancellationToken cancellation)
    {
        var bytes = QuotaStateBytes.Write(state);
        return _file.Transaction(
            () => (version == 0 ? _insert.Run(account, group.ToString(), bytes) : _update.Run(account, group.ToString(), version, bytes)) == 1,
            cancellation);
    }

    public void Dispose() => _file.Dispose();
}
