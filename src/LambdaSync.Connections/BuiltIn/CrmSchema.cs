using LambdaSync.Mapping;

namespace LambdaSync.Connections.BuiltIn;

/// <summary>The metadata, indexed for a write path that looks up every field of every row.</summary>
sealed class CrmSchema(CrmMetadata metadata, IReadOnlyDictionary<string, string> prefixes)
{
    readonly Dictionary<string, ObjectSchema> _objects = metadata.Objects.ToDictionary(
        o => o.Name, o => new ObjectSchema(o, prefixes[o.Name]) { IsRelated = metadata.Objects.Any(other => other.Fields.Any(f => f.RelatesTo == o.Name)) }, StringComparer.Ordinal);

    readonly Dictionary<(string Object, string Path), CrmPath?> _paths = [];

    public CrmMetadata Metadata => metadata;

    public IEnumerable<ObjectSchema> Objects => _objects.Values;

    public ObjectSchema? Object(string name) => _objects.GetValueOrDefault(name);

    /// <summary>The links a path crosses and the field it ends at, or null when there is no such field.</summary>
    public CrmPath? Resolve(ObjectSchema from, string path)
    {
        if (_paths.TryGetValue((from.Name, path), out var known))
            return known;
        return _paths[(from.Name, path)] = Walk(from, path.Split('.'));
    }

    CrmPath? Walk(ObjectSchema from, string[] steps)
    {
        if (steps.Length > CrmMetadata.MaxRelations + 1)
            return null;
        var links = new List<CrmField>();
        var current = from;
        foreach (var step in steps[..^1])
        {
            if (!current.Relations.TryGetValue(step, out var link) || link.RelatesTo is null || Object(link.RelatesTo) is not { } next)
                return null;
            links.Add(link);
            current = next;
        }

        return current.Fields.TryGetValue(steps[^1], out var field) ? new CrmPath(links, current, field) : null;
    }
}
