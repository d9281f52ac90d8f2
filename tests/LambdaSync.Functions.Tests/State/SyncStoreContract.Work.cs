using LambdaSync.Connections.State;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.State;

/// <summary>What wakes and claims promise.</summary>
public abstract partial class SyncStoreContract
{
    static readonly WorkKey Work = Key;

    [Fact]
    public async Task What_is_woken_is_due()
    {
        await Wake(Work, Reason.Event, Lane.Event, 1, data: [7]);

        var item = await Found(Work);

        Assert.Equivalent(
            new WorkItem(Work, new HashSet<string> { Reason.Event }, Lane.Event, At(1), At(1), 0, null, null, null, null, [7]), item, strict: true);
        Assert.False(item.Parked);
        Assert.Empty(await Due(0));
        Assert.Equal([Work], await Due(1));
        Assert.Empty(await Store.Due("AWS", WorkGroup.Records, At(1), 10, Cancellation));
        Assert.Null(await Store.GetWork(Work with { Catalog = "AWS" }, Cancellation));
    }

    [Theory]
    [InlineData(2, Lane.Edit, 1, Lane.Sweep, 1, Lane.Edit)] // earlier
    [InlineData(1, Lane.Edit, 2, Lane.Person, 1, Lane.Person)] // more urgent
    [InlineData(1, Lane.Edit, 2, Lane.Sweep, 1, Lane.Edit)] // neither
    [InlineData(2, Lane.Sweep, 1, Lane.Person, 1, Lane.Person)] // both
    [InlineData(1, Lane.Edit, 1, Lane.Edit, 1, Lane.Edit)]
    public async Task What_is_woken_again_becomes_more_urgent_at_most(int first, Lane firstLane, int second, Lane secondLane, int due, Lane lane)
    {
        await Wake(Work, Reason.Event, firstLane, first, data: [1]);
        await Wake(Work, Reason.Sweep, secondLane, second, data: [2]);

        var item = await Found(Work);

        Assert.Equal((lane, At(due), At(first)), (item.Lane, item.Due, item.Since));
        Assert.Equivalent(new[] { Reason.Event, Reason.Sweep }, item.Reasons, strict: true);
        Assert.Equal([1], item.Data!);
        Assert.Empty(await Due(due - 1));
        Assert.Equal([Work], await Due(9));
        Assert.Equivalent(item, Assert.Single(await Store.ListWork("Sandbox", 10, Cancellation)), strict: true);
    }

    [Fact]
    public async Task One_call_wakes_a_thing_several_times_and_others_too()
    {
        var other = WorkKey.Crm("Sandbox", "Opportunity", "006B");
        await Wake(other, Reason.Crm, Lane.Sweep, 3);

        await Store.Wake(
            [
                new Wake(Work, Reason.Event, Lane.Event, At(2)), new Wake(other, Reason.Event, Lane.Edit, At(1)), new Wake(Work, Reason.Sweep, Lane.Sweep, At(1), [3]),
            ],
            Cancellation);

        var (item, second) = (await Found(Work), await Found(other));
        Assert.Equal((Lane.Event, At(1), At(2)), (item.Lane, item.Due, item.Since));
        Assert.Equal([3], item.Data!);
        Assert.Equal((Lane.Edit, At(1), At(3)), (second.Lane, second.Due, second.Since));
        Assert.Equal([other, Work], await Due(1));
        Assert.Equal(2, (await Claim(Work, now: 1))!.Wakes);
    }

    [Fact]
    public async Task The_most_urgent_lane_comes_first_then_the_longest_due()
    {
        WorkKey A(string id) => Work with { Id = id };
        await Wake(A("O1"), Reason.Event, Lane.Sweep, 1);
        await Wake(A("O2"), Reason.Event, Lane.Event, 3);
        await Wake(A("O3"), Reason.Event, Lane.Event, 2);
        await Wake(A("O4"), Reason.Event, Lane.Person, 5);
        await Wake(A("O5"), Reason.Event, Lane.Person, 6); // not yet
        var schedule = new WorkKey("Sandbox", WorkKind.Schedule, "sweep");
        var file = new WorkKey("Sandbox", WorkKind.File, "b/k@1");
        await Wake(schedule, Reason.Timer, Lane.Edit, 1);
        await Wake(file, Reason.Landed, Lane.Edit, 4);

        Assert.Equal(["O4", "O3", "O2", "O1"], (await Due(5)).Select(k => k.Id));
        Assert.Equal(["O4", "O3"], (await Due(5, limit: 2)).Select(k => k.Id));
        Assert.Equal([schedule], await Store.Due("Sandbox", WorkGroup.Schedules, At(5), 10, Cancellation));
        Assert.Equal([file], await Store.Due("Sandbox", WorkGroup.Arrivals, At(5), 10, Cancellation));
        Assert.Equal(
            ["O4", "O5", "sweep", "b/k@1", "O3", "O2", "O1"], (await Store.ListWork("Sandbox", 10, Cancellation)).Select(i => i.Key.Id));
        Assert.Equal(["O4", "O5", "sweep"], (await Store.ListWork("Sandbox", 3, Cancellation)).Select(i => i.Key.Id));
    }

