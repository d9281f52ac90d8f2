using System.Text;
using LambdaSync.Connections;
using LambdaSync.Connections.State;
using LambdaSync.Fields;
using LambdaSync.Functions.Tests.Aws;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using LambdaSync.Testing;
using Xunit;

namespace LambdaSync.Functions.Tests.State;

public sealed class DynamoSyncStoreTests(Moto moto) : SyncStoreContract, IAsyncLifetime
{
    // The contract's own time: what it stores has not expired.
    readonly SetTime _time = new(Start.AddDays(1));
    Deployment _deployment = null!;
    DynamoSyncStore _store = null!;

    protected override ISyncStore Store => _store;

    public async ValueTask InitializeAsync()
    {
        _deployment = await Deployment.Create(moto.Server);
        _store = Open(_deployment.Table);
    }

    public ValueTask DisposeAsync()
    {
        _deployment?.Dispose();
        Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Long_values_go_to_the_bucket_and_come_back()
    {
        var key = new RecordKey("AWS", AceObject.Opportunity, "O77");
        var document = Encoding.UTF8.GetBytes($$"""{"long":"{{new string('x', 900_000)}}"}""");
        var state = new RecordState(key, "Opportunity", "006L", document, [1, 2], null, 2, false, 0);
        var detail = new JobDetail("j", 0, "O77", "006L", Outcome.Created, Start, document, []);
        var claim = await Claim(WorkKey.Of(key), evenIfClean: true);
        await _store.StoreIntents([(claim!, document)], Cancellation);

        Assert.Equal(document, (await _store.GetWork(WorkKey.Of(key), Cancellation))!.Intent);
        Assert.Equal([Settled.Stored], await _store.Settle([new Settlement(detail, state) { Claim = claim, Intent = document, Data = document }], Cancellation));
        var again = await Claim(WorkKey.Of(key), evenIfClean: true);
        Assert.Equal(document, again!.Intent);
        Assert.Equal(document, again.Data);
        Assert.Equal(document, again.State!.AwsBaseline);

        Assert.Equal(document, Assert.Single(await _store.GetRecords([key], Cancellation)).AwsBaseline);
        Assert.Equal(document, Assert.Single(await _store.ListDetails("j", 0, 5, Cancellation)).Payload);
    }

    [Fact]
    [Trait("Row", "D5")]
    public async Task What_is_expired_is_not_read_though_the_table_still_has_it()
    {
        var job = new Job("old", "Event", "inbound", "s", Start, null, JobStatus.ApiSuccess, 1, 0, 0, []);
        await _store.StartJob(job, Cancellation);
        await _store.Settle([new Settlement(new JobDetail("old", 0, "O5", null, Outcome.Failed, Start, [1], []))], Cancellation);

        _time.Now = Start.AddDays(31);

        Assert.Null(await _store.GetJob("old", Cancellation));
        Assert.Empty(await _store.ListDetails("old", 0, 5, Cancellation));
        Assert.Empty(await _store.ListDetailsOf("O5", 5, Cancellation));
        Assert.Empty(await _store.ListJobs(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, null, 5, Cancellation));
        Assert.NotEmpty(await _deployment.Items(_deployment.Table));
        // The same source again is a new job.
        Assert.Equal(_time.Now, (await _store.StartJob(job with { Started = _time.Now }, Cancellation)).Started);
        Assert.Empty(await _store.SettledIndexes("old", Cancellation));
        Assert.Equal([Settled.Stored], await _store.Settle([new Settlement(new JobDetail("old", 0, "O5", null, Outcome.Failed, _time.Now, [2], []))], Cancellation));
        Assert.Equal([2], Assert.Single(await _store.ListDetails("old", 0, 5, Cancellation)).Payload);
        Assert.Equal(1, (await _store.EndJob("old", [], _time.Now, Cancellation)).Failed);
    }

    [Fact]
    public async Task More_records_than_one_call_takes()
    {
        var keys = Enumerable.Range(0, 230).Select(i => new RecordKey("AWS", AceObject.Opportunity, $"O{i}")).ToList();
        var settled = await _store.Settle(
            [.. keys.Select((k, i) => new Settlement(
                new JobDetail("j", i, k.AwsId, $"006{i}", Outcome.Created, Start, [2], []), new RecordState(k, "Opportunity", $"006{i}", [3], [4], null, 2, false, 0)))],
            Cancellation);

        Assert.All(settled, s => Assert.Equal(Settled.Stored, s));
        Assert.Equal(230, (await _store.GetRecords(keys, Cancellation)).Count);
        Assert.Equal(230, (await _store.ListDetails("j", 0, 1000, Cancellation)).Count);
    }

    [Fact]
    public async Task Any_text_may_be_an_identifier()
    {
        var key = new RecordKey("AWS", AceObject.Lead, new string('ü', 3000));
        var detail = new JobDetail("j", 0, key.AwsId, "003", Outcome.Created, Start, [1], []);
        Assert.Equal([Settled.Stored], await _store.Settle([new Settlement(detail, new RecordState(key, "Lead", "003", [1], [1], null, 1, false, 0))], Cancellation));
        Assert.Equal(key, Assert.Single(await _store.GetRecords([key], Cancellation)).Key);
        Assert.Single(await _store.ListDetailsOf(key.AwsId, 5, Cancellation));
        Assert.Empty(await _store.GetRecords([key with { AwsId = "" }], Cancellation));
    }

    [Fact]
    public async Task A_missing_table_is_told_as_such()
    {
        var failed = await Assert.ThrowsAsync<ConnectionException>(() => Open("no-such-table").Open(Cancellation));
        Assert.False(failed.Transient);
        Assert.Contains("table", failed.Message, StringComparison.Ordinal);
        await _store.Open(Cancellation);
    }

    DynamoSyncStore Open(string table) =>
        new(_deployment.Dynamo, table, _deployment.S3, _deployment.Bucket, TimeSpan.FromDays(30), _time);

    sealed class SetTime(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
