using System.Globalization;

namespace LambdaSync.Mapping;

/// <summary>A day relative to the day of the run: <c>today</c>, <c>today+15d</c>, <c>today-1w</c>.</summary>
/// <param name="Unit">d, w, m or y.</param>
public readonly record struct RelativeDate(int Amount, char Unit)
{
    const string Today = "today";

    /// <summary>Three digits keep every result, even in years, inside the calendar.</summary>
    const int MaxDigits = 3;

    /// <summary>Whether a fallback's text means a date; one that does but does not parse is a mistake, not a literal.</summary>
    public static bool LooksLike(string text) => text.StartsWith(Today, StringComparison.Ordinal);

    public static bool TryParse(string text, out RelativeDate date)
    {
        date = new RelativeDate(0, 'd');
        if (!LooksLike(text))
            return false;
        var rest = text.AsSpan(Today.Length);
        if (rest.IsEmpty)
            return true;
        if (rest.Length is < 3 or > MaxDigits + 2 || rest[0] is not ('+' or '-') || rest[^1] is not ('d' or 'w' or 'm' or 'y'))
            return false;
        if (!int.TryParse(rest[1..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var amount))
            return false;
        date = new RelativeDate(rest[0] == '-' ? -amount : amount, rest[^1]);
        return true;
    }

    public DateOnly From(DateOnly today) => Unit switch
    {
        'w' => today.AddDays(7 * Amount),
        'm' => today.AddMonths(Amount),
        'y' => today.AddYears(Amount),
        _ => today.AddDays(Amount),
    };
}
