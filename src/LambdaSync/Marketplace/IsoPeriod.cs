using System.Globalization;

namespace LambdaSync.Marketplace;

/// <summary>A duration as Marketplace writes it: whole years, months or days (<c>P1Y</c>, <c>P12M</c>, <c>P365D</c>), one unit.</summary>
/// <param name="Count">From 1, in an offset from 0.</param>
/// <param name="Unit"><c>Y</c>, <c>M</c> or <c>D</c>.</param>
public readonly record struct IsoPeriod(int Count, char Unit)
{
    /// <param name="least">The smallest count; 0 where a period is an offset.</param>
    public static IsoPeriod? Parse(string text, int least = 1) =>
        text.Length is > 2 and < 8 && text[0] == 'P' && text[^1] is 'Y' or 'M' or 'D'
        && int.TryParse(text.AsSpan(1, text.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= least
            ? new IsoPeriod(count, text[^1]) : null;

    /// <summary>The day on which a period that begins on <paramref name="day"/> is over; the last day of the calendar where it would lie behind that.</summary>
    public DateOnly After(DateOnly day)
    {
        var months = Unit switch { 'Y' => Count * 12L, 'M' => Count, _ => 0 };
        if (months > 0)
            return months > Months(DateOnly.MaxValue) - Months(day) ? DateOnly.MaxValue : day.AddMonths((int)months);
        return Count > DateOnly.MaxValue.DayNumber - day.DayNumber ? DateOnly.MaxValue : day.AddDays(Count);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"P{Count}{Unit}");

    static long Months(DateOnly day) => day.Year * 12L + day.Month;
}
