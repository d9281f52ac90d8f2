using LambdaSync.Cli;
using Xunit;

namespace LambdaSync.Functions.Tests.Cli;

/// <summary>When the service says that nothing moves.</summary>
public sealed class StandStillTests
{
    static readonly DateTimeOffset Start = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    readonly StandStill _watch = new();

    [Fact]
    public void Nothing_finished_for_five_minutes_while_something_is_due_is_told_and_told_again_five_minutes_later()
    {
        var due = new Overdue(3, "Opportunity O1", Start, "AWS is away");
        Assert.Null(At(0, 7, due));
        Assert.Null(At(4.9, 7, due));
        Assert.Equal("warning: nothing was finished for 5 minutes although 3 items are due, the first, Opportunity O1, since 2026-03-01 09:00:00Z: AWS is away", At(5, 7, due));
        Assert.Null(At(9.9, 7, due));
        Assert.NotNull(At(10, 7, due));
    }

    [Fact]
    public void Progress_or_nothing_due_begins_the_five_minutes_anew()
    {
        var due = new Overdue(1, "a.json", Start, null);
        Assert.Null(At(0, 0, due));
        Assert.Null(At(4, 1, due));
        Assert.Null(At(8, 1, due));
        Assert.Null(At(8.5, 1, null));
        Assert.Null(At(13, 1, due));
        Assert.NotNull(At(13.5, 1, due));
    }

    [Fact]
    public void What_has_just_become_due_has_its_five_minutes()
    {
        Assert.Null(At(0, 0, null));
        Assert.Null(At(60, 0, new Overdue(1, "a.json", Start.AddMinutes(58), null)));
        Assert.NotNull(At(64, 0, new Overdue(1, "a.json", Start.AddMinutes(58), null)));
    }

    [Fact]
    public void A_clock_that_is_set_forward_is_no_stand_still()
    {
        var due = new Overdue(1, "a.json", Start, null);
        Assert.Null(_watch.Check(TimeSpan.Zero, Start, 0, due));
        Assert.Null(_watch.Check(TimeSpan.FromMinutes(1), Start.AddHours(2), 0, due));
    }

    string? At(double minutes, long finished, Overdue? due) =>
        _watch.Check(TimeSpan.FromMinutes(minutes), Start.AddMinutes(minutes), finished, due);
}
