using System.Globalization;
using System.Text;

namespace LambdaSync.Mapping;

/// <summary>
/// Spellings that people and systems mix up. AWS's file exchange writes an en dash and "&amp;" where its API writes a hyphen and
/// "and", and picklists were copied from either.
/// </summary>
public static class Variants
{
    const char MinusSign = '\u2212';

    /// <summary>Equal but for dashes, "&amp;" or "and", upper and lower case, and runs of white space; true for equal texts too.</summary>
    public static bool Same(string a, string b) => string.Equals(a, b, StringComparison.Ordinal) || Fold(a) == Fold(b);

    /// <summary>The first of some spellings that is the same as a text, an equal one before any other; null when none is.</summary>
    public static string? Find(string text, IEnumerable<string> spellings)
    {
        string? variant = null;
        var folded = Fold(text);
        foreach (var spelling in spellings)
        {
            if (spelling == text)
                return spelling;
            if (variant is null && Fold(spelling) == folded)
                variant = spelling;
        }

        return variant;
    }

    /// <summary>The form in which variants are equal.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.GetUnicodeCategory(c) == UnicodeCategory.DashPunctuation || c == MinusSign)
                folded.Append('-');
            else if (c == '&')
                folded.Append(" and ");
            else
                folded.Append(char.IsWhiteSpace(c) ? ' ' : char.ToLowerInvariant(c));
        }

        return string.Join(' ', folded.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }
}
