using LambdaSync.Sync.Schedules;
using Xunit;

namespace LambdaSync.Tests.Sync.Schedules;

[Trait("Row", "E1")]
public sealed class PeriodTests
{
    [Theory]
    [InlineData("5m", 5)]
    [InlineData("90m", 90)]
    [InlineData("24h", 1440)]
    [InlineData("1d", 1440)]
    public void A_period_is_from_five_minutes_to_a_day(string text, int minutes) => Assert.Equal(TimeSpan.FromMinutes(minutes), Period.Read(text));

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("m")]
    [InlineData("4m")]
    [InlineData("0h")]
    [InlineData("25h")]
    [InlineData("2d")]
    [InlineData("-5m")]
    [InlineData("2147483647d")]
    [InlineData("300s")]
    public void Anything_else_is_none(string text) => Assert.Null(Period.Read(text));

    [Theory]
    [InlineData("15m")]
    [InlineData("2h")]
    [InlineData("1d")]
    public void Its_text_is_read_again(string text) => Assert.Equal(text, Period.Text(Period.Read(text)!.Value));
}
