using System.Security.Cryptography;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.S3;
using LambdaSync.Connections.Dynamo;
using LambdaSync.Sync;

namespace LambdaSync.Connections.State;

/// <summary>
/// The sync store in AWS: one DynamoDB table (key <c>pk</c>, <c>sk</c>; index <c>lists</c> on <c>listKey</c>, <c>listSort</c>; time to
/// live on <c>expires</c>). Jobs, details and payloads expire after the retention; states and links stay.
/// </summary>
public sealed partial class DynamoSyncStore : ISyncStore
{
    /// <summary>The schema this code writes. An item of the table names the one it was written with, once that has changed.</summary>
    const int SchemaVersion = 1;

    const string LogFolder = "log", StateFolder = "state";

    readonly DynamoTable _table;
    readonly LargeValues _large;
    readonly WholeItems _whole;
    readonly TimeSpan _retention;

    /// <param name="bucket">Where values too long for an item go.</param>
    /// <param name="retention">How long jobs and their details are kept (row D5).</param>
    public DynamoSyncStore(IAmazonDynamoDB dynamo, string table, IAmazonS3 s3, string bucket, TimeSpan retention, TimeProvider time)
    {
        _table = new DynamoTable(dynamo, table, time);
        _large = new LargeValues(s3, bucket);
        _whole = new WholeItems(_table, _large);
        _retention = retention;
    }

    /// <summary>Opens the line to the table and sees that this version may use it.</summary>
    /// <exception cref="ConnectionException">There is no such table, or a newer version wrote it.</exception>
    public async Task Open(CancellationToken cancellation)
    {
        var schema = await _table.Get(new ItemKey("schema", "schema"), cancellation).ConfigureAwait(false);
        if (schema is not null && schema.Number("schemaVersion") is var found and > SchemaVersion)
            throw new ConnectionException($"The table was written by a newer version (schema {found}, this one knows {SchemaVersion}).", transient: false);
    }

    public async Task<IReadOnlyList<RecordState>> GetRecords(IReadOnlyList<RecordKey> keys, CancellationToken cancellation)
    {
        var items = await _whole.Get(keys.Select(RecordItems.StateKey), RecordItems.Baselines, cancellation).ConfigureAwait(false);
        return [.. items.Select(i => RecordItems.State(i.Item, i.Values[0]!, i.Values[1]!))];
    }

    public async Task<RecordKey?> FindByCrmId(string catalog, string crmObject, string crmId, CancellationToken cancellation) =>
        await _table.Get(RecordItems.LinkKey(catalog, crmObject, crmId), cancellation).ConfigureAwait(false) is { } link ? RecordItems.Key(link) : null;

    public Task<bool> Claim(string name, string owner, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellation) => _table.Transact(
        [
            new TableWrite.Put(new Item(ClaimKey(name)).Text("claimedBy", owner).Time("claimedUntil", until))
            {
                Condition = $"attribute_not_exists({Item.PartitionKey}) OR claimedBy = :owner OR claimedUntil <= :now",
                Values = new() { [":owner"] = new AttributeValue { S = owner }, [":now"] = new AttributeValue { S = Item.TimeText(now) } },
            },
        ],
        cancellation);

    public Task Release(string name, string owner, CancellationToken cancellation) => _table.Transact(
        [new TableWrite.Delete(ClaimKey(name)) { Condition = "claimedBy = :owner", Values = new() { [":owner"] = new AttributeValue { S = owner } } }], cancellation);

    static ItemKey ClaimKey(string name) => new("claim#" + name, "claim");

    public async Task<IReadOnlyList<Intent>> GetIntents(string jobId, CancellationToken cancellation)
    {
        var intents = new List<Intent>();
        await foreach (var item in Range(jobId, LogItems.Intent, 0, null, null, cancellation).ConfigureAwait(false))
            intents.Add(LogItems.Read(item, await _large.Load(item.Attributes[LogItems.Write], cancellation).ConfigureAwait(false)));
        if (intents.Count == 0)
            return intents;
        // A settled record needs no intent any more: one that came late, or outlived a crash, would be carried out again.
        var settled = await SettledIndexes(jobId, cancellation).ConfigureAwait(false);
        intents.RemoveAll(i => settled.Contains(i.Index));
        return intents;
    }

