using LambdaSync.Connections.State;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.State;

/// <summary>What the end of a claim promises.</summary>
public abstract partial class SyncStoreContract
{
    public static TheoryData<string> Nexts => ["done", "again", "parked"];

    [Fact]
    public async Task What_is_done_is_clean()
    {
        await Wake(Work, data: [7]);
        var claim = await Claim(Work);
        await Store.StoreIntents([(claim!, [1])], Cancellation);

        Assert.Equal(Settled.Stored, await Settle(new Settlement { Claim = claim }));

        Assert.Equivalent(
            new WorkItem(Work, new HashSet<string>(), Lane.Event, null, At(0), 0, null, null, null, null, [7]), await Found(Work), strict: true);
        Assert.Empty(await Due(99));
        Assert.Empty(await Store.ListWork("Sandbox", 10, Cancellation));
    }

    [Fact]
    public async Task What_goes_again_waits_and_counts_its_failures()
    {
        await Wake(Work, Reason.Event, Lane.Edit);
        Assert.Equal(Settled.Stored, await Settle(new Settlement { Claim = await Claim(Work), Next = new WorkNext.Again(At(3), "busy", true), Intent = [1], Data = [2] }));

        Assert.Empty(await Due(2));
        var item = await Found(Work);
        Assert.Equivalent(
            new WorkItem(Work, new HashSet<string> { Reason.Event }, Lane.Edit, At(3), At(3), 1, "busy", null, null, [1], [2]), item, strict: true);
        Assert.Equivalent(item, Assert.Single(await Store.ListWork("Sandbox", 10, Cancellation)), strict: true);

        var claim = await Claim(Work, now: 3);
        Assert.Equal(1, claim!.Attempts);
        Assert.Equal([1], claim.Intent!);
        Assert.Equal(Settled.Stored, await Settle(new Settlement { Claim = claim, Next = new WorkNext.Again(At(4), null, false, [Reason.Locked]) }));
        item = await Found(Work);
        Assert.Equal((1, null, At(4), At(3)), (item.Attempts, item.Cause, item.Due, item.Since));
        Assert.Equal([Reason.Locked], item.Reasons);
        Assert.Null(item.Intent);

        // Once it is done it begins anew.
        await Settle(new Settlement { Claim = await Claim(Work, now: 4) });
        await Wake(Work, minute: 5);
        Assert.Equal((0, At(5)), (await Claim(Work, now: 5)) is var anew ? (anew!.Attempts, anew.Since) : default);
    }

    [Fact]
    public async Task What_was_clean_may_go_again()
    {
        var claim = await Claim(Work, evenIfClean: true);
        Assert.Equal(Settled.Stored, await Settle(new Settlement { Claim = claim, Next = new WorkNext.Again(At(3), "busy", true, [Reason.Timer]) }));
        Assert.Equal((At(3), At(3), 1), await Found(Work) is var item ? (item.Due!.Value, item.Since, item.Attempts) : default);
        Assert.Equal([Work], await Due(3));
    }

    [Fact]
    public async Task What_is_parked_waits_for_a_wake()
    {
        await Wake(Work, Reason.Event, Lane.Edit);
        await Settle(new Settlement { Claim = await Claim(Work), Next = new WorkNext.Again(At(1), "busy", true) });
        Assert.Equal(Settled.Stored, await Settle(new Settlement { Claim = await Claim(Work, now: 1), Next = new WorkNext.Parked("wrong stage") }));

        var item = Assert.Single(await Store.ListWork("Sandbox", 10, Cancellation));
        Assert.True(item.Parked);
        Assert.Equal((null, "wrong stage", 1, At(1)), (item.Due, item.Cause, item.Attempts, item.Since));
        Assert.Equal([Reason.Event], item.Reasons);
        Assert.Empty(await Due(99));
        Assert.Null(await Claim(Work, now: 99));

        await Wake(Work, Reason.Crm, Lane.Sweep, 7);

        Assert.Equivalent(
            new WorkItem(Work, new HashSet<string> { Reason.Event, Reason.Crm }, Lane.Sweep, At(7), At(7), 0, null, null, null, null, null), await Found(Work), strict: true);
        Assert.Equal([Work], await Due(7));
        Assert.False(Assert.Single(await Store.ListWork("Sandbox", 10, Cancellation)).Parked);
    }

