using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.S3;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.Dynamo;
using LambdaSync.Mapping;

namespace LambdaSync.Connections.BuiltIn;

/// <summary>The built-in CRM in AWS (row H4): its records are items of the stack's table, under the same rules as on one machine.</summary>
public sealed class DynamoCrm : ICrm
{
    const string LargeFolder = "crm";

    // A row's account, its owner, their external ids: each pass knows more, few rows need as many.
    const int MostPasses = 12;

    // Somebody else changed a record that a row reads, again and again.
    const int MostCollisions = 6;

    readonly CrmSchema _schema = MetadataFile.Read(null);
    readonly DynamoTable _table;
    readonly LargeValues _large;

    /// <param name="bucket">Where values too long for an item go.</param>
    public DynamoCrm(IAmazonDynamoDB dynamo, string table, IAmazonS3 s3, string bucket, TimeProvider time)
    {
        _table = new DynamoTable(dynamo, table, time);
        _large = new LargeValues(s3, bucket);
    }

    public Task<CrmMetadata> Describe(CancellationToken cancellation) => Task.FromResult(_schema.Metadata);

    public Task<IReadOnlyList<CrmRecord>> Find(
        string crmObject, string field, IReadOnlyList<string> values, IReadOnlyList<string> fields, CancellationToken cancellation)
    {
        var schema = Object(crmObject);
        Projection.Check(_schema, schema, fields);
        if (field != Projection.Id && !schema.ExternalIds.Any(f => f.Name == field))
            throw new ConnectionException($"{crmObject} can't be found by {field}: it is no external id.", transient: false);
        return Over<IReadOnlyList<CrmRecord>>(new CrmSnapshot(), tables => Find(tables, schema, field, values, fields), cancellation);
    }

    public async Task<IReadOnlyList<CrmResult>> Write(string crmObject, IReadOnlyList<CrmWrite> rows, CancellationToken cancellation)
    {
        var schema = Object(crmObject);
        foreach (var row in rows)
            Projection.Check(_schema, schema, row.ReadBack);

        var results = new List<CrmResult>();
        for (var collisions = 0; results.Count < rows.Count; collisions++)
        {
            if (collisions == MostCollisions)
                throw new ConnectionException("Others keep changing the same records of the CRM.", transient: true);
            results.AddRange(await WriteTogether(schema, [.. rows.Skip(results.Count)], cancellation).ConfigureAwait(false));
        }

        return results;
    }

    /// <summary>A record with all of its fields, by id or by a value of any of its external ids; null when there is none.</summary>
    public async Task<CrmRecord?> Get(string crmObject, string idOrExternalId, CancellationToken cancellation)
    {
        var schema = Object(crmObject);
        return await Over(
            new CrmSnapshot(),
            tables =>
            {
                var id = schema.ExternalIds.Select(f => tables.Holder(crmObject, f.Name, idOrExternalId)).Prepend(idOrExternalId)
                    .FirstOrDefault(candidate => candidate is not null && tables.Get(crmObject, candidate) is not null);
                return id is null ? null : Whole(id, tables.Get(crmObject, id)!);
            },
            cancellation).ConfigureAwait(false);
    }

    /// <summary>Records with all of their fields, by id.</summary>
    /// <param name="after">The id of the last record of the page before, or null.</param>
    public async Task<IReadOnlyList<CrmRecord>> List(string crmObject, int limit, string? after, CancellationToken cancellation)
    {
        var records = new List<CrmRecord>();
        var partition = CrmItems.RecordKey(Object(crmObject).Name, "").Partition;
        await foreach (var item in _table.Range(partition, (after ?? "") + " ", "~", null, limit, cancellation).ConfigureAwait(false))
            records.Add(Whole(item.Key.Sort, FlatRecord.Parse(await _large.Load(item.Attributes[CrmItems.Fields], cancellation).ConfigureAwait(false))));
        return records;
    }

    static CrmRecord Whole(string id, FlatRecord fields)
    {
        fields[Projection.Id] = FlatValue.Of(id);
        return new CrmRecord(id, fields.ToJson());
    }

