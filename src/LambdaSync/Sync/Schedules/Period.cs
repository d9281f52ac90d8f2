using System.Globalization;

namespace LambdaSync.Sync.Schedules;

/// <summary>The interval of a schedule as people write it: <c>15m</c>, <c>2h</c>, <c>1d</c>. The guide's page "Create a sync schedule" has the bounds.</summary>
public static class Period
{
    /// <summary>The period; null when the text is none, or out of bounds.</summary>
    public static TimeSpan? Read(string text)
    {
        if (text.Length < 2 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return null;
        var minutes = text[^1] switch { 'm' => number, 'h' => number * 60L, 'd' => number * 1440L, _ => 0 };
        return minutes >= Schedule.Shortest.TotalMinutes && minutes <= Schedule.Longest.TotalMinutes ? TimeSpan.FromMinutes(minutes) : null;
    }

    public static string Text(TimeSpan every) => every.TotalMinutes switch
    {
        0 => "once",
        < 60 => string.Create(CultureInfo.InvariantCulture, $"{every.TotalMinutes:0}m"),
        < 1440 => string.Create(CultureInfo.InvariantCulture, $"{every.TotalHours:0.##}h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{every.TotalDays:0.##}d"),
    };
}
