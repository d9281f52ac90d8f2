using LambdaSync.Mapping;

namespace LambdaSync.Connections.BuiltIn;

/// <summary>Reads a record by paths, through its links.</summary>
/// <param name="load">The record of an object with an id, or null.</param>
sealed class Projection(CrmSchema schema, Func<ObjectSchema, string, StagedRecord?> load)
{
    public const string Id = "Id";

    /// <exception cref="ConnectionException">The object has no such field; a CRM refuses the whole query then.</exception>
    public static void Check(CrmSchema schema, ObjectSchema crmObject, IReadOnlyList<string> paths)
    {
        if (paths.FirstOrDefault(p => schema.Resolve(crmObject, p) is null) is { } unknown)
            throw new ConnectionException($"{crmObject.Name} has no field {unknown}.", transient: false);
    }

    public byte[] Of(StagedRecord record, IReadOnlyList<string> paths)
    {
        var result = new FlatRecord();
        foreach (var name in paths)
            result[name] = Value(record, schema.Resolve(record.Schema, name)!);
        return result.ToJson();
    }

    FlatValue Value(StagedRecord record, CrmPath path)
    {
        StagedRecord? current = record;
        foreach (var link in path.Links)
        {
            var id = current.Fields[link.Name];
            current = id.IsNull || schema.Object(link.RelatesTo!) is not { } target ? null : load(target, id.Text);
            if (current is null)
                return FlatValue.Null;
        }

        if (path.Field.Type == CrmFieldType.Id)
            return FlatValue.Of(current.Id);
        var value = current.Fields[path.Field.Name];
        return value.IsNull && path.Field.Type == CrmFieldType.Boolean ? FlatValue.False : value;
    }
}