    [Fact]
    public async Task What_is_parked_is_claimed_on_request_and_may_be_parked_again_or_done()
    {
        await Wake(Work);
        await Settle(new Settlement { Claim = await Claim(Work), Next = new WorkNext.Parked("first") });
        var claim = await Claim(Work, now: 1, evenIfClean: true);
        Assert.Null(claim!.Due);
        Assert.Equal(Settled.Stored, await Settle(new Settlement { Claim = claim, Next = new WorkNext.Parked("second") }));
        Assert.Equal("second", Assert.Single(await Store.ListWork("Sandbox", 10, Cancellation)).Cause);

        Assert.Equal(Settled.Stored, await Settle(new Settlement { Claim = await Claim(Work, now: 2, evenIfClean: true) }));

        Assert.Empty(await Store.ListWork("Sandbox", 10, Cancellation));
        Assert.False((await Found(Work)).Parked);
    }

    [Fact]
    public async Task Parked_work_is_listed_behind_what_waits()
    {
        foreach (var (id, lane, minute) in new[] { ("O1", Lane.Sweep, 0), ("O2", Lane.Edit, 2), ("O3", Lane.Edit, 1) })
        {
            await Wake(Work with { Id = id }, lane: lane, minute: minute);
            await Settle(new Settlement { Claim = await Claim(Work with { Id = id }, now: 5), Next = new WorkNext.Parked("no") });
        }

        await Wake(Work with { Id = "O4" }, lane: Lane.Sweep, minute: 9);
        Assert.Equal(["O4", "O3", "O2", "O1"], (await Store.ListWork("Sandbox", 10, Cancellation)).Select(i => i.Key.Id));
        Assert.Equal(["O4", "O3"], (await Store.ListWork("Sandbox", 2, Cancellation)).Select(i => i.Key.Id));
    }

    [Theory]
    [MemberData(nameof(Nexts))]
    public async Task A_wake_since_the_claim_leaves_it_dirty(string next)
    {
        await Wake(Work, Reason.Event, Lane.Edit, data: [1]);
        var claim = await Claim(Work);
        await Wake(Work, Reason.Crm, Lane.Person, 2);

        Assert.Equal(Settled.StoredAndRequeued, await Settle(new Settlement(ADetail("j", 0), AState(Key, "006A")) { Claim = claim, Next = Next(next), Intent = [5], Data = [6] }));

        var item = await Found(Work);
        var (attempts, cause, since) = next == "again" ? (1, "busy", At(3)) : (0, null, At(0));
        Assert.Equivalent(
            new WorkItem(Work, new HashSet<string> { Reason.Event, Reason.Crm }, Lane.Person, At(0), since, attempts, cause, null, null, [5], [6]), item, strict: true);
        Assert.Equal([Work], await Due(0));
        Assert.Equal([0], await Store.SettledIndexes("j", 0, 1000, Cancellation));
        Assert.Single(await Store.GetRecords([Key], Cancellation));
        Assert.Equivalent(item, Assert.Single(await Store.ListWork("Sandbox", 10, Cancellation)), strict: true);
    }

    [Fact]
    public async Task A_wake_since_the_claim_keeps_what_the_work_was_to_go_on_with()
    {
        await Wake(Work, Reason.Event);
        var claim = await Claim(Work);
        await Wake(Work, Reason.Sweep);
        await Settle(new Settlement { Claim = claim, Next = new WorkNext.Again(At(9), "busy", Counts: true, [Reason.Crm]) });
        Assert.Equivalent(new[] { Reason.Event, Reason.Sweep, Reason.Crm }, (await Found(Work)).Reasons, strict: true);
    }

    [Theory]
    [MemberData(nameof(Nexts))]
    public async Task A_wake_since_a_claim_of_what_was_clean_leaves_it_dirty(string next)
    {
        var claim = await Claim(Work, evenIfClean: true);
        await Wake(Work, Reason.Crm, Lane.Person, 2);
        Assert.Equal(Settled.StoredAndRequeued, await Settle(new Settlement { Claim = claim, Next = Next(next) }));
        Assert.Equal([Work], await Due(2));
        Assert.Equal(next == "again" ? At(3) : At(2), (await Found(Work)).Since);
    }

