using System.Globalization;

namespace LambdaSync.Cli;

/// <summary>AWS Marketplace's days are UTC days: beside the end of one stands what people's clocks show then.</summary>
static class UtcDays
{
    /// <param name="day">As AWS writes days; another text is shown as it is.</param>
    /// <param name="zone">Null: the machine's.</param>
    public static string Until(string day, TimeZoneInfo? zone = null)
    {
        zone ??= TimeZoneInfo.Local;
        if (UtcDay.Parse(day) is not { } last)
            return $"until {day}";
        var end = new DateTimeOffset(last.ToDateTime(new TimeOnly(23, 59, 59)), TimeSpan.Zero);
        var there = TimeZoneInfo.ConvertTime(end, zone);
        return there.Offset == TimeSpan.Zero ? $"until 23:59:59 UTC on {day}" : string.Create(CultureInfo.InvariantCulture, $"until 23:59:59 UTC on {day} = {there:yyyy-MM-dd HH:mm} {zone.Id}");
    }
}
