using LambdaSync.Cli;
using Xunit;

namespace LambdaSync.Functions.Tests.Cli;

/// <summary>A day of AWS Marketplace's beside people's own clocks.</summary>
[Trait("Row", "M-6")]
public sealed class UtcDaysTests
{
    [Theory]
    [InlineData("2026-12-31", "Asia/Tokyo", "until 23:59:59 UTC on 2026-12-31 = 2027-01-01 08:59 Asia/Tokyo")]
    [InlineData("2026-12-31", "UTC", "until 23:59:59 UTC on 2026-12-31")]
    [InlineData("soon", "Asia/Tokyo", "until soon")]
    public void The_end_of_a_UTC_day_is_shown_in_local_time_too(string day, string zone, string text) => Assert.Equal(text, UtcDays.Until(day, TimeZoneInfo.FindSystemTimeZoneById(zone)));
}
