using LambdaSync.Connections.State;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.State;

/// <summary>What a link that moves from one record to another promises.</summary>
public abstract partial class SyncStoreContract
{
    static readonly WorkKey Invited = WorkKey.Invitation("Sandbox", "engi-1");

    [Fact]
    public async Task A_link_moves_with_the_state_that_takes_it_over()
    {
        await Settle(new Settlement(State: AState(Invited, "006A") with { ReportedEdits = [1], Submission = new SubmissionState("task-1", Start, SubmissionState.InProgress, "Co-Sell", null, "0a1b") }));
        var from = Assert.Single(await Store.GetRecords([Invited], Cancellation));
        await Wake(Work);
        var claim = await Claim(Work);

        Assert.Equal(Settled.Stored, await Settle(new Settlement(ADetail("j", 0), AState(Key, "006A")) { Claim = claim, TakesOver = from }));

        Assert.Equal(Key, await Store.FindByCrmId("Sandbox", "Opportunity", "006A", Cancellation));
        Assert.Equivalent(from.Moved(Key) with { Version = 2 }, Assert.Single(await Store.GetRecords([Invited], Cancellation)), strict: true);
        Assert.Equal(("006A", 1L, null), Assert.Single(await Store.GetRecords([Key], Cancellation)) is var state ? (state.CrmId, state.Version, state.MovedTo) : default);
    }

    [Fact]
    public async Task A_link_may_move_to_another_crm_record()
    {
        await Settle(new Settlement(State: AState(Invited, "00QA")));
        var from = Assert.Single(await Store.GetRecords([Invited], Cancellation));

        Assert.Equal(Settled.Stored, await Settle(new Settlement(State: AState(Key, "006A")) { TakesOver = from }));

        Assert.Null(await Store.FindByCrmId("Sandbox", "Opportunity", "00QA", Cancellation));
        Assert.Equal(Key, await Store.FindByCrmId("Sandbox", "Opportunity", "006A", Cancellation));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task A_link_moves_only_from_the_state_that_was_read(int version)
    {
        await Settle(new Settlement(State: AState(Invited, "006A")));
        var from = Assert.Single(await Store.GetRecords([Invited], Cancellation)) with { Version = version };

        Assert.Equal(Settled.Lost, await Settle(new Settlement(ADetail("j", 0), AState(Key, "006A")) { TakesOver = from }));

        Assert.Equal(Invited, await Store.FindByCrmId("Sandbox", "Opportunity", "006A", Cancellation));
        Assert.Empty(await Store.GetRecords([Key], Cancellation));
        Assert.Empty(await Store.SettledIndexes("j", 0, 9, Cancellation));
    }

    [Fact]
    public async Task A_link_of_a_third_record_is_not_taken_over()
    {
        await Settle(new Settlement(State: AState(Invited, "006A")));
        await Settle(new Settlement(State: AState(Key with { Id = "O3" }, "006B")));
        var from = Assert.Single(await Store.GetRecords([Invited], Cancellation));

        Assert.Equal(Settled.LinkTaken, await Settle(new Settlement(State: AState(Key, "006B")) { TakesOver = from }));

        Assert.Equal(Invited, await Store.FindByCrmId("Sandbox", "Opportunity", "006A", Cancellation));
        Assert.Null(Assert.Single(await Store.GetRecords([Invited], Cancellation)).MovedTo);
    }

    [Fact]
    public async Task A_link_is_taken_over_once()
    {
        await Settle(new Settlement(State: AState(Invited, "006A")));
        var from = Assert.Single(await Store.GetRecords([Invited], Cancellation));
        var other = Key with { Id = "O2" };

        Assert.Equal(
            [Settled.Stored, Settled.Lost],
            await Store.Settle([new Settlement(State: AState(Key, "006A")) { TakesOver = from }, new Settlement(State: AState(other, "006A")) { TakesOver = from }], Cancellation));

        Assert.Equal(Key, await Store.FindByCrmId("Sandbox", "Opportunity", "006A", Cancellation));
    }

    [Fact]
    public async Task Who_works_on_the_record_of_before_comes_too_late_with_its_state_and_not_with_its_end()
    {
        await Wake(Invited);
        await Settle(new Settlement(State: AState(Invited, "006A")));
        var (claim, before) = (await Claim(Invited), Assert.Single(await Store.GetRecords([Invited], Cancellation)));
        Assert.Equal(Settled.Stored, await Settle(new Settlement(State: AState(Key, "006A")) { TakesOver = before }));

        Assert.Equal(Settled.Lost, await Settle(new Settlement(State: before with { CrmBaseline = [9] }) { Claim = claim }));
        Assert.Equal(Settled.Stored, await Settle(new Settlement { Claim = claim }));
        Assert.Equal(Key, await Store.FindByCrmId("Sandbox", "Opportunity", "006A", Cancellation));
    }

    [Fact]
    public async Task A_step_of_the_work_may_take_over_a_link_and_wake_of_the_one_before_counts_on()
    {
        await Settle(new Settlement(State: AState(Invited, "006A")));
        var from = Assert.Single(await Store.GetRecords([Invited], Cancellation));
        await Wake(Invited, Reason.Event);
        await Wake(Work);
        var claim = await Claim(Work);

        Assert.Equal(Settled.Stored, await Settle(new Settlement(State: AState(Key, "006A")) { Claim = claim, KeepsClaim = true, Intent = [4], TakesOver = from }));

        Assert.Equal([4], (await Found(Work)).Intent!);
        Assert.Equal(Key, (await Claim(Invited))!.State!.MovedTo);
        Assert.Equal(Settled.Stored, await Settle(new Settlement(State: AState(Key, "006A") with { Version = 1 }) { Claim = claim }));
    }

    [Fact]
    public async Task A_record_that_was_moved_may_be_linked_again()
    {
        await Settle(new Settlement(State: AState(Invited, "006A")));
        await Settle(new Settlement(State: AState(Key, "006A")) { TakesOver = Assert.Single(await Store.GetRecords([Invited], Cancellation)) });

        Assert.Equal(Settled.LinkTaken, await Settle(new Settlement(State: AState(Invited, "006A") with { Version = 2 })));
        Assert.Equal(Settled.Stored, await Settle(new Settlement(State: AState(Invited, "006B") with { Version = 2 })));
        Assert.Equal(Invited, await Store.FindByCrmId("Sandbox", "Opportunity", "006B", Cancellation));
        Assert.Equal(Key, await Store.FindByCrmId("Sandbox", "Opportunity", "006A", Cancellation));
    }
}
