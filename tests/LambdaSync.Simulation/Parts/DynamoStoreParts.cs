using Amazon.DynamoDBv2.Model;
using LambdaSync.Connections.Dynamo;
using LambdaSync.Connections.State;
using LambdaSync.Simulation.Kernel;
using LambdaSync.Simulation.Outsides;
using LambdaSync.Testing.Dynamo;

namespace LambdaSync.Simulation.Parts;

/// <summary>
/// DynamoDB's store on a table in memory. Each of its requests is a call of its own: it can get lost, come late, meet a throttle or
/// another transaction, and a process can be killed between two of them.
/// </summary>
sealed class DynamoStoreParts : IStoreParts
{
    const string Table = "table", Bucket = "bucket";

    // Longer than any story: what expires is another matter.
    static readonly TimeSpan Retention = TimeSpan.FromDays(365);

    readonly World _world;
    readonly DynamoOutside _outside = new();
    readonly MemoryDynamo _table;
    long? _dumped;

    public DynamoStoreParts(World world)
    {
        _world = world;
        var chance = world.Chance.For("dynamo");
        _table = new MemoryDynamo(() => world.Pump.Now) { IndexLag = chance.Is(0.5) ? TimeSpan.Zero : chance.Mostly(TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(10)) };
        Store = new DynamoSyncStore(_table.Client(), Table, null!, Bucket, Retention, world.Time);
        Quotas = new DynamoQuotaStore(_table.Client(), Table, world.Time);
    }

    public ISyncStore Store { get; }

    public IQuotaStore Quotas { get; }

    // No value of a story is so long that it goes to the bucket.
    public ISyncStore Reach(Incarnation process)
    {
        var trouble = new Trouble(_world, process.Chance.For("dynamo"));
        var gate = new Gate(_world, process, _outside) { Limit = DynamoClients.RequestTimeout };
        var client = Gated.Of(_table.Client(trouble.Next), gate);
        return _world.Variant.Dress<ISyncStore>(new DynamoSyncStore(client, Table, null!, Bucket, Retention, new SpreadTime(process)), process.Function);
    }

    public string Dump()
    {
        if (_dumped != _table.Writes)
            StoreDump.Fill(_table.Items.Select(attributes => new Item(new Dictionary<string, AttributeValue>(attributes, StringComparer.Ordinal))).ToList());
        _dumped = _table.Writes;
        return StoreDump.Name;
    }

    public void Dispose()
    {
    }

    /// <summary>What the table does to requests now and then, until the world is healed.</summary>
    sealed class Trouble(World world, Chance chance)
    {
        public DynamoTrouble Next(string request)
        {
            if (world.IsHealed || !chance.Is(0.03))
                return DynamoTrouble.None;
            world.Tally.Faults++;
            var trouble = chance.Of([DynamoTrouble.Conflict, DynamoTrouble.Conflict, DynamoTrouble.Partial, DynamoTrouble.Throttled]);
            // The others cost a retry that nobody notices; this one may end an invocation.
            if (trouble == DynamoTrouble.Throttled)
                world.Faults.Struck();
            return trouble;
        }
    }

    /// <summary>A process's time whose waits have a random length of the seed: the store spreads its tries by the machine's random numbers.</summary>
    sealed class SpreadTime(Incarnation process) : TimeProvider
    {
        static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(400);

        public override long TimestampFrequency => process.Time.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => process.Time.GetUtcNow();

        public override long GetTimestamp() => process.Time.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => process.Time.CreateTimer(
            callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : process.Chance.Between(TimeSpan.Zero, Longest), period);
    }
}
