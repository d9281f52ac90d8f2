namespace LambdaSync.Fields;

/// <summary>One term of a <see cref="CatalogueField.RequiredWhen"/>.</summary>
/// <param name="Path">The catalogue path, or the file field's name, that it looks at.</param>
/// <param name="Not">Whether it wants none of the values.</param>
/// <param name="Values">The values it looks for; empty when it only asks whether anything is there.</param>
public sealed record Condition(string Path, bool Not, IReadOnlyList<string> Values)
{
    /// <summary>The terms of a condition, all of which have to hold.</summary>
    public static IReadOnlyList<Condition> Parse(string requiredWhen)
    {
        var terms = new List<Condition>();
        foreach (var term in requiredWhen.Split('&'))
        {
            var equals = term.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
            {
                terms.Add(new Condition(term, false, []));
                continue;
            }

            var not = term[equals - 1] == '!';
            terms.Add(new Condition(term[..(not ? equals - 1 : equals)], not, term[(equals + 1)..].Split('|')));
        }

        return terms;
    }

    /// <summary>Whether the term holds for the values that stand at its path: none, one, or those of a list.</summary>
    public bool Holds(params ReadOnlySpan<string> found)
    {
        if (Values.Count == 0)
            return found.Length > 0;
        foreach (var value in found)
        {
            if (Values.Contains(value))
                return !Not;
        }

        return Not;
    }
}
