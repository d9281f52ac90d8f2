namespace LambdaSync.Fields;

/// <summary>A member that a request has to carry.</summary>
/// <param name="Path">With every index as <c>[]</c>.</param>
/// <param name="When">What has to hold for it; empty for always.</param>
/// <param name="Firm">Whether AWS's API model says so; else it is the file sheet's advice.</param>
sealed record RequiredMember(string Path, IReadOnlyList<FieldCondition> When, bool Firm)
{
    /// <summary>The path of the list element it stands in, or null: conditions on the same element are looked up in that one.</summary>
    public string? Element { get; } = Inside(Path);

    /// <summary>Whether a condition looks into the element, so that without one it can't hold.</summary>
    public bool AsksItsElement => Element is not null && When.Any(term => term.Path.StartsWith(Element, StringComparison.Ordinal));

    static string? Inside(string path)
    {
        var last = path.EndsWith("[]", StringComparison.Ordinal) ? path[..^2] : path;
        return last.LastIndexOf("[]", StringComparison.Ordinal) is var end and >= 0 ? last[..(end + 2)] : null;
    }
}
