using Amazon.DynamoDBv2;
using Amazon.S3;
using LambdaSync.Connections.Dynamo;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Connections.State;

/// <summary>
/// The sync store in AWS: one DynamoDB table (key <c>pk</c>, <c>sk</c>; index <c>lists</c> on <c>listKey</c>, <c>listSort</c>; time to
/// live on <c>expires</c>). Jobs, details, payloads, notifications and work that is done expire after
/// the retention; states, links and schedules stay.
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
    readonly TimeProvider _time;

    /// <param name="bucket">Where values too long for an item go.</param>
    /// <param name="retention">How long jobs and their details are kept (row D5).</param>
    public DynamoSyncStore(IAmazonDynamoDB dynamo, string table, IAmazonS3 s3, string bucket, TimeSpan retention, TimeProvider time)
    {
        _table = new DynamoTable(dynamo, table, time);
        _large = new LargeValues(s3, bucket);
        _whole = new WholeItems(_table, _large);
        (_retention, _time) = (retention, time);
    }

    /// <summary>Opens the line to the table and sees that this version may use it.</summary>
    /// <exception cref="ConnectionException">There is no such table, or a newer version wrote it.</exception>
    public async Task Open(CancellationToken cancellation)
    {
        var schema = await _table.Get(new ItemKey("schema", "schema"), cancellation).ConfigureAwait(false);
        if (schema is not null && schema.Number("schemaVersion") is var found and > SchemaVersion)
            throw new ConnectionException($"The table was written by a newer version (schema {found}, this one knows {SchemaVersion}).", transient: false);
    }

    public async Task<IReadOnlyList<RecordState>> GetRecords(IReadOnlyList<WorkKey> keys, CancellationToken cancellation)
    {
        // Whoever claims a record whose baseline the bucket does not have finds out; here it is as one that is not known.
        var items = await _whole.Get(keys.Select(RecordItems.StateKey), RecordItems.Baselines, cancellation, skipsMissing: true).ConfigureAwait(false);
        return [.. items.Where(i => RecordItems.VersionOf(i.Item) > 0).Select(i => RecordItems.State(i.Item, i.Values[0]!, i.Values[1]!))];
    }

    public async Task<WorkKey?> FindByCrmId(string catalog, string crmObject, string crmId, CancellationToken cancellation) =>
        await _table.Get(RecordItems.LinkKey(catalog, crmObject, crmId), cancellation).ConfigureAwait(false) is { } link ? RecordItems.Key(link) : null;

    // For lists: a value that the bucket does not have is left out.
    async Task<byte[]?> Load(Item item, string attribute, CancellationToken cancellation) =>
        item.Attributes.GetValueOrDefault(attribute) is { } value ? await _large.TryLoad(value, cancellation).ConfigureAwait(false) : null;

    IAsyncEnumerable<Item> Details(string jobId, int from, int? to, IReadOnlyList<string>? only, int? limit, CancellationToken cancellation) => _table.Range(
        LogItems.JobKey(jobId).Partition, LogItems.Detail + LogItems.Number(from), LogItems.Detail + (to is { } last ? LogItems.Number(last) : LogItems.Last),
        only, limit, cancellation);
}
