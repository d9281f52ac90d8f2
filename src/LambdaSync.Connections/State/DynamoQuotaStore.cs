using Amazon.DynamoDBv2;
using LambdaSync.Connections.Dynamo;
using LambdaSync.Marketplace.ChangeSets;
using LambdaSync.Sync.Quotas;

namespace LambdaSync.Connections.State;

/// <summary>
/// Quota ledgers in the table of <see cref="DynamoSyncStore"/>: one item a ledger, which never expires. It is below 1 KB, of open change sets
/// about 15 KB when there are as many as AWS takes.
/// </summary>
public sealed class DynamoQuotaStore(IAmazonDynamoDB dynamo, string table, TimeProvider time) : IQuotaStore
{
    const string State = "quotaState", Version = "quotaVersion", ChangeSets = "OpenChangeSets";

    readonly DynamoTable _table = new(dynamo, table, time);

    public async Task<StoredQuota> Read(string account, QuotaGroup group, CancellationToken cancellation) =>
        await Read(Key(account, group.ToString()), QuotaStateBytes.Read, cancellation).ConfigureAwait(false) is var (version, state) ? new StoredQuota(version, state) : new StoredQuota(0, QuotaState.Empty);

    public Task<bool> Replace(string account, QuotaGroup group, long version, QuotaState state, CancellationToken cancellation) =>
        Replace(Key(account, group.ToString()), version, QuotaStateBytes.Write(state), cancellation);

    public async Task<StoredChangeSets> ReadChangeSets(string account, CancellationToken cancellation) =>
        await Read(Key(account, ChangeSets), OpenChangeSets.Read, cancellation).ConfigureAwait(false) is var (version, state) ? new StoredChangeSets(version, state) : new StoredChangeSets(0, OpenChangeSets.None);

    public Task<bool> ReplaceChangeSets(string account, long version, OpenChangeSets state, CancellationToken cancellation) =>
        Replace(Key(account, ChangeSets), version, state.ToBytes(), cancellation);

    async Task<(long Version, T State)?> Read<T>(ItemKey key, Func<byte[], T> read, CancellationToken cancellation)
    {
        if (await _table.Get(key, cancellation).ConfigureAwait(false) is not { } item)
            return null;
        try
        {
            return (item.Number(Version), read(item.Attributes[State].B.ToArray()));
        }
        catch (InvalidDataException e)
        {
            throw new ConnectionException(e.Message, transient: false, e);
        }
    }

    Task<bool> Replace(ItemKey key, long version, byte[] bytes, CancellationToken cancellation)
    {
        var item = new Item(key).Number(Version, version + 1)
            .Set(State, new() { B = new MemoryStream(bytes, 0, bytes.Length, writable: false, publiclyVisible: true) });
        return _table.Put(
            version == 0
                ? new TableWrite.Put(item) { Condition = $"attribute_not_exists({Item.PartitionKey})" }
                : new TableWrite.Put(item) { Condition = $"{Version} = :version", Values = new() { [":version"] = Item.NumberValue(version) } },
            cancellation);
    }

    static ItemKey Key(string account, string ledger) => new("quota#" + ItemKey.Part(account), ledger);
}