    List<CrmRecord> Find(CrmSnapshot tables, ObjectSchema schema, string field, IReadOnlyList<string> values, IReadOnlyList<string> fields)
    {
        var stage = new Staging(tables, _schema);
        var projection = new Projection(_schema, stage.Load);
        var records = new List<CrmRecord>();
        foreach (var value in values.Distinct(StringComparer.Ordinal))
        {
            var record = field == Projection.Id ? stage.Load(schema, value) : stage.LoadByExternalId(schema, field, value);
            if (record is not null)
                records.Add(new CrmRecord(record.Id, projection.Of(record, fields)));
        }

        return records;
    }

    // The results of the rows that were stored, and of the refused ones between them, up to the first that collided.
    async Task<List<CrmResult>> WriteTogether(ObjectSchema schema, IReadOnlyList<CrmWrite> rows, CancellationToken cancellation)
    {
        var snapshot = new CrmSnapshot();
        var worked = await Over(snapshot, tables => rows.Select(row => Work(tables, schema, row)).ToList(), cancellation).ConfigureAwait(false);
        var units = new List<IReadOnlyList<TableWrite>>();
        foreach (var (_, changes) in worked.Where(w => w.Changes.Count > 0))
            units.Add(await Unit(changes, cancellation).ConfigureAwait(false));
        var stored = await _table.Transact(units, cancellation).ConfigureAwait(false);

        var results = new List<CrmResult>();
        var unit = 0;
        foreach (var (result, changes) in worked)
        {
            // A row after one that collided was worked out from what that one would have changed.
            if (changes.Count > 0 && !stored[unit++])
                break;
            results.Add(result);
        }

        return results;
    }

    (CrmResult Result, IReadOnlyList<CrmChange> Changes) Work(CrmSnapshot tables, ObjectSchema schema, CrmWrite row)
    {
        tables.Begin($"{row.ExternalIdField}\n{row.ExternalId}");
        try
        {
            var request = new RowRequest(schema, row.Id, (row.ExternalIdField, row.ExternalId), FlatRecord.Parse(row.Fields), row.Template, KeepAccount: true);
            var result = new RowWriter(tables, _schema).Write(request, row.ReadBack);
            return (result, tables.Changes());
        }
        catch (JsonException e)
        {
            return (RowWriter.Refused(Refusals.Of(null, FlatValue.Null, e.Message, "Send one JSON object.")), []);
        }
    }

    async Task<IReadOnlyList<TableWrite>> Unit(IReadOnlyList<CrmChange> changes, CancellationToken cancellation)
    {
        var writes = new List<TableWrite>();
        foreach (var change in changes)
        {
            writes.Add(change switch
            {
                CrmChange.Record r => CrmItems.Put(r.Key, await _large.Store(LargeFolder, r.Fields, cancellation).ConfigureAwait(false), r.Read),
                CrmChange.ExternalId { Given: true } given => CrmItems.PutExternalId(given.Key, given.Id),
                CrmChange.ExternalId lost => CrmItems.DeleteExternalId(lost.Key, lost.Id),
                _ => throw new InvalidOperationException($"A change of the CRM is a {change.GetType().Name}."),
            });
        }

        return writes;
    }

    async Task<T> Over<T>(CrmSnapshot snapshot, Func<CrmSnapshot, T> work, CancellationToken cancellation)
    {
        for (var pass = 0; pass < MostPasses; pass++)
        {
            snapshot.Restart();
            var result = work(snapshot);
            if (snapshot.Missing.Count == 0)
                return result;
            await Load(snapshot, [.. snapshot.Missing], cancellation).ConfigureAwait(false);
        }

        throw new ConnectionException("A row of the CRM leads from record to record without end.", transient: false);
    }

    async Task Load(CrmSnapshot snapshot, List<ItemKey> keys, CancellationToken cancellation)
    {
        var found = (await _table.Get(keys, null, cancellation).ConfigureAwait(false)).ToDictionary(i => i.Key);
        foreach (var key in keys)
        {
            var item = found.GetValueOrDefault(key);
            var fields = item is not null && item.Attributes.TryGetValue(CrmItems.Fields, out var stored)
                ? await _large.Load(stored, cancellation).ConfigureAwait(false) : null;
            snapshot.Load(key, item, fields);
        }
    }

    ObjectSchema Object(string name) =>
        _schema.Object(name) ?? throw new ConnectionException($"The CRM has no object {name}.", transient: false);
}
