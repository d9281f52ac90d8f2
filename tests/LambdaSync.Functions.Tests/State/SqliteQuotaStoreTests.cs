using LambdaSync.Connections;
using LambdaSync.Connections.State;
using LambdaSync.Local.State;
using LambdaSync.Sync.Quotas;
using Microsoft.Data.Sqlite;
using Xunit;

namespace LambdaSync.Functions.Tests.State;

public sealed class SqliteQuotaStoreTests : QuotaStoreContract, IDisposable
{
    readonly TempFolder _folder = new();
    readonly SqliteQuotaStore _store;

    public SqliteQuotaStoreTests() => _store = new SqliteQuotaStore(_folder.File("sync.db"));

    protected override IQuotaStore Store => _store;

    [Fact]
    public async Task It_lives_in_the_file_of_the_sync_store()
    {
        using var sync = new SqliteSyncStore(_folder.File("sync.db"));
        await _store.Replace("1", QuotaGroup.Read, 0, QuotaState.Empty, Cancellation);
        using var again = new SqliteQuotaStore(_folder.File("sync.db"));
        Assert.Equal(1, (await again.Read("1", QuotaGroup.Read, Cancellation)).Version);
    }

    [Fact]
    public async Task A_file_from_before_there_were_quotas_is_taken_further()
    {
        Sql("old.db", "CREATE TABLE claim (name TEXT NOT NULL PRIMARY KEY, owner TEXT NOT NULL, until INTEGER NOT NULL); CREATE TABLE record (catalog, object, aws_id, crm_object, crm_id, aws_baseline, crm_baseline, aws_modified, payload_version, closed, version); CREATE TABLE detail (at INTEGER); PRAGMA user_version = 2;");
        using var store = new SqliteQuotaStore(_folder.File("old.db"));
        Assert.True(await store.Replace("1", QuotaGroup.Read, 0, QuotaState.Empty, Cancellation));
    }

    [Fact]
    public async Task A_damaged_ledger_is_a_permanent_error()
    {
        await _store.Replace("1", QuotaGroup.Read, 0, QuotaState.Empty, Cancellation);
        Sql("sync.db", "UPDATE quota SET state = x'01FF'");
        Assert.False((await Assert.ThrowsAsync<ConnectionException>(() => _store.Read("1", QuotaGroup.Read, Cancellation))).Transient);
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    void Sql(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_folder.File(file)};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // constants of this class
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
