using System.Text.Json;
using LambdaSync.Connections.Crm;
using LambdaSync.Json;
using LambdaSync.Sync;

namespace LambdaSync.Connections.BuiltIn;

/// <summary>What the built-in CRM does, wherever its records are stored.</summary>
sealed class CrmWork(ICrmTables tables, CrmSchema schema)
{
    /// <exception cref="ConnectionException">There is no such object, or the question is one the CRM can't answer.</exception>
    public static ObjectSchema CheckFind(CrmSchema schema, string crmObject, string field, IReadOnlyList<string> fields)
    {
        var found = Object(schema, crmObject);
        Projection.Check(schema, found, fields);
        return field == Projection.Id || found.ExternalIds.Any(f => f.Name == field)
            ? found
            : throw new ConnectionException($"{crmObject} can't be looked up by {field}: the field is not an external id.", transient: false);
    }

    /// <exception cref="ConnectionException">There is no such object, or a field to read back does not exist.</exception>
    public static ObjectSchema CheckWrite(CrmSchema schema, string crmObject, IReadOnlyList<CrmWrite> rows)
    {
        var found = Object(schema, crmObject);
        foreach (var readBack in rows.Select(r => r.ReadBack).Distinct())
            Projection.Check(schema, found, readBack);
        return found;
    }

    public static ObjectSchema Object(CrmSchema schema, string name) =>
        schema.Object(name) ?? throw new ConnectionException($"The CRM has no object {name}.", transient: false);

    public static CrmRecord Whole(string id, FlatRecord fields)
    {
        var version = fields.Version;
        fields[Projection.Id] = FlatValue.Of(id);
        return new CrmRecord(id, fields.ToJson(), fields.ModifiedAt) { Version = version };
    }

    public List<CrmFound> Find(ObjectSchema crmObject, string field, IReadOnlyList<string> values, IReadOnlyList<string> fields)
    {
        var stage = new Staging(tables, schema);
        var projection = new Projection(schema, stage.Load);
        return [.. values.Select(value => Answer(value, field == Projection.Id ? stage.Load(crmObject, value) : stage.LoadByExternalId(crmObject, field, value)))];

        CrmFound Answer(string value, StagedRecord? record)
        {
            if (record is not null)
                return new CrmFound(value, CrmState.Found, new CrmRecord(record.Id, projection.Of(record, fields), record.Fields.ModifiedAt) { Version = record.Fields.Version });
            return field == Projection.Id && tables.Gone(crmObject.Name, value) is { } left
                ? new CrmFound(value, left.State(crmObject.Name), Into: left.Into)
                : new CrmFound(value, CrmState.Absent);
        }
    }

    public CrmResult Write(ObjectSchema crmObject, CrmWrite row) => Parsed(row.Fields, fields => new RowWriter(tables, schema).Write(
        new RowRequest(crmObject, row.Id, row.ExternalId is { } externalId ? (row.ExternalIdField, externalId) : null, fields, ByHand: false)
        {
            CopyFrom = row.CopyFrom,
            Links = row.Links ?? [],
            UpdateOnly = row.UpdateOnly,
            IfVersion = row.IfVersion,
        },
        row.ReadBack));

    // What people change is noted, what is synchronised is not.
    public CrmResult Set(ObjectSchema crmObject, string idOrExternalId, ReadOnlyMemory<byte> json) => ByHand(crmObject, json, fields =>
    {
        RemoveOwn(fields);
        return IdOf(crmObject, idOrExternalId) is { } id
            ? new RowWriter(tables, schema).Write(new RowRequest(crmObject, id, null, fields, ByHand: true), [])
            : CrmResult.Refused(Refusals.NoRecord(crmObject.Name, idOrExternalId));
    });

    public CrmResult Import(ObjectSchema crmObject, ReadOnlyMemory<byte> json) => ByHand(crmObject, json, fields =>
    {
        var id = fields[Projection.Id];
        RemoveOwn(fields);
        var key = crmObject.ExternalIds.FirstOrDefault(f => fields[f.Name] is { Kind: FlatKind.Text } v && v.Text.Trim().Length > 0);
        (string, string)? externalId = key is null ? null : (key.Name, fields[key.Name].Text);
        return new RowWriter(tables, schema).Write(new RowRequest(crmObject, id.IsNull ? null : id.Text, externalId, fields, ByHand: true), []);
    });

    public CrmRecord? Get(ObjectSchema crmObject, string idOrExternalId) =>
        IdOf(crmObject, idOrExternalId) is { } id && tables.Get(crmObject.Name, id) is { } fields ? Whole(id, fields) : null;

    /// <param name="into">What the record was merged into or converted to, or null.</param>
    public bool Delete(ObjectSchema crmObject, string idOrExternalId, CrmReference? into)
    {
        if (IdOf(crmObject, idOrExternalId) is not { } id || tables.Get(crmObject.Name, id) is not { } fields)
            return false;
        foreach (var field in crmObject.ExternalIds)
            tables.MoveExternalId(crmObject.Name, field.Name, id, fields[field.Name], FlatValue.Null);
        foreach (var field in crmObject.Indexed)
            tables.MoveIndex(crmObject.Name, field.Name, id, ObjectSchema.KeyOf(field, fields[field.Name]), null);
        tables.Delete(crmObject.Name, id, into);
        return true;
    }

    // A record that was shown, edited and sent back still has what only the CRM writes.
    static void RemoveOwn(FlatRecord fields)
    {
        fields.Remove(Projection.Id);
        fields.Remove(FlatRecord.Modified);
    }

    static CrmResult Parsed(ReadOnlyMemory<byte> json, Func<FlatRecord, CrmResult> write)
    {
        FlatRecord fields;
        try
        {
            fields = FlatRecord.Parse(json.Span);
        }
        catch (JsonException e)
        {
            return CrmResult.Refused(Refusals.Of(null, FlatValue.Null, JsonErrors.Describe(e), "Send one JSON object."));
        }

        return write(fields);
    }

    CrmResult ByHand(ObjectSchema crmObject, ReadOnlyMemory<byte> json, Func<FlatRecord, CrmResult> write)
    {
        var result = Parsed(json, write);
        if (result is { Written: true, Id: { } written })
            tables.Note(crmObject.Name, written);
        return result.Id is { } id ? result with { Stored = Whole(id, tables.Get(crmObject.Name, id)!).Fields } : result;
    }

    string? IdOf(ObjectSchema crmObject, string idOrExternalId) => tables.Get(crmObject.Name, idOrExternalId) is not null
        ? idOrExternalId
        : crmObject.ExternalIds.Select(f => tables.Holder(crmObject.Name, f.Name, idOrExternalId)).FirstOrDefault(id => id is not null);
}
