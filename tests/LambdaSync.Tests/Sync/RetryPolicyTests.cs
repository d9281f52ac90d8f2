using LambdaSync.Sync;
using Xunit;

namespace LambdaSync.Tests.Sync;

public sealed class RetryPolicyTests
{
    static readonly DateTimeOffset First = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    static readonly RetryPolicy Policy = new(5, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(3), TimeSpan.FromDays(3));

    [Theory]
    [Trait("Row", "B7")]
    [InlineData(1, 0, 0)]
    [InlineData(1, 0.5, 15)]
    [InlineData(1, 1, 30)]
    [InlineData(2, 1, 60)]
    [InlineData(3, 1, 120)]
    [InlineData(4, 1, 180)]
    [InlineData(5, 0.5, 90)]
    public void A_retry_comes_within_a_time_that_doubles_up_to_the_cap(int attempts, double random, double seconds)
    {
        var now = First.AddHours(1);
        Assert.Equal(new Retry.At(now.AddSeconds(seconds)), Policy.Next(attempts, First, now, random));
    }

    [Theory]
    [Trait("Row", "B7")]
    [InlineData(6, 0, RetryEnd.RetryCount)]
    [InlineData(6, 100, RetryEnd.RetryCount)]
    [InlineData(1, 72, RetryEnd.CutOff)]
    [InlineData(5, 72.1, RetryEnd.CutOff)]
    public void It_ends_with_the_count_or_the_cut_off(int attempts, double hours, RetryEnd cause) =>
        Assert.Equal(new Retry.GiveUp(cause), Policy.Next(attempts, First, First.AddHours(hours), 0));

    [Fact]
    [Trait("Row", "B7")]
    public void The_last_retry_is_at_the_cut_off_at_the_latest() =>
        Assert.Equal(new Retry.At(First.AddDays(3)), Policy.Next(4, First, First.AddDays(3).AddSeconds(-1), 1));

    [Fact]
    public void No_number_is_too_large()
    {
        var endless = new RetryPolicy(int.MaxValue, TimeSpan.FromSeconds(30), TimeSpan.FromHours(1), TimeSpan.MaxValue);
        Assert.Equal(new Retry.At(First.AddHours(1)), endless.Next(int.MaxValue, First, First, 1));
        Assert.Equal(new Retry.GiveUp(RetryEnd.RetryCount), (Policy with { RetryCount = 0 }).Next(1, First, First, 0));
    }
}
