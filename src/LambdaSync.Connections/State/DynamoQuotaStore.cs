using Amazon.DynamoDBv2;
using LambdaSync.Connections.Dynamo;
using LambdaSync.Sync.Quotas;

namespace LambdaSync.Connections.State;

/// <summary>Quota ledgers in the table of <see cref="DynamoSyncStore"/>: one item a ledger, below 1 KB, which never expires.</summary>
public sealed class DynamoQuotaStore(IAmazonDynamoDB dynamo, string table, TimeProvider time) : IQuotaStore
{
    const string State = "quotaState", Version = "quotaVersion";

    readonly DynamoTable _table = new(dynamo, table, time);

    public async Task<StoredQuota> Read(string account, QuotaGroup group, CancellationToken cancellation)
    {
        if (await _table.Get(Key(account, group), cancellation).ConfigureAwait(false) is not { } item)
            return new StoredQuota(0, QuotaState.Empty);
        try
        {
            return new StoredQuota(item.Number(Version), QuotaStateBytes.Read(item.Attributes[State].B.ToArray()));
        }
        catch (InvalidDataException e)
        {
            throw new ConnectionException(e.Message, transient: false, e);
        }
    }

    public Task<bool> Replace(string account, QuotaGroup group, long version, QuotaState state, CancellationToken cancellation)
    {
        var bytes = QuotaStateBytes.Write(state);
        var item = new Item(Key(account, group)).Number(Version, version + 1)
            .Set(State, new() { B = new MemoryStream(bytes, 0, bytes.Length, writable: false, publiclyVisible: true) });
        return _table.Put(
            version == 0
                ? new TableWrite.Put(item) { Condition = $"attribute_not_exists({Item.PartitionKey})" }
                : new TableWrite.Put(item) { Condition = $"{Version} = :version", Values = new() { [":version"] = Item.NumberValue(version) } },
            cancellation);
    }

    static ItemKey Key(string account, QuotaGroup group) => new("quota#" + ItemKey.Part(account), group.ToString());
}
