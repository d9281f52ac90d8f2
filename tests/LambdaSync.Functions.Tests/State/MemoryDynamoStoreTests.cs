using Amazon.DynamoDBv2;
using Amazon.S3;
using LambdaSync.Connections.State;
using LambdaSync.Testing.Dynamo;

namespace LambdaSync.Functions.Tests.State;

/// <summary>DynamoDB's store on the table that the simulation has for it: what holds on an emulator holds there.</summary>
public sealed class MemoryDynamoStoreTests : SyncStoreContract
{
    protected override ISyncStore Store { get; } =
        new DynamoSyncStore(new MemoryDynamo().Client(), "table", new AmazonS3Client("none", "none", Amazon.RegionEndpoint.USEast1), "bucket", TimeSpan.FromDays(30), new ReplayRig.SetTime(Start.AddDays(1)));
}

/// <summary>The same while another transaction is at the items of every second one, and every second batch read returns a part.</summary>
public sealed class ConflictedDynamoStoreTests : SyncStoreContract
{
    int _transactions, _reads;

    public ConflictedDynamoStoreTests() => Store = new DynamoSyncStore(
        new MemoryDynamo().Client(Next), "table", new AmazonS3Client("none", "none", Amazon.RegionEndpoint.USEast1), "bucket", TimeSpan.FromDays(30), new Running(Start.AddDays(1)));

    protected override ISyncStore Store { get; }

    DynamoTrouble Next(string request) => request switch
    {
        nameof(IAmazonDynamoDB.TransactWriteItemsAsync) when _transactions++ % 2 == 0 => DynamoTrouble.Conflict,
        nameof(IAmazonDynamoDB.BatchGetItemAsync) when _reads++ % 2 == 0 => DynamoTrouble.Partial,
        _ => DynamoTrouble.None,
    };

    /// <summary>The contract's own time, whose timers run: the store waits before it tries again.</summary>
    sealed class Running(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}

public sealed class MemoryDynamoQuotaStoreTests : QuotaStoreContract
{
    protected override IQuotaStore Store { get; } = new DynamoQuotaStore(new MemoryDynamo().Client(), "table", TimeProvider.System);
}