    public async Task PutIntents(IReadOnlyList<Intent> intents, CancellationToken cancellation)
    {
        var items = new List<Item>();
        foreach (var intent in intents)
        {
            var write = await _large.Store(LogFolder, intent.Write, cancellation).ConfigureAwait(false);
            items.Add(LogItems.Of(intent, write).ExpiresAt(_table.Now + _retention));
        }

        await _table.Put(items, cancellation).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<bool>> Settle(IReadOnlyList<Settlement> settlements, CancellationToken cancellation)
    {
        var before = await StatesBefore(settlements, cancellation).ConfigureAwait(false);
        var payloads = new List<Item>();
        var units = new List<IReadOnlyList<TableWrite>>();
        foreach (var settlement in settlements)
        {
            var payload = await Payload(settlement.Detail, cancellation).ConfigureAwait(false);
            payloads.Add(payload);
            units.Add(await Unit(settlement, payload.Key, before, cancellation).ConfigureAwait(false));
        }

        // Nothing leads to a payload until its detail is stored, so it needs no transaction.
        await _table.Put(payloads, cancellation).ConfigureAwait(false);
        var stored = await _table.Transact(units, cancellation).ConfigureAwait(false);
        var done = settlements.Where((_, i) => stored[i]).Select(s => LogItems.IntentKey(s.Detail.JobId, s.Detail.Index));
        await _table.Delete(done, cancellation).ConfigureAwait(false);
        var replaced = settlements.Where((s, i) => stored[i] && s.State is not null).Select(s => before.GetValueOrDefault(RecordItems.StateKey(s.State!.Key))).OfType<Item>();
        await _large.Erase(replaced.SelectMany(i => LargeValues.NamesIn(StateFolder, i, RecordItems.Baselines)), cancellation).ConfigureAwait(false);
        return stored;
    }

    async Task<IReadOnlyList<TableWrite>> Unit(Settlement settlement, ItemKey payload, Dictionary<ItemKey, Item> states, CancellationToken cancellation)
    {
        var detail = settlement.Detail;
        var issues = await _large.Store(LogFolder, IssueJson.Serialize(detail.Issues), cancellation).ConfigureAwait(false);
        var writes = new List<TableWrite>
        {
            _table.NewOrExpired(LogItems.Of(detail, payload, issues).ExpiresAt(detail.At + _retention)),
        };
        if (settlement.State is not { } state)
            return writes;

        var (key, next) = (RecordItems.StateKey(state.Key), state with { Version = state.Version + 1 });
        var awsBaseline = await _large.Store(StateFolder, key, next.Version, state.AwsBaseline, cancellation).ConfigureAwait(false);
        var crmBaseline = await _large.Store(StateFolder, key, next.Version, state.CrmBaseline, cancellation).ConfigureAwait(false);
        writes.Add(RecordItems.Put(state, RecordItems.Of(next, awsBaseline, crmBaseline)));
        (string Object, string Id)? before = states.GetValueOrDefault(key) is { } item ? (item.Text(RecordItems.CrmObject), item.Text(RecordItems.CrmId)) : null;
        if (before == (state.CrmObject, state.CrmId))
            return writes;
        writes.Add(RecordItems.PutLink(state));
        if (before is var (crmObject, crmId))
            writes.Add(RecordItems.DeleteLink(state.Key, crmObject, crmId));
        return writes;
    }

    // What each record is linked to now and has in the bucket. The transaction's condition on the version keeps this reading true.
    async Task<Dictionary<ItemKey, Item>> StatesBefore(IReadOnlyList<Settlement> settlements, CancellationToken cancellation)
    {
        var known = settlements.Select(s => s.State).OfType<RecordState>().Where(s => s.Version > 0).Select(s => RecordItems.StateKey(s.Key));
        return (await _table.Get(known, RecordItems.Before, cancellation).ConfigureAwait(false)).ToDictionary(i => i.Key);
    }

    async Task<Item> Payload(JobDetail detail, CancellationToken cancellation)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(detail.Payload).AsSpan(0, 8));
        return new Item(LogItems.PayloadKey(detail.JobId, detail.Index, hash))
            .Set(LogItems.Payload, await _large.Store(LogFolder, detail.Payload, cancellation).ConfigureAwait(false))
            .ExpiresAt(detail.At + _retention);
    }

    IAsyncEnumerable<Item> Range(string jobId, string prefix, int fromIndex, IReadOnlyList<string>? only, int? limit, CancellationToken cancellation) =>
        _table.Range(
            LogItems.JobKey(jobId).Partition, prefix + LogItems.Number(fromIndex), prefix + LogItems.Last, only, limit, cancellation);
}
