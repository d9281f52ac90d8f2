using System.Globalization;
using System.Text.RegularExpressions;

namespace LambdaSync.Simulator.Salesforce.Soql;

/// <summary>Values that stand without quotes, and the ranges of date literals (SOQL and SOSL reference, Date Formats and Date Literals). Days are UTC's.</summary>
static partial class Literals
{
    public static Literal? Of(string word)
    {
        if (word.Equals("null", StringComparison.OrdinalIgnoreCase))
            return new Literal(LiteralKind.Null, null);
        if (bool.TryParse(word, out var flag))
            return new Literal(LiteralKind.Boolean, flag);
        if (Number().IsMatch(word))
            return new Literal(LiteralKind.Number, decimal.Parse(word, NumberStyles.Float, CultureInfo.InvariantCulture));
        if (DateOnly.TryParseExact(word, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return new Literal(LiteralKind.Date, date);
        if (Time().IsMatch(word) && DateTimeOffset.TryParse(word, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            return new Literal(LiteralKind.DateTime, time.ToUniversalTime());
        var parts = word.ToUpperInvariant().Split(':');
        if (parts.Length == 1 && Range(parts[0], 0, default) is not null && !parts[0].Contains("_N_", StringComparison.Ordinal))
            return new Literal(LiteralKind.DateRange, parts[0]);
        return parts.Length == 2 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) && parts[0].Contains("_N_", StringComparison.Ordinal) && Range(parts[0], count, default) is not null
            ? new Literal(LiteralKind.DateRange, parts[0], count)
            : null;
    }

    /// <summary>The days from the first to before the second, or null for no literal.</summary>
    public static (DateOnly From, DateOnly To)? Range(string name, int count, DateOnly today)
    {
        // Where no day is asked for, only the name is.
        today = today == default ? new DateOnly(2000, 1, 1) : today;
        var week = today.AddDays(-(int)today.DayOfWeek);
        var month = new DateOnly(today.Year, today.Month, 1);
        var quarter = new DateOnly(today.Year, ((today.Month - 1) / 3 * 3) + 1, 1);
        var year = new DateOnly(today.Year, 1, 1);
        return name switch
        {
            "TODAY" => (today, today.AddDays(1)),
            "YESTERDAY" => (today.AddDays(-1), today),
            "TOMORROW" => (today.AddDays(1), today.AddDays(2)),
            "THIS_WEEK" => (week, week.AddDays(7)),
            "LAST_WEEK" => (week.AddDays(-7), week),
            "NEXT_WEEK" => (week.AddDays(7), week.AddDays(14)),
            "THIS_MONTH" => (month, month.AddMonths(1)),
            "LAST_MONTH" => (month.AddMonths(-1), month),
            "NEXT_MONTH" => (month.AddMonths(1), month.AddMonths(2)),
            "THIS_QUARTER" => (quarter, quarter.AddMonths(3)),
            "LAST_QUARTER" => (quarter.AddMonths(-3), quarter),
            "NEXT_QUARTER" => (quarter.AddMonths(3), quarter.AddMonths(6)),
            "THIS_YEAR" => (year, year.AddYears(1)),
            "LAST_YEAR" => (year.AddYears(-1), year),
            "NEXT_YEAR" => (year.AddYears(1), year.AddYears(2)),
            "LAST_90_DAYS" => (today.AddDays(-90), today.AddDays(1)),
            "NEXT_90_DAYS" => (today.AddDays(1), today.AddDays(91)),
            "LAST_N_DAYS" => (today.AddDays(-count), today.AddDays(1)),
            "NEXT_N_DAYS" => (today.AddDays(1), today.AddDays(count + 1)),
            _ => null,
        };
    }

    [GeneratedRegex(@"^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$")]
    private static partial Regex Number();

    // With a zone always: without one it is malformed.
    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)$")]
    private static partial Regex Time();
}
