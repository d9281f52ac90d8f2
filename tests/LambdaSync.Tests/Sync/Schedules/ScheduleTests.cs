using System.Text;
using System.Text.Json;
using LambdaSync.Sync.Schedules;
using Xunit;

namespace LambdaSync.Tests.Sync.Schedules;

[Trait("Row", "E1")]
[Trait("Row", "A15")]
public sealed class ScheduleTests
{
    static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_is_written_is_read()
    {
        var schedule = new Schedule(
            TimeSpan.FromMinutes(15), IsOff: true, "2026-03-02T09:00:00.000Z", 3, 400, 20, 10, Now, """{"Catalog":"AWS"}""", OnlyUnlinked: true, 7, ["O1", "O2"], IncompleteFrom: "2026-03-02T08:50:00.000Z");
        var read = Schedule.Read(schedule.ToJson());
        Assert.Equal(["O1", "O2"], read.Done);
        Assert.Equal(schedule, read with { Done = schedule.Done });
    }

    [Fact]
    public void What_an_earlier_release_wrote_is_read()
    {
        var read = Schedule.Read("""{"every":"00:15:00","cursor":"2026-03-02T09:00:00.000Z","seen":5}"""u8);
        Assert.Equal((TimeSpan.FromMinutes(15), 5, null), (read.Every, read.Seen, read.Part));
        Assert.False(read.HasDone("O1", Now));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    public void What_is_no_schedule_is_told(string data) => Assert.Throws<JsonException>(() => Schedule.Read(Encoding.UTF8.GetBytes(data)));

    [Theory]
    [InlineData(5, 4)]
    [InlineData(15, 14)]
    [InlineData(1440, 1439)]
    [InlineData(0, 0)]
    public void A_tick_that_comes_a_little_early_is_not_missed(int every, int next) =>
        Assert.Equal(Now.AddMinutes(next), new Schedule(TimeSpan.FromMinutes(every)).NextAfter(Now));

    [Fact]
    public void The_next_run_begins_anew()
    {
        var end = new Schedule(TimeSpan.FromMinutes(15), Cursor: "x", Changed: 3, MaxChanges: 400, Part: 7, Done: ["O1"]).End(Now);
        Assert.Equal(new Schedule(TimeSpan.FromMinutes(15), MaxChanges: 400, Ended: Now), end);
    }

    [Theory]
    [InlineData(200, 100)]
    [InlineData(3, 1)]
    [InlineData(1, 1)]
    public void What_did_not_fit_is_tried_in_halves(int tried, int part) =>
        Assert.Equal(part, new Schedule(TimeSpan.Zero).WithSmallerBatches(tried).Part);

    [Fact]
    public void Records_of_the_cursors_date_are_done_once()
    {
        var first = new Schedule(TimeSpan.Zero).AdvanceTo([("O1", Now), ("O2", Now.AddSeconds(1)), ("O3", Now.AddSeconds(1))]);
        Assert.Equal(("2026-03-02T09:00:01.000Z", 3), (first.Cursor, first.Seen));
        Assert.Equal(["O2", "O3"], first.Done);
        Assert.True(first.HasDone("O2", Now.AddSeconds(1)));
        Assert.False(first.HasDone("O4", Now.AddSeconds(1)));
        // It changed since, so it is another one.
        Assert.False(first.HasDone("O2", Now.AddSeconds(2)));

        var same = first.AdvanceTo([("O3", Now.AddSeconds(1)), ("O4", Now.AddSeconds(1))]);
        Assert.Equal(["O2", "O3", "O4"], same.Done);
        Assert.Equal(["O5"], same.AdvanceTo([("O5", Now.AddSeconds(3))]).Done);
    }

    [Fact]
    public void A_cursor_never_goes_back()
    {
        var schedule = new Schedule(TimeSpan.Zero, Cursor: OpportunityPage.Text(Now));
        Assert.Equal(schedule.Cursor, schedule.AdvanceTo([("O1", Now.AddMinutes(-5))]).Cursor);
        Assert.Equal(schedule.Cursor, schedule.AdvanceTo([]).Cursor);
    }

    // AWS's lists may show a change late, so a page lacks nothing only of what was changed long before it was listed.
    [Theory]
    [InlineData(-11, -60, -20)]
    [InlineData(-1, -60, -70)]
    [InlineData(-1, 0, -11)]
    public void A_run_starts_before_the_first_page_that_may_have_lacked_changes(int last, int listed, int start)
    {
        var (overlap, at) = (TimeSpan.FromMinutes(10), Now.AddMinutes(listed));
        var run = new Schedule(TimeSpan.Zero, Cursor: OpportunityPage.Text(Now.AddDays(-1))).StartRun(overlap).Listed(at, overlap, at.AddMinutes(last));
        // The run was interrupted and ends later, at a later change.
        var ended = run.AdvanceTo([("O1", at.AddMinutes(last))]).Listed(Now, overlap, Now).AdvanceTo([("O2", Now.AddMinutes(-10))]).EndAtCursor(Now);
        var next = ended.StartRun(overlap);
        Assert.Equal((OpportunityPage.Text(Now.AddMinutes(start)), null), (next.Cursor, next.IncompleteFrom));
        Assert.Equal(next, next.StartRun(overlap));
    }
}