    [Fact]
    public async Task What_is_in_a_workers_hands_is_not_due_and_what_comes_behind_it_is()
    {
        var keys = Enumerable.Range(0, 15).Select(i => Work with { Id = $"O{i:D2}" }).ToList();
        foreach (var (i, key) in keys.Index())
            await Wake(key, Reason.Event, Lane.Event, i);
        Assert.All(await Claims(keys[..12], now: 20), Assert.NotNull);

        Assert.Equal([keys[12], keys[13]], await Due(20, limit: 2));
        Assert.Equal(keys[12..], await Due(20));
        // Their worker's time is over.
        Assert.Equal(keys, await Due(25, limit: 50));
        Assert.Equal("a", (await Store.ListWork("Sandbox", 1, Cancellation))[0].Owner);
    }

    [Fact]
    public async Task A_claim_tells_all_that_is_known()
    {
        Assert.Equal(Settled.Stored, await Settle(new Settlement(State: AState(Key, "006A"))));
        await Wake(Work, Reason.Event, Lane.Edit, 1, data: [7]);

        var claim = await Claim(Work, now: 2);

        var state = AState(Key, "006A") with { Version = 1 };
        Assert.Equivalent(
            new Claimed(Work, 1, 1, new HashSet<string> { Reason.Event }, Lane.Edit, At(1), At(1), 0, state, null, [7]), claim, strict: true);
        var item = await Found(Work);
        Assert.Equal(("a", At(7)), (item.Owner, item.ClaimedUntil));
    }

    [Fact]
    public async Task A_claim_has_one_owner_until_it_is_settled_or_its_time_is_over()
    {
        await Wake(Work);
        var first = await Claim(Work, "a", 0);
        Assert.Null(await Claim(Work, "b", 4));
        var again = await Claim(Work, "a", 3); // for longer
        Assert.Equal(first!.Epoch + 1, again!.Epoch);
        Assert.Null(await Claim(Work, "b", 7));
        var taken = await Claim(Work, "b", 8); // a was stopped
        Assert.Equal(first.Epoch + 2, taken!.Epoch);
        Assert.Equal((false, true, true), (first.InDoubt, again.InDoubt, taken.InDoubt));
        Assert.Null(await Claim(Work, "a", 9));

        Assert.Equal(Settled.Lost, await Settle(new Settlement { Claim = again }));
        Assert.Equal(Settled.Stored, await Settle(new Settlement { Claim = taken }));
        Assert.Null(await Claim(Work, "a", 9)); // nothing is due
        await Wake(Work, minute: 9);
        var anew = await Claim(Work, "a", 9);
        Assert.Equal((first.Epoch + 3, false), (anew!.Epoch, anew.InDoubt));
    }

    [Fact]
    public async Task Several_are_claimed_each_for_itself()
    {
        var (taken, clean, later) = (Work with { Id = "O2" }, Work with { Id = "O3" }, Work with { Id = "O4" });
        await Wake(Work);
        await Wake(taken);
        await Wake(later, minute: 1);
        await Claim(taken, "b");

        var claims = await Claims([taken, Work, clean, later]);

        Assert.Equal([null, Work, null, null], claims.Select(c => c?.Key));
        Assert.Null(await Store.GetWork(clean, Cancellation));
        Assert.Empty(await Store.Claim([], new ClaimTerms("a", Start, At(1)), Cancellation));
    }

    [Fact]
    public async Task What_is_clean_or_unknown_is_claimed_on_request()
    {
        var claim = await Claim(Work, now: 3, evenIfClean: true);
        Assert.Equivalent(new Claimed(Work, 1, 0, new HashSet<string>(), Lane.Event, null, At(3), 0, null, null, null), claim, strict: true);
        Assert.Null(await Claim(Work, "b", 4, evenIfClean: true));
        Assert.Empty(await Store.ListWork("Sandbox", 10, Cancellation));
        Assert.False((await Found(Work)).Parked);

        // A state may come later than the work on it.
        Assert.Equal(Settled.Stored, await Settle(new Settlement(ADetail("j", 0), AState(Key, "006A")) { Claim = claim }));
        Assert.Null(await Claim(Work, now: 5));
        var again = await Claim(Work, now: 5, evenIfClean: true);
        Assert.Equal((2, 1, "006A"), (again!.Epoch, again.State!.Version, again.State.CrmId));
        Assert.Equal(At(3), again.Since);
    }