    [Theory]
    [InlineData("done", 2, Lane.Sweep, 0)]
    [InlineData("again", 2, Lane.Edit, 1)]
    [InlineData("parked", 2, Lane.Sweep, 0)]
    public async Task A_settlement_that_wakes_what_it_claimed_leaves_it_due(string next, int due, Lane lane, int attempts)
    {
        await Wake(Work, Reason.Event, Lane.Edit);
        var claim = await Claim(Work);
        Assert.Equal(Settled.Stored, await Settle(new Settlement { Claim = claim, Next = Next(next), Wakes = [new Wake(Work, Reason.Refresh, Lane.Sweep, At(2), [1])] }));

        var item = await Found(Work);
        Assert.Equal((At(due), lane, attempts), (item.Due!.Value, item.Lane, item.Attempts));
        Assert.Contains(Reason.Refresh, item.Reasons);
        Assert.Equal(next != "done", item.Reasons.Contains(Reason.Event));
        Assert.Equal([1], item.Data!);
        Assert.Empty(await Due(1));
        Assert.Equal([Work], await Due(2));
        Assert.Equal(claim!.Wakes + 1, (await Claim(Work, now: 2))!.Wakes);
    }

    [Fact]
    public async Task A_settlement_under_a_lost_claim_stores_nothing_at_all()
    {
        var other = Work with { Id = "O2" };
        await Wake(Work);
        var lost = await Claim(Work, "a");
        var taken = await Claim(Work, "b", 5);
        var settlement = new Settlement(AState(Key, "006A"))
        {
            Claim = lost,
            Intent = [1],
            Data = [2],
            Entries = [new LogEntry(ADetail("j", 0), AJob("j")), new LogEntry(ADetail("k", 0), AJob("k"))],
            Wakes = [new Wake(other, Reason.Event, Lane.Event, At(0))],
            Notifications = [ANotification("n", 0)],
        };

        Assert.Equal(Settled.Lost, await Settle(settlement));

        Assert.Empty(await Store.SettledIndexes("j", 0, 1000, Cancellation));
        Assert.Empty(await Store.GetRecords([Key], Cancellation));
        Assert.Null(await Store.FindByCrmId("Sandbox", "Opportunity", "006A", Cancellation));
        Assert.Null(await Store.GetJob("j", Cancellation));
        Assert.Null(await Store.GetJob("k", Cancellation));
        Assert.Null(await Store.GetWork(other, Cancellation));
        Assert.Empty(await Store.ListNotifications("Sandbox", Start, At(9), 10, Cancellation));
        var item = await Found(Work);
        Assert.Equal(("b", At(10), null, null), (item.Owner, item.ClaimedUntil, item.Intent, item.Data));

        Assert.Equal(Settled.Stored, await Settle(settlement with { Claim = taken }));
        Assert.Equal(Settled.Lost, await Settle(settlement with { Claim = taken }));
    }

    [Fact]
    public async Task A_settlement_whose_link_is_taken_keeps_its_claim()
    {
        Assert.Equal(Settled.Stored, await Settle(new Settlement(State: AState(Key with { Id = "O2" }, "006A"))));
        await Wake(Work);
        var claim = await Claim(Work);
        Assert.Equal(Settled.LinkTaken, await Settle(new Settlement(ADetail("j", 0), AState(Key, "006A")) { Claim = claim }));

        Assert.Equal("a", (await Found(Work)).Owner);
        Assert.Empty(await Store.SettledIndexes("j", 0, 1000, Cancellation));
        Assert.Equal(Settled.Stored, await Settle(new Settlement(ADetail("j", 0), AState(Key, "006B")) { Claim = claim }));
    }

    [Fact]
    public async Task A_step_of_the_work_stores_the_link_and_the_intent_together_and_the_claim_goes_on()
    {
        var other = Key with { Id = "O2" };
        await Wake(Work, Reason.Event, Lane.Edit);
        await Wake(other, Reason.Event, Lane.Edit);
        var lost = await Claim(Work, "a");
        var claim = await Claim(Work, "b", 5);
        var second = await Claim(other, "b", 5);
        Settlement Link(Claimed claimed, WorkKey key, byte intent) => new(State: AState(key, "006A")) { Claim = claimed, Intent = [intent], KeepsClaim = true };

        Assert.Equal(
            [Settled.Lost, Settled.Stored, Settled.LinkTaken], await Store.Settle([Link(lost!, Key, 1), Link(claim!, Key, 2), Link(second!, other, 3)], Cancellation));

        var item = await Found(Work);
        Assert.Equal(("b", At(10), At(0), Lane.Edit), (item.Owner, item.ClaimedUntil, item.Due, item.Lane));
        Assert.Equal([2], item.Intent!);
        Assert.Equal([Reason.Event], item.Reasons);
        Assert.Equal(Key, await Store.FindByCrmId("Sandbox", "Opportunity", "006A", Cancellation));
        Assert.Null((await Found(other)).Intent);
        Assert.Empty(await Store.GetRecords([other], Cancellation));

        // The end starts from the version that the step has stored, and a wake of meanwhile counts.
        await Wake(Work, Reason.Crm, Lane.Edit, 6);
        Assert.Equal(Settled.StoredAndRequeued, await Settle(new Settlement(State: AState(Key, "006A") with { Version = 1 }) { Claim = claim }));
        Assert.Equal(2, Assert.Single(await Store.GetRecords([Key], Cancellation)).Version);
        Assert.Null((await Found(Work)).Intent);
    }

