namespace LambdaSync.Fields;

/// <summary>What a request carries, nulls left out: by path with every index as <c>[]</c>, each with its place and text.</summary>
sealed class FoundMembers
{
    readonly Dictionary<string, List<(string Place, string Text)>> _found = new(StringComparer.Ordinal);

    /// <param name="place">The path with its indexes.</param>
    /// <param name="text">The value's text; empty for a structure or list.</param>
    public void Add(string path, string place, string text)
    {
        if (!_found.TryGetValue(path, out var all))
            _found[path] = all = [];
        all.Add((place, text));
    }

    public IEnumerable<string> Places(string path) => _found.TryGetValue(path, out var all) ? all.Select(one => one.Place) : [];

    /// <summary>
    /// The texts at a path; of a path inside <paramref name="element"/> only those in the element at <paramref name="place"/>.
    /// </summary>
    public string[] Texts(string path, string? element, string? place)
    {
        if (!_found.TryGetValue(path, out var all))
            return [];
        return element is not null && path.StartsWith(element, StringComparison.Ordinal)
            ? [.. all.Where(one => one.Place.StartsWith(place!, StringComparison.Ordinal)).Select(one => one.Text)]
            : [.. all.Select(one => one.Text)];
    }
}
