using LambdaSync.Connections;
using LambdaSync.Connections.State;
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
        var key = WorkKey.Opportunity("AWS", "O1");
        var state = new RecordState(key, "Opportunity", "006A", [1], [2], null, 2, false, 0);
        var detail = new JobDetail("j", 0, "O1", null, Outcome.Updated, Start, [1], []) { Reason = Reason.Event, Changes = [new FieldChange("City__c", null, "1")] };
        using (var store = new SqliteSyncStore(path))
        {
            await store.StartJob(new Job("j", "Event", "inbound", "s", DateTimeOffset.UnixEpoch, null, JobStatus.ApiSuccess, 0, 0, 0, []), Cancellation);
            await store.Settle([new Settlement(detail, state)], Cancellation);
        }

        using (var connection = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            connection.Open();
            using var back = connection.CreateCommand();
            back.CommandText = """
                DROP TABLE work; DROP TABLE notification; DROP TABLE quota; ALTER TABLE record DROP COLUMN own_write; ALTER TABLE record DROP COLUMN reported_edits; ALTER TABLE record DROP COLUMN submission; DROP INDEX record_link; ALTER TABLE record DROP COLUMN moved_kind; ALTER TABLE record DROP COLUMN moved_id; CREATE TABLE intent (job_id TEXT);
                ALTER TABLE detail DROP COLUMN reason; ALTER TABLE detail DROP COLUMN changes;
                PRAGMA user_version = 1;
                """;
            back.ExecuteNonQuery();
        }

        using var again = new SqliteSyncStore(path);

        Assert.NotNull(await again.GetJob("j", Cancellation));
        Assert.Equivalent(detail with { Reason = null, Changes = [] }, Assert.Single(await again.ListDetails("j", 0, 9, Cancellation)), strict: true);
        Assert.Equivalent(state with { Version = 1 }, Assert.Single(await again.GetRecords([key], Cancellation)), strict: true);
        Assert.Single(await again.Claim([key], new ClaimTerms("o", Start, Start.AddMinutes(1), EvenIfClean: true), Cancellation), c => c is not null);
    }

    [Fact]
    [Trait("Row", "A8")]
    [Trait("Row", "D5")]
    public async Task What_is_older_than_the_retention_goes_and_what_is_known_of_records_stays()
    {
        var key = WorkKey.Opportunity("AWS", "O1");
        foreach (var (name, day) in new[] { ("old", 0), ("new", 1) })
        {
            var at = Start.AddDays(day);
            await _store.StartJob(new Job(name, "Event", "inbound", "s", at, null, JobStatus.ApiSuccess, 1, 0, 0, []), Cancellation);
            await _store.Settle(
                [
                    new Settlement(new JobDetail(name, 0, "O1", null, Outcome.Failed, at, [1], []))
                    {
                        Notifications = [new Notification(name, "AWS", at, "Opportunity Updated", "O1", null, false), new Notification(name + " of the Sandbox", "Sandbox", at, "Opportunity Updated", "O1", null, false)],
                    },
                ],
                Cancellation);
        }

        await _store.Settle([new Settlement(State: new RecordState(key, "Opportunity", "006A", [1], [2], null, 2, false, 0))], Cancellation);
        await _store.Wake([new Wake(key, Reason.Event, Lane.Event, Start)], Cancellation);

        // What is just as old as the retention is kept.
        Assert.Equal(0, await _store.RemoveExpired(Start, Cancellation));
        Assert.Equal(4, await _store.RemoveExpired(Start.AddDays(1), Cancellation));

        Assert.Equal("new", Assert.Single(await _store.ListJobs(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, null, 9, Cancellation)).Id);
        Assert.Equal("new", Assert.Single(await _store.ListDetailsOf("O1", 9, Cancellation)).JobId);
        Assert.Empty(await _store.SettledIndexes("old", 0, 9, Cancellation));
        Assert.Equal("new", Assert.Single(await _store.ListNotifications("AWS", DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 9, Cancellation)).Id);
        Assert.Single(await _store.ListNotifications("Sandbox", DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 9, Cancellation));
        Assert.Single(await _store.GetRecords([key], Cancellation));
        Assert.NotNull(await _store.GetWork(key, Cancellation));
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