    [Fact]
    public async Task The_claim_of_a_crm_record_settles_the_state_of_the_new_opportunity_and_may_wake_it()
    {
        var crm = WorkKey.Crm("Sandbox", "Opportunity", "006A");
        await Wake(crm, Reason.Crm, Lane.Edit);
        var claim = await Claim(crm);
        Assert.Null(claim!.State);

        var settlement = new Settlement(ADetail("j", 0), AState(Key, "006A")) { Claim = claim, Wakes = [new Wake(Work, Reason.Refresh, Lane.Sweep, At(4))] };
        Assert.Equal(Settled.Stored, await Settle(settlement));

        Assert.Equal(Key, await Store.FindByCrmId("Sandbox", "Opportunity", "006A", Cancellation));
        Assert.Equal([Work], await Due(4));
        Assert.Equal("006A", (await Claim(Work, now: 4))!.State!.CrmId);
    }

    [Fact]
    public async Task A_settlement_wakes_others_whatever_they_are()
    {
        WorkKey A(int i) => Work with { Id = $"O{i}" };
        await Wake(A(1), Reason.Event, Lane.Sweep, 5); // dirty
        await Wake(A(2), Reason.Event, Lane.Sweep, 5);
        await Settle(new Settlement { Claim = await Claim(A(2), now: 5), Next = new WorkNext.Parked("no") });
        await Wake(A(3), Reason.Event, Lane.Sweep, 5); // in another's hands
        await Claim(A(3), "b", 5);
        await Settle(new Settlement(State: AState(Key with { Id = "O4" }, "0064"))); // a state and no work
        await Wake(Work, minute: 5);

        Assert.Equal(
            Settled.Stored,
            await Settle(new Settlement(ADetail("j", 0))
            {
                Claim = await Claim(Work, now: 5),
                Wakes = [.. Enumerable.Range(1, 5).Select(i => new Wake(A(i), Reason.Crm, Lane.Edit, At(3))), new Wake(A(1), Reason.Timer, Lane.Event, At(2))],
            }));

        Assert.Equal([A(1), A(2), A(4), A(5)], await Due(3));
        Assert.Equal((Lane.Edit, At(2), At(5)), await Found(A(1)) is var first ? (first.Lane, first.Due!.Value, first.Since) : default);
        Assert.Equivalent(new[] { Reason.Event, Reason.Crm, Reason.Timer }, (await Found(A(1))).Reasons, strict: true);
        Assert.Equal("b", (await Found(A(3))).Owner);
    }

    [Fact]
    public async Task A_settlement_may_wake_very_many()
    {
        await Settle(new Settlement { Wakes = [.. Enumerable.Range(0, 60).Select(i => new Wake(Work with { Id = $"O{i:D2}" }, Reason.Sweep, Lane.Sweep, At(i)))] });
        Assert.Equal(60, (await Due(60, limit: 100)).Count);
    }

    [Fact]
    public async Task Settlements_are_each_for_themselves()
    {
        var keys = Enumerable.Range(0, 4).Select(i => Key with { Id = $"O{i}" }).ToList();
        foreach (var key in keys)
            await Wake(key);
        var claims = await Claims(keys);
        await Claim(keys[1], "b", 5);
        await Wake(keys[2], Reason.Crm);

        var settled = await Store.Settle(
            [.. keys.Select((k, i) => new Settlement(ADetail("j", i, k.Id), AState(k, i == 3 ? "0060" : $"006{i}")) { Claim = claims[i] })], Cancellation);

        Assert.Equal([Settled.Stored, Settled.Lost, Settled.StoredAndRequeued, Settled.LinkTaken], settled);
        Assert.Equal([0, 2], (await Store.SettledIndexes("j", 0, 1000, Cancellation)).Order());
        Assert.Equal([2], await Store.SettledIndexes("j", 1, 2, Cancellation));
        Assert.Empty(await Store.SettledIndexes("j", 3, 1000, Cancellation));
        Assert.Equal([keys[2].Id], (await Due(4)).Select(k => k.Id));
    }

