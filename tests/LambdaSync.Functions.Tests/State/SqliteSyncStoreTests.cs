using LambdaSync.Connections;
using LambdaSync.Connections.State;
using LambdaSync.Fields;
using LambdaSync.Local.State;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Microsoft.Data.Sqlite;
using Xunit;

namespace LambdaSync.Functions.Tests.State;

public sealed class SqliteSyncStoreTests : SyncStoreContract
{
    readonly TempFolder _folder = new();
    readonly SqliteSyncStore _store;

    public SqliteSyncStoreTests() => _store = new SqliteSyncStore(_folder.File("sync.db"));

    protected override ISyncStore Store => _store;

    [Fact]
    public async Task Opened_again_it_knows_what_it_knew()
    {
        var job = new Job("j", "Event", "inbound", "s", DateTimeOffset.UnixEpoch, null, JobStatus.ApiSuccess, 0, 0, 0, []);
        await _store.StartJob(job, Cancellation);

        using var again = new SqliteSyncStore(_folder.File("sync.db"));

        Assert.NotNull(await again.GetJob("j", Cancellation));
    }

    [Fact]
    public async Task A_file_of_the_first_version_is_taken_further()
    {
        var path = _folder.File("old.db");
        var key = new RecordKey("AWS", AceObject.Opportunity, "O1");
        var state = new RecordState(key, "Opportunity", "006A", [1], [2], null, 2, false, 0);
        using (var store = new SqliteSyncStore(path))
        {
            await store.StartJob(new Job("j", "Event", "inbound", "s", DateTimeOffset.UnixEpoch, null, JobStatus.ApiSuccess, 0, 0, 0, []), Cancellation);
            await store.Settle([new Settlement(State: state)], Cancellation);
        }

        using (var connection = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            connection.Open();
            using var back = connection.CreateCommand();
            back.CommandText = """
                DROP TABLE work; DROP TABLE notification; DROP TABLE quota; ALTER TABLE record DROP COLUMN own_write; CREATE TABLE intent (job_id TEXT);
                PRAGMA user_version = 1;
                """;
            back.ExecuteNonQuery();
        }

        using var again = new SqliteSyncStore(path);

        Assert.NotNull(await again.GetJob("j", Cancellation));
        Assert.Equivalent(state with { Version = 1 }, Assert.Single(await again.GetRecords([key], Cancellation)), strict: true);
        Assert.Single(await again.Claim([WorkKey.Of(key)], new ClaimTerms("o", Start, Start.AddMinutes(1), EvenIfClean: true), Cancellation), c => c is not null);
    }

    [Fact]
    public async Task It_can_live_in_memory()
    {
        using var store = new SqliteSyncStore(":memory:");
        Assert.Null(await store.GetJob("j", Cancellation));
    }

    [Fact]
    public void A_file_of_a_newer_version_is_left_alone()
    {
        var path = _folder.File("newer.db");
        using (var connection = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 99";
            command.ExecuteNonQuery();
        }

        Assert.False(Assert.Throws<ConnectionException>(() => new SqliteSyncStore(path)).Transient);
    }

    [Fact]
    public void A_file_that_is_no_database_is_a_permanent_error()
    {
        var path = _folder.File("text.db");
        File.WriteAllText(path, new string('x', 4096));
        Assert.False(Assert.Throws<ConnectionException>(() => new SqliteSyncStore(path)).Transient);
    }

    [Fact]
    public void A_folder_that_is_missing_may_come_later() =>
        Assert.True(Assert.Throws<ConnectionException>(() => new SqliteSyncStore(_folder.File("none/sync.db"))).Transient);

    protected override void Cleanup() => _folder.Dispose();
}
