namespace LambdaSync.Fields;

/// <summary>
/// What postal codes look like, by ISO 3166 code, as AWS's own check for its partner connector has it. Advice only: AWS's API
/// takes any text of up to 20 characters.
/// </summary>
public static class PostalCodes
{
    static readonly Lazy<Dictionary<string, string[]>> Formats = new(Read);

    /// <summary>False for the countries that have none; true for the rest, also those that are not known.</summary>
    public static bool HasPostalCode(string countryCode) =>
        !Formats.Value.TryGetValue(countryCode, out var formats) || formats.Length > 0;

    /// <summary>
    /// The formats that the code has none of, for people: <c>9</c> a digit (<c>N</c> where others are given), <c>A</c> a letter.
    /// Null when it fits one, or when no format is known.
    /// </summary>
    public static string? BrokenFormat(string countryCode, string postalCode)
    {
        if (!Formats.Value.TryGetValue(countryCode, out var formats) || formats.Length == 0)
            return null;
        foreach (var format in formats)
        {
            if (Fits(format, postalCode))
                return null;
        }

        return string.Join(" or ", formats.Select(ForPeople));
    }

    static bool Fits(string format, string code)
    {
        if (format.Length != code.Length)
            return false;
        for (var i = 0; i < format.Length; i++)
        {
            var fits = format[i] switch
            {
                'd' => char.IsAsciiDigit(code[i]),
                'a' => char.IsAsciiLetter(code[i]),
                var literal => char.ToUpperInvariant(code[i]) == literal,
            };
            if (!fits)
                return false;
        }

        return true;
    }

    static string ForPeople(string format) => format.Replace('d', format.Any(char.IsAsciiDigit) ? 'N' : '9').Replace('a', 'A');

    static Dictionary<string, string[]> Read()
    {
        var formats = new Dictionary<string, string[]>(StringComparer.Ordinal);
        FieldTables.Rows("postal.tsv", cells =>
        {
            var all = cells[0] == "-" ? [] : cells[0].Split('|');
            foreach (var country in cells[1].Split(' '))
                formats.Add(country, all);
        });
        return formats;
    }
}