    [Fact]
    public async Task A_job_may_begin_and_end_with_a_settlement()
    {
        var job = AJob("j") with { Ended = At(1), Status = JobStatus.Processed, Records = 1, Succeeded = 1, Issues = [Bad] };
        Assert.Equal(Settled.Stored, await Settle(new Settlement { Entries = [new LogEntry(ADetail("j", 0), job)] }));
        Assert.Equivalent(job, await Store.GetJob("j", Cancellation), strict: true);
        Assert.Equal("j", Assert.Single(await Store.ListJobs(Start, At(1), JobStatus.Processed, 10, Cancellation)).Id);

        // The first one stays.
        Assert.Equal(Settled.Stored, await Settle(new Settlement { Entries = [new LogEntry(ADetail("j", 1), job with { Records = 9 })] }));
        Assert.Equal(1, (await Store.GetJob("j", Cancellation))!.Records);
        Assert.Equal([0, 1], (await Store.SettledIndexes("j", 0, 1000, Cancellation)).Order());
    }

    [Fact]
    [Trait("Row", "D13")]
    public async Task Each_entry_of_a_settlement_is_stored_with_its_own_job_reason_and_changes()
    {
        FieldChange[] changes = [new("City__c", "\"Zürich\"", null), new("Tags__c", null, """["a","b \"c\""]"""), new("Amount__c", "1.50", null)];
        var inbound = new LogEntry(ADetail("j", 0) with { Reason = Reason.Event, Changes = changes }, AJob("j"));
        var outbound = new LogEntry(ADetail("k", 0) with { Reason = Reason.Event, At = At(1), Outcome = Outcome.Failed, Issues = [Bad] }, AJob("k") with { Direction = "outbound" });

        Assert.Equal(Settled.Stored, await Settle(new Settlement { Entries = [inbound, outbound] }));

        Assert.Equivalent(new[] { outbound.Detail, inbound.Detail }, await Store.ListDetailsOf(Key.Id, 10, Cancellation), strict: true);
        Assert.Equivalent(inbound.Detail, Assert.Single(await Store.ListDetails("j", 0, 10, Cancellation)), strict: true);
        Assert.Equivalent(outbound.Job, await Store.GetJob("k", Cancellation), strict: true);
    }

    [Fact]
    [Trait("Row", "D13")]
    public async Task One_entry_that_is_there_already_loses_all_of_a_settlement()
    {
        Assert.Equal(Settled.Stored, await Settle(new Settlement(ADetail("k", 0))));
        var settlement = new Settlement(AState(Key, "006A")) { Entries = [new LogEntry(ADetail("j", 0), AJob("j")), new LogEntry(ADetail("k", 0), AJob("k"))] };

        Assert.Equal(Settled.Lost, await Settle(settlement));

        Assert.Empty(await Store.ListDetails("j", 0, 10, Cancellation));
        Assert.Null(await Store.GetJob("j", Cancellation));
        Assert.Empty(await Store.GetRecords([Key], Cancellation));
    }

    [Fact]
    public async Task A_settlement_of_nothing_is_stored() => Assert.Equal(Settled.Stored, await Settle(new Settlement()));

    [Fact]
    [Trait("Row", "A8")]
    public async Task Notifications_are_kept_once_and_listed_newest_first()
    {
        var told = ANotification("n2", 2) with { Role = "Receiver" };
        await Settle(new Settlement { Notifications = [ANotification("n1", 1), told, told, ANotification("n3", 3) with { Found = true, Subject = "" }] });
        await Settle(new Settlement(ADetail("j", 0)) { Notifications = [told, ANotification("n4", 60 * 30), ANotification("other", 1) with { Catalog = "AWS" }] });

        var all = await Store.ListNotifications("Sandbox", Start, Start.AddDays(3), 10, Cancellation);
        Assert.Equal(["n4", "n3", "n2", "n1"], all.Select(n => n.Id));
        Assert.Equal((told, true, ""), (all[2], all[1].Found, all[1].Subject));
        Assert.Equal(["n2"], (await Store.ListNotifications("Sandbox", At(2), At(3), 10, Cancellation)).Select(n => n.Id));
        Assert.Equal(["n4", "n3"], (await Store.ListNotifications("Sandbox", Start, DateTimeOffset.MaxValue, 2, Cancellation)).Select(n => n.Id));
    }

    static WorkNext Next(string next) => next switch
    {
        "again" => new WorkNext.Again(At(3), "busy", true, [Reason.Event]),
        "parked" => new WorkNext.Parked("wrong stage"),
        _ => WorkNext.Finished,
    };

    static Notification ANotification(string id, int minute) => new(id, "Sandbox", At(minute), "Opportunity Updated", "O1234567", null, false);
}
