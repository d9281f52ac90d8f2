using System.Text.Json;
using LambdaSync.Connections;
using LambdaSync.Connections.BuiltIn;
using LambdaSync.Connections.Crm;
using LambdaSync.Local.State;
using LambdaSync.Mapping;

namespace LambdaSync.Local.Crm;

/// <summary>A CRM for a partner without one, and for trying out (row H4): the file <c>crm.db</c>.</summary>
public sealed class BuiltInCrm : ICrm, IDisposable
{
    readonly CrmSchema _schema;
    readonly SqliteFile _file;
    readonly SqliteCrmTables _tables;
    readonly RowWriter _writer;

    /// <param name="path">The file, made when missing, or <c>:memory:</c>.</param>
    /// <param name="fieldFile">Objects and fields in the shape of built-in-crm.json, or null for that one.</param>
    /// <exception cref="ConnectionException">A file can't be opened or used.</exception>
    public BuiltInCrm(string path, string? fieldFile = null)
    {
        _schema = MetadataFile.Read(fieldFile);
        _file = new SqliteFile(path, SqliteCrmTables.Version, SqliteCrmTables.Schema);
        _tables = new SqliteCrmTables(_file);
        _writer = new RowWriter(_tables, _schema);
    }

    public Task<CrmMetadata> Describe(CancellationToken cancellation) => Task.FromResult(_schema.Metadata);

    public Task<IReadOnlyList<CrmRecord>> Find(
        string crmObject, string field, IReadOnlyList<string> values, IReadOnlyList<string> fields, CancellationToken cancellation) =>
        _file.Read<IReadOnlyList<CrmRecord>>(
            () =>
            {
                var schema = Object(crmObject);
                Projection.Check(_schema, schema, fields);
                if (field != Projection.Id && !schema.ExternalIds.Any(f => f.Name == field))
                    throw new ConnectionException($"{crmObject} can't be found by {field}: it is no external id.", transient: false);
                var related = new Staging(_tables, _schema);
                var projection = new Projection(_schema, related.Load);
                return
                [
                    .. _tables.Find(crmObject, field, values)
                        .Select(r => new CrmRecord(r.Id, projection.Of(new StagedRecord(schema, r.Id, r.Fields, isNew: false), fields))),
                ];
            },
            cancellation);

    public Task<IReadOnlyList<CrmResult>> Write(string crmObject, IReadOnlyList<CrmWrite> rows, CancellationToken cancellation) =>
        _file.Transaction<IReadOnlyList<CrmResult>>(
            () =>
            {
                var schema = Object(crmObject);
                foreach (var row in rows)
                    Projection.Check(_schema, schema, row.ReadBack);
                return [.. rows.Select(row => Write(schema, row))];
            },
            cancellation);

    /// <summary>Changes a record by hand. The answer has all of its fields.</summary>
    public Task<CrmResult> Set(string crmObject, string idOrExternalId, ReadOnlyMemory<byte> json, CancellationToken cancellation) =>
        _file.Transaction(
            () => ByHand(crmObject, json, (schema, fields) =>
            {
                fields.Remove(Projection.Id); // a record that was shown, edited and sent back still has it
                return IdOf(schema, idOrExternalId) is { } id
                    ? _writer.Write(new RowRequest(schema, id, null, fields, null, KeepAccount: false), [])
                    : RowWriter.Refused(Refusals.NoRecord(crmObject, idOrExternalId));
            }),
            cancellation);

    /// <summary>
    /// Adds a record, flat or with nested relations, or changes the one that has its <c>Id</c> or the first external id it gives.
    /// The answer has all of its fields.
    /// </summary>
    public Task<CrmResult> Import(string crmObject, ReadOnlyMemory<byte> json, CancellationToken cancellation) =>
        _file.Transaction(
            () => ByHand(crmObject, json, (schema, fields) =>
            {
                var id = fields[Projection.Id];
                fields.Remove(Projection.Id);
                var key = schema.ExternalIds.FirstOrDefault(f => fields[f.Name] is { Kind: FlatKind.Text } v && v.Text.Trim().Length > 0);
                (string, string)? externalId = key is null ? null : (key.Name, fields[key.Name].Text);
                return _writer.Write(new RowRequest(schema, id.IsNull ? null : id.Text, externalId, fields, null, KeepAccount: false), []);
            }),
            cancellation);

    /// <summary>A record with all of its fields, or null.</summary>
    public Task<CrmRecord?> Get(string crmObject, string idOrExternalId, CancellationToken cancellation) =>
        _file.Read(
            () => Object(crmObject) is var schema && IdOf(schema, idOrExternalId) is { } id ? Whole(schema, id) : null, cancellation);

    /// <summary>Records with all of their fields, by id.</summary>
    /// <param name="after">The id of the last record of the page before, or null.</param>
    public Task<IReadOnlyList<CrmRecord>> List(string crmObject, int limit, string? after, CancellationToken cancellation) =>
        _file.Read<IReadOnlyList<CrmRecord>>(
            () => [.. _tables.List(Object(crmObject).Name, after ?? "", limit).Select(r => Whole(r.Id, r.Fields))], cancellation);

    /// <summary>Deletes a record; false when there is none. Links to it read as empty.</summary>
    public Task<bool> Delete(string crmObject, string idOrExternalId, CancellationToken cancellation) =>
        _file.Transaction(
            () =>
            {
                var id = IdOf(Object(crmObject), idOrExternalId);
                if (id is not null)
                    _tables.Delete(id);
                return id is not null;
            },
            cancellation);

    public void Dispose() => _file.Dispose();

    CrmResult Write(ObjectSchema schema, CrmWrite row)
    {
        try
        {
            var fields = FlatRecord.Parse(row.Fields);
            return _writer.Write(
                new RowRequest(schema, row.Id, (row.ExternalIdField, row.ExternalId), fields, row.Template, KeepAccount: true),
                row.ReadBack);
        }
        catch (JsonException e)
        {
            return RowWriter.Refused(NotJson(e));
        }
    }

    CrmResult ByHand(string crmObject, ReadOnlyMemory<byte> json, Func<ObjectSchema, FlatRecord, CrmResult> write)
    {
        try
        {
            var schema = Object(crmObject);
            var result = write(schema, FlatRecord.Parse(json.Span));
            return result.Id is { } id ? result with { Stored = Whole(schema, id)!.Fields } : result;
        }
        catch (JsonException e)
        {
            return RowWriter.Refused(NotJson(e));
        }
    }

    static Issue NotJson(JsonException e) => Refusals.Of(null, FlatValue.Null, e.Message, "Send one JSON object.");

    ObjectSchema Object(string name) =>
        _schema.Object(name) ?? throw new ConnectionException($"The CRM has no object {name}.", transient: false);

    string? IdOf(ObjectSchema schema, string idOrExternalId) =>
        _tables.Get(schema.Name, idOrExternalId) is not null ? idOrExternalId : _tables.Holder(schema.Name, idOrExternalId);

    CrmRecord? Whole(ObjectSchema schema, string id) => _tables.Get(schema.Name, id) is { } fields ? Whole(id, fields) : null;

    static CrmRecord Whole(string id, FlatRecord fields)
    {
        fields[Projection.Id] = FlatValue.Of(id);
        return new CrmRecord(id, fields.ToJson());
    }
}
