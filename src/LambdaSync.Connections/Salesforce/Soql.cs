using System.Globalization;
using System.Text;

namespace LambdaSync.Connections.Salesforce;

/// <summary>Texts of queries. Names come from the organization's describe or the mapping and are checked, values are escaped.</summary>
static class Soql
{
    /// <summary>Escaped characters of one URL: Salesforce answers 414 above 16,384 bytes of URL and headers.</summary>
    public const int MaxUrl = 12_000;

    /// <summary>A text literal (SOQL reference, Quoted String Escape Sequences).</summary>
    public static string Text(string value)
    {
        var text = new StringBuilder(value.Length + 2).Append('\'');
        foreach (var c in value)
        {
            _ = c switch
            {
                '\'' => text.Append("\\'"),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                < ' ' or '\u007f' or '\u2028' or '\u2029' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => text.Append(c),
            };
        }

        return text.Append('\'').ToString();
    }

    /// <summary>A pattern for LIKE that matches what begins with the text, after <paramref name="before"/>.</summary>
    public static string Like(string before, string text) =>
        $"'{before}{Text(text)[1..^1].Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%'";

    /// <summary>A time literal, whole seconds: what a query compares SystemModstamp with.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string In(string field, IEnumerable<string> values) => $"{Name(field)} IN ({string.Join(',', values.Select(Text))})";

    /// <summary>A query of one object; every name is checked.</summary>
    public static string Select(IEnumerable<string> fields, string from, string? where, string? rest = null)
    {
        var query = new StringBuilder("SELECT ").AppendJoin(',', fields.Distinct(StringComparer.OrdinalIgnoreCase).Select(Name)).Append(" FROM ").Append(Name(from));
        if (where is not null)
            query.Append(" WHERE ").Append(where);
        if (rest is not null)
            query.Append(' ').Append(rest);
        return query.ToString();
    }

    /// <summary>An object's or field's name, or a path through relations; anything else is no query of ours.</summary>
    /// <exception cref="ConnectionException">The name holds other characters.</exception>
    public static string Name(string name) => IsName(name)
        ? name
        : throw new ConnectionException("A field name of the mapping is no name of Salesforce. Fix: correct it; 'lambdasync mapping check' names the field.", transient: false);

    public static bool IsName(string name) =>
        name.Length > 0 && name.Split('.').All(part => part.Length > 0 && char.IsAsciiLetter(part[0]) && part.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'));

    /// <summary>The values in parts whose condition fits into a URL beside the rest of the query, and of at most so many values.</summary>
    public static IEnumerable<IReadOnlyList<string>> Parts(IReadOnlyList<string> values, int used, int most)
    {
        var (part, length) = (new List<string>(), used);
        foreach (var value in values)
        {
            var more = Uri.EscapeDataString(Text(value)).Length + "%2C".Length;
            if (part.Count > 0 && (part.Count == most || length + more > MaxUrl))
            {
                yield return part;
                (part, length) = ([], used);
            }

            part.Add(value);
            length += more;
        }

        if (part.Count > 0)
            yield return part;
    }
}
