using System.Text.RegularExpressions;

namespace LambdaSync.Simulator.Model;

/// <summary>A pattern of the model; the whole text has to match.</summary>
sealed class ShapePattern(string pattern)
{
    static readonly TimeSpan MaxTime = TimeSpan.FromMilliseconds(200);

    readonly Lazy<Regex> _regex = new(() => Compile("^(?:" + Translate(pattern) + ")$"));

    public string Text => pattern;

    public bool Matches(string text)
    {
        try
        {
            return _regex.Value.IsMatch(OneUnitEach(text));
        }
        catch (RegexMatchTimeoutException)
        {
            // Some of AWS's patterns take exponential time on some texts; what their service does with those is not known.
            return true;
        }
    }

    // Java's patterns count characters, .NET's UTF-16 units: a character beyond the basic plane becomes one unit, which "." takes and
    // a range that ends before it does not.
    static string OneUnitEach(string text) =>
        text.Any(char.IsSurrogate) ? string.Concat(text.EnumerateRunes().Select(rune => rune.IsBmp ? (char)rune.Value : '\uFFFF')) : text;

    static Regex Compile(string text)
    {
        try
        {
            return new Regex(text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (NotSupportedException)
        {
            return new Regex(text, RegexOptions.CultureInvariant, MaxTime);
        }
    }

    // The model's patterns are Java's: a character beyond the basic plane is written as \x{...}.
    static string Translate(string text) => Regex.Replace(text, @"\\x\{([0-9a-fA-F]{1,4})\}", m => "\\u" + m.Groups[1].Value.PadLeft(4, '0'))
        .Replace(@"\x{10FFFF}", @"\uFFFF", StringComparison.OrdinalIgnoreCase);
}
