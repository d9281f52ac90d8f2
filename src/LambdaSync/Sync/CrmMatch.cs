using System.Globalization;
using System.Text;
using LambdaSync.Mapping;

namespace LambdaSync.Sync;

/// <summary>
/// When two values name one company or person: e-mail addresses without regard to case, web addresses by their host, names without regard to
/// case, spaces, punctuation and a legal form at their end.
/// </summary>
public static class CrmMatch
{
    // Only where a name has another word: "AG" alone is a name.
    static readonly HashSet<string> LegalForms = new(StringComparer.Ordinal)
    {
        "ab", "ag", "as", "asa", "bv", "co", "company", "corp", "corporation", "gmbh", "inc", "incorporated", "kg", "kk", "limited", "llc", "llp", "ltd", "nv", "oy", "plc",
        "pte", "pty", "sa", "sarl", "sas", "se", "sl", "spa", "srl",
    };

    /// <summary>What equal values have in common, or null: the value says nothing.</summary>
    public static string? KeyOf(CrmFieldType type, string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
            return null;
        var key = type switch
        {
            CrmFieldType.Email => value.Trim().ToLowerInvariant(),
            CrmFieldType.Url => Host(value.Trim().ToLowerInvariant()),
            _ => Name(value),
        };
        return key.Length == 0 ? null : key;
    }

    static string Host(string address)
    {
        var start = address.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme ? scheme + 3 : 0;
        var host = address[start..].Split('/', '?', '#')[0].Split('@')[^1].Split(':')[0].TrimEnd('.');
        return host.StartsWith("www.", StringComparison.Ordinal) ? host[4..] : host;
    }

    static string Name(string value)
    {
        // "S.A." is one word, "A-B" is two.
        var words = new StringBuilder();
        foreach (var letter in value.ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(letter) || CharUnicodeInfo.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Surrogate)
                words.Append(letter);
            else if (letter is not ('.' or '\'' or '’'))
                words.Append(' ');
        }

        var list = words.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        while (list.Count > 1 && LegalForms.Contains(list[^1]))
            list.RemoveAt(list.Count - 1);
        return string.Join(' ', list);
    }
}
