using System.Globalization;
using LambdaSync.Mapping;

namespace LambdaSync.Connections.BuiltIn;

/// <summary>A record that a row reads or changes, in memory until the row is known to be good.</summary>
/// <param name="fields">What is stored of it.</param>
sealed class StagedRecord(ObjectSchema schema, string id, FlatRecord fields, bool isNew)
{
    readonly Dictionary<string, FlatValue> _before =
        schema.ExternalIds.ToDictionary(f => f.Name, f => fields[f.Name], StringComparer.Ordinal);
    readonly List<(CrmField Field, string? Key)> _indexed = [.. schema.Indexed.Select(f => (f, ObjectSchema.KeyOf(f, fields[f.Name])))];
    bool _changed;

    public ObjectSchema Schema => schema;

    public string Id => id;

    public FlatRecord Fields => fields;

    public bool IsNew => isNew;

    public bool Changed => isNew || _changed;

    public void Set(string name, FlatValue value)
    {
        if (fields[name] == value)
            return;
        _changed = true;
        if (value.IsNull)
            fields.Remove(name);
        else
            fields[name] = value;
    }

    /// <summary>Says when the record was changed, where the object has a field for it.</summary>
    public void Stamp(DateTimeOffset now)
    {
        if (schema.Fields.ContainsKey(FlatRecord.Modified))
            fields[FlatRecord.Modified] = FlatValue.Of(now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
    }

    public void Store(ICrmTables tables)
    {
        tables.Put(schema.Name, id, fields);
        foreach (var (field, before) in _before)
        {
            if (before != fields[field])
                tables.MoveExternalId(schema.Name, field, id, before, fields[field]);
        }

        foreach (var (field, before) in _indexed)
        {
            if (ObjectSchema.KeyOf(field, fields[field.Name]) is var now && now != before)
                tables.MoveIndex(schema.Name, field.Name, id, before, now);
        }
    }
}
