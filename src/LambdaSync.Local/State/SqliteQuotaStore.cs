using LambdaSync.Connections;
using LambdaSync.Connections.State;
using LambdaSync.Marketplace.ChangeSets;
using LambdaSync.Sync.Quotas;

namespace LambdaSync.Local.State;

/// <summary>Quota ledgers of one machine, in <c>sync.db</c>.</summary>
public sealed class SqliteQuotaStore : IQuotaStore, IDisposable
{
    const string ChangeSets = "OpenChangeSets";

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
        var (version, state) = await Read(account, group.ToString(), QuotaStateBytes.Read, QuotaState.Empty, cancellation).ConfigureAwait(false);
        return new StoredQuota(version, state);
    }

    public Task<bool> Replace(string account, QuotaGroup group, long version, QuotaState state, CancellationToken cancellation) =>
        Replace(account, group.ToString(), version, QuotaStateBytes.Write(state), cancellation);

    public async Task<StoredChangeSets> ReadChangeSets(string account, CancellationToken cancellation)
    {
        var (version, state) = await Read(account, ChangeSets, OpenChangeSets.Read, OpenChangeSets.None, cancellation).ConfigureAwait(false);
        return new StoredChangeSets(version, state);
    }

    public Task<bool> ReplaceChangeSets(string account, long version, OpenChangeSets state, CancellationToken cancellation) =>
        Replace(account, ChangeSets, version, state.ToBytes(), cancellation);

    async Task<(long Version, T State)> Read<T>(string account, string ledger, Func<byte[], T> read, T none, CancellationToken cancellation)
    {
        try
        {
            return await _file.Read(() => _read.First(r => Tuple.Create(r.GetInt64(0), read(Rows.Blob(r, 1))), account, ledger), cancellation).ConfigureAwait(false) is var (version, state) ? (version, state) : (0, none);
        }
        catch (InvalidDataException e)
        {
            throw new ConnectionException(e.Message, transient: false, e);
        }
    }

    Task<bool> Replace(string account, string ledger, long version, byte[] bytes, CancellationToken cancellation) => _file.Transaction(
        () => (version == 0 ? _insert.Run(account, ledger, bytes) : _update.Run(account, ledger, version, bytes)) == 1, cancellation);

    public void Dispose() => _file.Dispose();
}
