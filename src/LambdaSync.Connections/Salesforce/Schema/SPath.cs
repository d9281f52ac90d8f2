namespace LambdaSync.Connections.Salesforce;

/// <summary>A field that a path leads to.</summary>
/// <param name="Links">The references that the path goes through, each with the object that has it.</param>
/// <param name="Object">The object that has the field.</param>
sealed record SPath(string Path, IReadOnlyList<(SObject From, SField Link)> Links, SObject Object, SField Field)
{
    /// <summary>The path without its last step, or empty: an own field.</summary>
    public string Relation => Links.Count == 0 ? "" : Path[..Path.LastIndexOf('.')];

    public static SPath? Of(SObject from, string path, Dictionary<string, SObject?> loaded)
    {
        var links = new List<(SObject, SField)>();
        var steps = path.Split('.');
        foreach (var step in steps[..^1])
        {
            if (from.Relation(step) is not { } link || loaded.GetValueOrDefault(link.Target!) is not { } next)
                return null;
            links.Add((from, link));
            from = next;
        }

        return links.Count <= Mapping.CrmMetadata.MaxRelations && from.Field(steps[^1]) is { } field ? new SPath(path, links, from, field) : null;
    }

    /// <summary>The next object that a path needs and that is not loaded, or null.</summary>
    public static string? Missing(SObject from, string path, Dictionary<string, SObject?> loaded)
    {
        foreach (var step in path.Split('.')[..^1])
        {
            if (from.Relation(step)?.Target is not { } target)
                return null;
            if (!loaded.TryGetValue(target, out var next))
                return target;
            if (next is null)
                return null;
            from = next;
        }

        return null;
    }
}
