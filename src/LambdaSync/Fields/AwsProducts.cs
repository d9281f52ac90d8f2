namespace LambdaSync.Fields;

/// <summary>
/// The AWS products that an opportunity can be associated with. No API lists them; AWS publishes them as a file
/// (github.com/aws-samples/partner-crm-integration-samples, resources/aws_products.json). An identifier is the name's letters and digits.
/// </summary>
public static class AwsProducts
{
    static readonly Lazy<Dictionary<string, string>> ByKey = new(Read);

    /// <summary>The identifiers, in the file's order.</summary>
    public static IReadOnlyCollection<string> Identifiers => ByKey.Value.Values.Distinct(StringComparer.Ordinal).ToList();

    /// <summary>
    /// RelatedEntityIdentifier of an AWS product: of one by its name ("Amazon EC2 Linux", "Lambda") or identifier, in any case; a text that is
    /// not known passes when it looks like an identifier, because AWS adds products often; else null.
    /// </summary>
    public static string? Identifier(string nameOrId)
    {
        var text = nameOrId.Trim();
        if (ByKey.Value.TryGetValue(Key(text), out var known))
            return known;
        return text.Length is >= 1 and <= 255 && text.All(char.IsAsciiLetterOrDigit) ? text : null;
    }

    /// <summary>Whether the published list has it.</summary>
    public static bool IsKnown(string nameOrId) => ByKey.Value.ContainsKey(Key(nameOrId));

    static Dictionary<string, string> Read()
    {
        var names = new List<string>();
        FieldTables.Rows("aws-products.tsv", cells => names.Add(cells[0]));
        var byKey = names.ToDictionary(Key, name => string.Concat(name.Where(char.IsAsciiLetterOrDigit)), StringComparer.Ordinal);

        // People leave the first word out, where that leaves one product only.
        foreach (var group in names.Select(name => (Short: Short(name), Name: name)).Where(n => n.Short is not null).GroupBy(n => Key(n.Short!), StringComparer.Ordinal).Where(g => g.Count() == 1))
            byKey.TryAdd(group.Key, byKey[Key(group.Single().Name)]);
        return byKey;
    }

    static string? Short(string name) => name.Split(' ', 2) is ["AWS" or "Amazon", var rest] ? rest : null;

    static string Key(string text) => string.Concat(text.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
}
