using System.Buffers;
using System.Text;

namespace LambdaSync.Cli;

/// <summary>
/// The filter for all that is printed for people. Values come from a CRM and from AWS: control characters could move the cursor or set
/// the terminal's title, bidirectional ones could show another order than the text's own (trojansource.codes).
/// </summary>
static class Printable
{
    // What the text's own lines need.
    const string Layout = "\n\r\t";

    // Unicode's Bidi_Control property, and the separators that some terminals break lines at.
    const string Bidi = "\u061C\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069\u2028\u2029";

    static readonly SearchValues<char> Suspect = SearchValues.Create([.. Controls(), .. Bidi]);

    /// <summary>The text on one line: its line breaks and tabs are spaces.</summary>
    public static string Line(string text) => text.AsSpan().ContainsAny(Suspect) ? Filter(text, keepLayout: false) : text;

    /// <summary>The text with its line breaks and tabs.</summary>
    public static string Lines(string text) => text.AsSpan().ContainsAny(Suspect) ? Filter(text, keepLayout: true) : text;

    static string Filter(string text, bool keepLayout)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (!Suspect.Contains(c) || (keepLayout && Layout.Contains(c, StringComparison.Ordinal)))
                kept.Append(c);
            else if (c is '\n' or '\t' && kept.Length > 0 && kept[^1] != ' ')
                kept.Append(' ');
        }

        return kept.ToString();
    }

    static IEnumerable<char> Controls() => Enumerable.Range(0, 0xA0).Select(c => (char)c).Where(char.IsControl);
}
