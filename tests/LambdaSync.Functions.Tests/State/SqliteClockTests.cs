using LambdaSync.Connections.State;
using LambdaSync.Local.State;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.State;

/// <summary>What a clock that was wrong for a while, and a killed process, leave in one machine's store.</summary>
public sealed class SqliteClockTests : IDisposable
{
    static readonly DateTimeOffset Start = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    static readonly WorkKey Record = WorkKey.Opportunity("AWS", "O1"), Other = WorkKey.Opportunity("AWS", "O2"), Sweep = WorkKey.Schedule("AWS", "sweep");

    readonly SqliteSyncStore _store = new(":memory:");

    static CancellationToken None => TestContext.Current.CancellationToken;

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Times_of_a_clock_that_was_two_hours_ahead_move_back_with_it()
    {
        var ahead = Start.AddHours(2);
        await _store.Wake([Wake(Record, ahead.AddMinutes(10)), Wake(Other, ahead), Wake(Sweep, ahead.AddMinutes(30))], None);
        Assert.NotNull(Assert.Single(await _store.Claim([Other], new ClaimTerms("a", ahead, ahead.AddSeconds(110)), None)));

        Assert.Equal(TimeSpan.FromHours(2), await _store.FollowClock(Start, None));

        Assert.Equal(Start.AddMinutes(10), (await _store.GetWork(Record, None))!.Due);
        Assert.Equal(Start.AddSeconds(110), (await _store.GetWork(Other, None))!.ClaimedUntil);
        Assert.Equal(Start, (await _store.GetWork(Sweep, None))!.Due);
        Assert.Null(await _store.FollowClock(Start.AddSeconds(1), None));
    }

    [Fact]
    public async Task A_clock_that_goes_on_or_is_corrected_by_seconds_moves_nothing()
    {
        await _store.Wake([Wake(Record, Start.AddHours(6))], None);
        Assert.Null(await _store.FollowClock(Start, None));
        Assert.Null(await _store.FollowClock(Start.AddHours(5), None));
        Assert.Null(await _store.FollowClock(Start.AddHours(5).AddSeconds(-59), None));
        Assert.Equal(Start.AddHours(6), (await _store.GetWork(Record, None))!.Due);
        Assert.Equal(TimeSpan.FromHours(5), await _store.FollowClock(Start, None));
    }

    [Fact]
    public async Task What_a_killed_process_held_is_due_and_free_at_once_and_what_others_hold_is_not()
    {
        await _store.Wake([Wake(Record, Start), Wake(Other, Start)], None);
        await _store.Claim([Record], new ClaimTerms("serve/sweeps", Start, Start.AddSeconds(110)), None);
        await _store.Claim([Other], new ClaimTerms("backfill/serve/x", Start, Start.AddSeconds(110)), None);

        await _store.ReleaseClaims("serve/", Start.AddSeconds(1), None);

        Assert.Equal([Record], await _store.Due("AWS", WorkGroup.Records, Start.AddSeconds(1), 9, None));
        var again = (await _store.Claim([Record], new ClaimTerms("serve/files", Start.AddSeconds(1), Start.AddMinutes(2)), None))[0];
        // Its worker may have written: whoever takes over knows it.
        Assert.True(again!.InDoubt);
    }

    [Fact]
    public async Task What_has_been_due_for_the_longest_time_is_found_in_the_groups_asked_for()
    {
        Assert.Null(await _store.LongestDue("AWS", [WorkGroup.Records], Start, None));
        await _store.Wake([Wake(Record, Start.AddMinutes(-3)), Wake(Other, Start.AddMinutes(-9)), Wake(Sweep, Start.AddMinutes(-20))], None);
        var due = (await _store.LongestDue("AWS", [WorkGroup.Records, WorkGroup.Arrivals], Start, None))!.Value;
        Assert.Equal((Other, 2), (due.First.Key, due.Count));
        Assert.Null(await _store.LongestDue("Sandbox", [WorkGroup.Records], Start, None));
    }

    static Wake Wake(WorkKey key, DateTimeOffset due) => new(key, Reason.Event, Lane.Event, due);
}
