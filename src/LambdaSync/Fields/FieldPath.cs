using System.Globalization;

namespace LambdaSync.Fields;

/// <summary>One step of a path: a member, then optionally one element, one selected element or every element of its list.</summary>
/// <param name="Name">The member's name.</param>
/// <param name="Index"><c>[n]</c>, or null.</param>
/// <param name="Key">The member a selector <c>[Key=Value]</c> looks at, or null.</param>
/// <param name="Value">The value it looks for, or null.</param>
/// <param name="All"><c>[]</c>: every element.</param>
public readonly record struct PathStep(string Name, int? Index, string? Key, string? Value, bool All)
{
    public bool IsList => Index is not null || Key is not null || All;

    public override string ToString() =>
        Index is { } n ? string.Create(CultureInfo.InvariantCulture, $"{Name}[{n}]") : Key is not null ? $"{Name}[{Key}={Value}]" : All ? Name + "[]" : Name;
}

/// <summary>
/// Where a value stands in a record document: a root (<c>opportunity</c> when none is written; <c>aws:</c>, <c>invitation:</c>,
/// <c>submission:</c>, <c>related:</c>, <c>file:</c>, of a lead <c>lead:</c>, <c>engagement:</c>, <c>prospecting:</c>, of what AWS Marketplace has <c>product:</c>, <c>offer:</c>, <c>offerSet:</c>, <c>resaleAuthorization:</c>, <c>agreement:</c>) and steps (<c>.name</c>, <c>[n]</c>, <c>[Key=Value]</c>, a last <c>[]</c>).
/// </summary>
public sealed record FieldPath(string Root, IReadOnlyList<PathStep> Steps)
{
    public const string DefaultRoot = "opportunity";

    /// <summary>More steps are refused; AWS's own paths have at most five.</summary>
    public const int MaxSteps = 16;

    /// <summary>The roots of a record document, in canonical order.</summary>
    public static readonly IReadOnlyList<string> Roots = ["agreement", "aws", "engagement", "file", "invitation", "lead", "offer", "offerSet", DefaultRoot, "product", "prospecting", "related", "resaleAuthorization", "submission"];

    /// <summary>Whether the path ends in <c>[]</c>, that is, stands for a list of texts.</summary>
    public bool IsList => Steps[^1].All;

    /// <summary>Reads a path, or says in one sentence what is wrong with it.</summary>
    public static bool TryParse(string text, out FieldPath path, out string error)
    {
        path = null!;
        var rest = text.AsSpan();
        var root = DefaultRoot;
        if (rest.IndexOf(':') is var colon and >= 0 && rest[..colon].IndexOfAny('[', '.') < 0)
        {
            root = rest[..colon].ToString();
            rest = rest[(colon + 1)..];
            if (!Roots.Contains(root))
                return Fail($"'{root}:' is not a root; the roots are {string.Join(", ", Roots)}", out error);
        }

        var steps = new List<PathStep>();
        while (true)
        {
            if (steps.Count == MaxSteps)
                return Fail(string.Create(CultureInfo.InvariantCulture, $"a path has at most {MaxSteps} steps"), out error);
            var end = rest.IndexOfAny('.', '[');
            var name = (end < 0 ? rest : rest[..end]).ToString();
            if (name.Length == 0)
                return Fail("a member name is missing", out error);
            rest = end < 0 ? [] : rest[end..];
            var step = new PathStep(name, null, null, null, false);
            if (rest.Length > 0 && rest[0] == '[')
            {
                var close = rest.IndexOf(']');
                if (close < 0)
                    return Fail("a '[' is not closed", out error);
                var inside = rest[1..close];
                rest = rest[(close + 1)..];
                if (inside.Length == 0)
                    step = step with { All = true };
                else if (inside.IndexOf('=') is var equals and > 0 && equals < inside.Length - 1)
                    step = step with { Key = inside[..equals].ToString(), Value = inside[(equals + 1)..].ToString() };
                else if (int.TryParse(inside, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n < 100)
                    step = step with { Index = n };
                else
                    return Fail($"'[{inside}]' is neither [], [n] nor [Key=Value]", out error);
            }

            steps.Add(step);
            if (rest.Length == 0)
                break;
            if (step.All)
                return Fail("[] may only stand at the end", out error);
            if (rest[0] != '.')
                return Fail("a '.' is missing after ']'", out error);
            rest = rest[1..];
        }

        path = new FieldPath(root, steps);
        error = "";
        return true;
    }

    static bool Fail(string reason, out string error)
    {
        error = reason;
        return false;
    }

    /// <summary>The path as the catalogue keeps it: every index and selector as <c>[]</c>.</summary>
    public string CatalogueKey() => Prefix + string.Join('.', Steps.Select(step => step.IsList ? step.Name + "[]" : step.Name));

    public override string ToString() => Prefix + string.Join('.', Steps);

    string Prefix => Root == DefaultRoot ? "" : Root + ":";

    public bool Equals(FieldPath? other) => other is not null && ToString() == other.ToString();

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);
}