    [Fact]
    public async Task What_is_dirty_later_is_claimed_on_request()
    {
        await Wake(Work, minute: 9);
        Assert.Null(await Claim(Work, now: 1));
        Assert.Equal(At(9), (await Claim(Work, now: 1, evenIfClean: true))!.Due);
    }

    [Fact]
    public async Task Work_that_is_there_before_the_state_is_no_state()
    {
        await Wake(Work);
        Assert.Empty(await Store.GetRecords([Key], Cancellation));
        Assert.Equal(Settled.Lost, await Settle(new Settlement(State: AState(Key, "006A") with { Version = 1 })));
        Assert.Equal(Settled.Stored, await Settle(new Settlement(State: AState(Key, "006A"))));
        Assert.Equal([Work], await Due(0));
        Assert.Equal("006A", (await Claim(Work))!.State!.CrmId);
    }

    [Fact]
    public async Task A_state_alone_is_no_work()
    {
        Assert.Equal(Settled.Stored, await Settle(new Settlement(State: AState(Key, "006A"))));
        Assert.Null(await Store.GetWork(Work, Cancellation));
        Assert.Null(await Claim(Work));
        Assert.Empty(await Store.ListWork("Sandbox", 10, Cancellation));
    }

    [Fact]
    public async Task An_intent_is_stored_under_the_claim_alone()
    {
        var other = Work with { Id = "O2" };
        await Wake(Work);
        await Wake(other);
        var lost = await Claim(Work, "a");
        var mine = await Claim(other, "a");
        var taken = await Claim(Work, "b", 5);

        Assert.Equal([false, true], await Store.StoreIntents([(lost!, [1]), (mine!, [2])], Cancellation));
        Assert.Equal([true], await Store.StoreIntents([(mine!, [3])], Cancellation));

        Assert.Null((await Found(Work)).Intent);
        Assert.Equal([3], (await Claim(other, "b", 5))!.Intent!);
        Assert.Equal(Settled.Stored, await Settle(new Settlement { Claim = taken }));
        Assert.Equal([false], await Store.StoreIntents([(taken!, [4])], Cancellation));
    }

    [Fact]
    public async Task Of_many_who_claim_at_once_one_gets_it_again_and_again()
    {
        await Wake(Work);
        for (var round = 0; round < 10; round++)
        {
            var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => Claim(Work, $"o{i}", round * 5), Cancellation)));
            Assert.Equal(round + 1, Assert.Single(claims, c => c is not null)!.Epoch);
        }
    }

    [Fact]
    public async Task Of_many_who_wake_at_once_none_is_lost()
    {
        var lanes = Enum.GetValues<Lane>();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(
            async () =>
            {
                for (var n = 0; n < 5; n++)
                    await Wake(Work, $"r{i}", lanes[(i + n) % 4], 9 - n);
            },
            Cancellation)));

        var item = await Found(Work);
        Assert.Equal((At(5), Lane.Person, 8), (item.Due!.Value, item.Lane, item.Reasons.Count));
        Assert.Equal([Work], await Due(5));
        Assert.Equal(40, (await Claim(Work, now: 5))!.Wakes);
    }

    [Fact]
    public async Task What_is_due_by_another_time_than_now_can_be_claimed_and_no_claim_ends_earlier()
    {
        await Wake(Work, minute: 2);
        Assert.Null(await Claim(Work));
        var terms = new ClaimTerms("a", At(0), At(5)) { DueBy = At(1) };
        Assert.Null(Assert.Single(await Store.Claim([Work], terms, Cancellation)));
        Assert.NotNull(Assert.Single(await Store.Claim([Work], terms with { DueBy = At(2) }, Cancellation)));
        Assert.Null(Assert.Single(await Store.Claim([Work], terms with { Owner = "b", DueBy = At(9) }, Cancellation)));
    }

    protected async Task<Claimed?> Claim(WorkKey key, string owner = "a", int now = 0, bool evenIfClean = false) =>
        Assert.Single(await Claims([key], owner, now, evenIfClean));

    static DateTimeOffset At(int minute) => Start.AddMinutes(minute);

    // For five minutes.
    Task<IReadOnlyList<Claimed?>> Claims(IReadOnlyList<WorkKey> keys, string owner = "a", int now = 0, bool evenIfClean = false) =>
        Store.Claim(keys, new ClaimTerms(owner, At(now), At(now + 5), evenIfClean), Cancellation);

    Task Wake(WorkKey key, string reason = Reason.Event, Lane lane = Lane.Event, int minute = 0, byte[]? data = null) =>
        Store.Wake([new Wake(key, reason, lane, At(minute), data)], Cancellation);

    Task<IReadOnlyList<WorkKey>> Due(int now, int limit = 10) => Store.Due("Sandbox", WorkGroup.Records, At(now), limit, Cancellation);

    async Task<WorkItem> Found(WorkKey key)
    {
        var item = await Store.GetWork(key, Cancellation);
        Assert.NotNull(item);
        return item;
    }
}
