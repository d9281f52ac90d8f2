using LambdaSync.Local.State;
using Xunit;

namespace LambdaSync.Functions.Tests.State;

public sealed class SqliteInboxTests : IDisposable
{
    static readonly DateTimeOffset Now = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    readonly SqliteInbox _inbox = new(":memory:");

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_version_is_taken_in_once_whatever_became_of_it()
    {
        Assert.True(await _inbox.Offer("a", "1", Now, Cancellation));
        Assert.False(await _inbox.Offer("a", "1", Now, Cancellation));
        await _inbox.Done("a", "1", Cancellation);
        Assert.False(await _inbox.Offer("a", "1", Now, Cancellation));
        Assert.True(await _inbox.Offer("a", "2", Now, Cancellation));

        Assert.Equal("2", Assert.Single(await _inbox.Due(Now, 10, Cancellation)).Version);
    }

    [Fact]
    public async Task A_retry_waits_and_counts()
    {
        await _inbox.Offer("a", "1", Now, Cancellation);
        await _inbox.Retry("a", "1", Now.AddMinutes(1), "busy", Cancellation);

        Assert.Empty(await _inbox.Due(Now, 10, Cancellation));
        Assert.Equal(new InboxItem("a", "1", 1, Now.AddMinutes(1), "busy"), Assert.Single(await _inbox.Due(Now.AddMinutes(1), 10, Cancellation)));
    }

    [Fact]
    public async Task What_failed_comes_back_only_when_asked_for()
    {
        await _inbox.Offer("a", "1", Now, Cancellation);
        await _inbox.Failed("a", "1", "bad", Cancellation);
        await _inbox.Retry("a", "1", Now, "late", Cancellation);

        Assert.Empty(await _inbox.Due(Now.AddYears(1), 10, Cancellation));
        Assert.Equal(("a", "bad"), Assert.Single(await _inbox.ListFailed(10, Cancellation)) is var f ? (f.Key, f.LastError) : default);
        Assert.True(await _inbox.Requeue("a", "1", Now, Cancellation));
        Assert.False(await _inbox.Requeue("a", "1", Now, Cancellation));
        Assert.Equal(0, Assert.Single(await _inbox.Due(Now, 10, Cancellation)).Attempts);
    }

    [Fact]
    public async Task The_longest_due_comes_first()
    {
        await _inbox.Offer("late", "1", Now.AddMinutes(2), Cancellation);
        await _inbox.Offer("early", "1", Now.AddMinutes(1), Cancellation);
        Assert.Equal("early", Assert.Single(await _inbox.Due(Now.AddHours(1), 1, Cancellation)).Key);
    }

    public void Dispose() => _inbox.Dispose();
}
