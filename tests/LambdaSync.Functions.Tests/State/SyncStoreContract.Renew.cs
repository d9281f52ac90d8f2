using LambdaSync.Connections.State;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.State;

/// <summary>What a renewal promises. Claims here last for five minutes.</summary>
public abstract partial class SyncStoreContract
{
    [Fact]
    public async Task A_renewed_claim_lasts_until_its_new_time()
    {
        await Wake(Work, data: [7]);
        var claim = await Claim(Work, "a", 0);
        var before = await Found(Work);

        Assert.Equal([true], await Renew(8, claim!));

        Assert.Equivalent(before with { ClaimedUntil = At(8) }, await Found(Work), strict: true);
        Assert.Null(await Claim(Work, "b", 7));
        Assert.Empty(await Due(7));
        Assert.Equal([Work], await Due(8));
        var taken = await Claim(Work, "b", 8);
        Assert.Equal((claim!.Epoch + 1, claim.Wakes, true), (taken!.Epoch, taken.Wakes, taken.InDoubt));
    }

    [Fact]
    public async Task What_was_claimed_for_the_first_time_is_so_after_a_renewal_too()
    {
        var claim = await Claim(Work, evenIfClean: true);
        await Renew(9, claim!);
        Assert.Equal(Settled.Stored, await Settle(new Settlement { Claim = claim, Next = new WorkNext.Again(At(1), null, Counts: false) }));
        Assert.False((await Claim(Work, "b", 1))!.InDoubt);
    }

    [Fact]
    public async Task A_renewal_shortens_no_claim()
    {
        await Wake(Work);
        var claim = await Claim(Work, "a", 0);
        Assert.Equal([true], await Renew(9, claim!));
        Assert.Equal([true], await Renew(6, claim!));
        Assert.Equal([true], await Renew(9, claim!));
        Assert.Equal(At(9), (await Found(Work)).ClaimedUntil);
    }

    [Fact]
    public async Task A_claim_that_is_over_is_renewed_as_long_as_nobody_has_taken_it()
    {
        await Wake(Work);
        var claim = await Claim(Work, "a", 0);
        Assert.Equal([Work], await Due(6));
        Assert.Equal([true], await Renew(12, claim!));
        Assert.Null(await Claim(Work, "b", 11));
    }

    [Fact]
    public async Task A_claim_that_was_lost_or_settled_is_not_renewed_while_its_neighbours_are()
    {
        var keys = Enumerable.Range(0, 12).Select(i => Work with { Id = $"O{i:D2}" }).ToList();
        foreach (var key in keys)
            await Wake(key);
        var claims = (await Claims(keys)).Select(c => c!).ToList();
        var taken = await Claim(keys[1], "b", 5);
        Assert.Equal(Settled.Stored, await Settle(new Settlement { Claim = claims[2] }));
        Assert.Equal(Settled.Stored, await Settle(new Settlement { Claim = claims[3], Next = new WorkNext.Again(At(1), null, Counts: false) }));
        var again = await Claim(keys[3], "a", 5); // the same owner, another claim
        var before = await Found(keys[2]);

        var renewed = await Renew(20, [.. claims]);

        Assert.Equal(keys.Select((_, i) => i is not (1 or 2 or 3)), renewed);
        Assert.Equal(("b", At(10)), ((await Found(keys[1])).Owner, (await Found(keys[1])).ClaimedUntil));
        Assert.Equivalent(before, await Found(keys[2]), strict: true);
        Assert.Equal(At(10), (await Found(keys[3])).ClaimedUntil);
        Assert.Equal(At(20), (await Found(keys[11])).ClaimedUntil);
        Assert.Equal([Settled.Stored, Settled.Stored], await Store.Settle([new Settlement { Claim = taken }, new Settlement { Claim = again }], Cancellation));
    }

    [Fact]
    public async Task What_is_not_known_is_not_renewed()
    {
        await Wake(Work);
        var claim = await Claim(Work);
        var unknown = Work with { Id = "O404" };

        Assert.Equal([false, true], await Renew(9, claim! with { Key = unknown }, claim));

        Assert.Null(await Store.GetWork(unknown, Cancellation));
        Assert.Empty(await Renew(9));
    }

    [Fact]
    public async Task A_wake_before_or_after_a_renewal_stays()
    {
        await Wake(Work);
        var claim = await Claim(Work);
        await Wake(Work, Reason.Crm, Lane.Person, 1);
        Assert.Equal([true], await Renew(9, claim!));
        await Wake(Work, Reason.Sweep, minute: 2);

        Assert.Equal(Settled.StoredAndRequeued, await Settle(new Settlement { Claim = claim }));

        var item = await Found(Work);
        Assert.Equivalent(new[] { Reason.Event, Reason.Crm, Reason.Sweep }, item.Reasons, strict: true);
        Assert.Equal((At(0), Lane.Person, null, null), (item.Due!.Value, item.Lane, item.Owner, item.ClaimedUntil));
        Assert.Equal(3, (await Claim(Work, now: 2))!.Wakes);
    }

    [Fact]
    public async Task A_stored_intent_and_a_step_on_the_way_stay_with_a_renewed_claim()
    {
        await Wake(Work);
        var claim = await Claim(Work);
        Assert.Equal([true], await Store.StoreIntents([(claim!, [1])], Cancellation));
        Assert.Equal([true], await Renew(9, claim!));
        Assert.Equal([1], (await Found(Work)).Intent!);
        Assert.Equal(Settled.Stored, await Settle(new Settlement(State: AState(Key, "006A")) { Claim = claim, Intent = [2], KeepsClaim = true }));
        Assert.Equal([true], await Renew(12, claim!));
        Assert.Null(await Claim(Work, "b", 11));
        Assert.Equal([2], (await Claim(Work, "b", 12))!.Intent!);
    }

    [Fact]
    public async Task Of_a_renewal_and_a_claim_at_once_one_wins()
    {
        await Wake(Work);
        for (var round = 0; round < 10; round++)
        {
            var mine = await Claim(Work, $"a{round}", round * 20);
            var renewal = Task.Run(() => Renew(round * 20 + 15, mine!), Cancellation);
            var taking = Task.Run(() => Claim(Work, $"b{round}", round * 20 + 6), Cancellation);
            Assert.Equal((await renewal)[0], await taking is null);
        }
    }

    Task<IReadOnlyList<bool>> Renew(int until, params IReadOnlyList<Claimed> claims) => Store.Renew(claims, At(until), Cancellation);
}
