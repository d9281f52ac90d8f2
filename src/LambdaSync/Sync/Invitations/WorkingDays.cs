namespace LambdaSync.Sync.Invitations;

/// <summary>Working days: not Saturdays, Sundays and holidays.</summary>
public static class WorkingDays
{
    /// <summary>AWS expects an answer to a request from AWS Marketplace within so many (Partner Central guide, requests from AWS Marketplace).</summary>
    public const int OfMarketplaceRequest = 5;

    /// <summary>The same time of day, so many working days later.</summary>
    public static DateTimeOffset After(DateTimeOffset start, int days, IReadOnlyList<DateOnly> holidays)
    {
        var time = start.ToUniversalTime();
        while (days > 0)
        {
            time = time.AddDays(1);
            if (time.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !holidays.Contains(DateOnly.FromDateTime(time.UtcDateTime)))
                days--;
        }

        return time;
    }
}
