using System.Globalization;

namespace LambdaSync.Simulator.Marketplace;

/// <summary>UTC days and periods as Marketplace writes them.</summary>
static class Days
{
    public static DateOnly? Parse(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    public static DateOnly Of(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime);

    /// <summary><c>2027-01-31T23:59:59.999Z</c>: DescribeEntity gives days as the moments at which they count.</summary>
    public static string AtEnd(string day) => day[..10] + "T23:59:59.999Z";

    public static string AtStart(string day) => day[..10] + "T00:00:00.000Z";

    /// <summary>A date with seconds, 20 characters (shape DateTimeISO8601).</summary>
    public static string Seconds(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Seconds since 1970: timestamps of AWS JSON 1.0.</summary>
    public static double Epoch(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;

    /// <summary>Whether it is whole years, months or days: <c>P1Y</c>, <c>P12M</c>, <c>P365D</c>.</summary>
    public static bool IsPeriod(string? text, bool zeroAllowed = false) =>
        text is { Length: > 2 and < 8 } && text[0] == 'P' && text[^1] is 'Y' or 'M' or 'D' && int.TryParse(text.AsSpan(1, text.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && (count > 0 || zeroAllowed);

    /// <summary>The day after a period that begins on <paramref name="day"/>.</summary>
    public static DateOnly After(DateOnly day, string period)
    {
        var count = int.Parse(period.AsSpan(1, period.Length - 2), CultureInfo.InvariantCulture);
        return period[^1] switch { 'Y' => day.AddYears(count), 'M' => day.AddMonths(count), _ => day.AddDays(count) };
    }

    /// <summary>Days of a period; a month counts 30, a year 365: enough to compare.</summary>
    public static int Count(string period) =>
        int.Parse(period.AsSpan(1, period.Length - 2), CultureInfo.InvariantCulture) * period[^1] switch { 'Y' => 365, 'M' => 30, _ => 1 };
}
