using LambdaSync.Mapping;
using LambdaSync.Sync;

namespace LambdaSync.Connections.BuiltIn;

/// <summary>The records one row touches. Nothing is written before <see cref="Store"/>, so a refused row leaves nothing.</summary>
sealed class Staging(ICrmTables tables, CrmSchema schema)
{
    readonly Dictionary<string, StagedRecord> _records = new(StringComparer.Ordinal);
    readonly Dictionary<ObjectSchema, int> _added = [];

    public List<Issue> Issues { get; } = [];

    /// <summary>Records that match where one was looked for.</summary>
    public List<CrmReference> Candidates { get; } = [];

    /// <summary>Records that were looked for in order to link them, and are the row's from now on.</summary>
    public HashSet<string> Found { get; } = new(StringComparer.Ordinal);

    public bool Refused => Issues.Exists(i => i.Severity == Severity.Error);

    public StagedRecord? Load(ObjectSchema crmObject, string id)
    {
        if (_records.TryGetValue(id, out var staged))
            return staged.Schema == crmObject ? staged : null;
        return tables.Get(crmObject.Name, id) is { } fields
            ? _records[id] = new StagedRecord(crmObject, id, fields, isNew: false)
            : null;
    }

    public StagedRecord? LoadByExternalId(ObjectSchema crmObject, string field, string value) =>
        tables.Holder(crmObject.Name, field, value) is { } id ? Load(crmObject, id) : null;

    /// <summary>Up to a few records of the object that have the key in an indexed field, also those that this row has staged.</summary>
    public IReadOnlyList<string> Having(ObjectSchema crmObject, CrmField field, string key) =>
        [.. tables.Having(crmObject.Name, field.Name, key).Where(id => Load(crmObject, id) is { } record && ObjectSchema.KeyOf(field, record.Fields[field.Name]) == key)];

    public StagedRecord Add(ObjectSchema crmObject)
    {
        var nth = _added[crmObject] = _added.GetValueOrDefault(crmObject) + 1;
        var id = tables.NewId(crmObject, nth);
        return _records[id] = new StagedRecord(crmObject, id, new FlatRecord(), isNew: true);
    }

    /// <summary>The record a link leads to, or null: empty, or deleted since.</summary>
    public StagedRecord? Follow(StagedRecord record, CrmField link) =>
        record.Fields[link.Name] is { IsNull: false } id && schema.Object(link.RelatesTo!) is { } target ? Load(target, id.Text) : null;

    /// <summary>Sets a field after its rules, or adds the refusal.</summary>
    /// <param name="path">The field as the row names it.</param>
    public void Set(StagedRecord record, string path, CrmField field, FlatValue given)
    {
        var (value, refused) = FieldRules.Apply(path, field, given);
        refused ??= Check(record, path, field, value);
        if (refused is null)
            record.Set(field.Name, value);
        else
            Issues.Add(refused);
    }

    public void CheckRequired(StagedRecord record, string pathPrefix)
    {
        foreach (var field in record.Schema.Required)
        {
            // A field the row names has its own refusal already.
            if (record.Fields[field.Name].IsNull && !Issues.Exists(i => i.Field == pathPrefix + field.Name))
                Issues.Add(Refusals.Required(pathPrefix + field.Name));
        }
    }

    /// <param name="byHand">Every record that changes is noted, also a related one.</param>
    public void Store(bool byHand)
    {
        foreach (var record in _records.Values.Where(r => r.Changed))
        {
            record.Stamp(tables.Now);
            record.Store(tables);
            if (byHand)
                tables.Note(record.Schema.Name, record.Id);
        }

        foreach (var (crmObject, count) in _added)
            tables.Added(crmObject, count);
    }

    Issue? Check(StagedRecord record, string path, CrmField field, FlatValue value)
    {
        if (!field.Writable)
            return Refusals.NotWritable(path, value);
        if (value.IsNull)
            return field.Required ? Refusals.Required(path) : null;
        if (field.RelatesTo is { } target && (schema.Object(target) is not { } other || Load(other, value.Text) is null))
            return Refusals.BadReference(path, value, target);
        if (field.ExternalId && tables.Holder(record.Schema.Name, field.Name, value.Text) is { } holder && holder != record.Id)
            return Refusals.NotUnique(path, value, holder);
        return null;
    }
}
