using System.Globalization;

namespace LambdaSync.Mapping;

/// <summary>Days relative to the day of the run: <c>today</c>, <c>today+15d</c>, <c>today-1w</c>, <c>today+3m</c>, <c>today+1y</c>.</summary>
public static class RelativeDate
{
    public static bool IsOne(string text) => TryParse(text, out _, out _);

    /// <exception cref="FormatException">The text is no relative date.</exception>
    public static DateOnly Resolve(string text, DateOnly today)
    {
        if (!TryParse(text, out var count, out var unit))
            throw new FormatException($"'{text}' is no relative date such as today+15d");
        return unit switch
        {
            'w' => today.AddDays(count * 7),
            'm' => today.AddMonths(count),
            'y' => today.AddYears(count),
            _ => today.AddDays(count),
        };
    }

    static bool TryParse(string text, out int count, out char unit)
    {
        (count, unit) = (0, 'd');
        if (text == "today")
            return true;
        if (!text.StartsWith("today", StringComparison.Ordinal) || text.Length < 8 || text[5] is not ('+' or '-'))
            return false;
        unit = text[^1];
        if (unit is not ('d' or 'w' or 'm' or 'y') || !int.TryParse(text.AsSpan(6, text.Length - 7), NumberStyles.None, CultureInfo.InvariantCulture, out count) || count > 9999)
            return false;
        if (text[5] == '-')
            count = -count;
        return true;
    }
}
