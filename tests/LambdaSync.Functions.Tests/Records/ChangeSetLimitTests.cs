using System.Text;
using System.Text.Json.Nodes;
using LambdaSync.Commands;
using LambdaSync.Marketplace;
using LambdaSync.Marketplace.ChangeSets;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>What an account may have open at once: counted for all processes, so that a change set waits without a call of AWS.</summary>
[Trait("Row", "M-1")]
[Trait("Row", "H6")]
public sealed class ChangeSetLimitTests : IDisposable
{
    const string Second = "222233334444", Role = "arn:aws:iam::222233334444:role/seller";

    readonly SyncRig _rig = new(sellers: new SellerAccounts("123456789012", [new SellerAccount(Second, Role, "example-id", null)])) { Limits = new ChangeSetLimits(250, 2, 2) };

    static CancellationToken None => TestContext.Current.CancellationToken;

    public ChangeSetLimitTests()
    {
        MarketRig.Prepare(_rig);
        _rig.Simulator.Control.Do("market-settings", new JsonObject { ["applySeconds"] = 3600, ["maxBusy"] = 2 });
        _rig.Restart(_rig.Settings);
    }

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Two_processes_together_send_as_many_as_AWS_takes_and_the_others_wait_without_a_call()
    {
        List<WorkKey> keys = [];
        for (var number = 1; number <= 6; number++)
            keys.Add(await Offer(number));
        await Task.WhenAll(_rig.Process().Work([.. keys.Take(3)], [], _rig.Context), _rig.Process().Work([.. keys.Skip(3)], [], _rig.Context));
        Assert.Equal(2, _rig.Http.Operations.Count(o => o == "StartChangeSet"));
        var waiting = await Waiting(keys);
        Assert.Equal(4, waiting.Count);
        Assert.All(waiting, work =>
        {
            Assert.Equal((0, null, false), (work.Attempts, work.Intent, work.Parked));
            Assert.Contains("2 offers in open change sets", work.Cause, StringComparison.Ordinal);
            Assert.Contains("change-set cancel", work.Cause, StringComparison.Ordinal);
        });
        Assert.Equal((2, 2), ((await _rig.Places().Open("123456789012", None)).Places.Count, (await _rig.Places().Open("123456789012", None)).Offers));

        // As long as none has ended, what waits asks AWS nothing.
        _rig.Http.Operations.Clear();
        _rig.Time.Ahead += TimeSpan.FromMinutes(1);
        await _rig.Process().Work([.. waiting.Select(work => work.Key)], [], _rig.Context);
        Assert.Empty(_rig.Http.Operations);

        for (var hour = 0; hour < 3; hour++)
        {
            AgreementRig.Later(_rig, TimeSpan.FromHours(2));
            await _rig.Tick();
            await _rig.Tick();
        }

        AgreementRig.Later(_rig, TimeSpan.FromHours(2));
        await _rig.Tick();
        foreach (var key in keys)
            Assert.Equal(ChangeSetState.Succeeded, (await MarketRig.Of(_rig, key)).Memo.Status);
        Assert.Equal(6, MarketRig.Offers(_rig).Count);
        Assert.DoesNotContain(await All(keys), issue => issue.Severity == Severity.Error);
    }

    [Fact]
    public async Task A_place_whose_worker_was_stopped_is_free_once_its_own_work_has_ended()
    {
        var (first, second, third) = (await Offer(1), await Offer(2), await Offer(3));
        // A worker has claimed two of them, taken their places and is stopped before it sends anything.
        await Lease.Claim(_rig.Store, [first, second], _rig.Context, _rig.Time);
        foreach (var key in new[] { first, second })
            Assert.Null(await _rig.Places().Take(null, new ChangeSetPlace(key, 1, 0), None));
        await _rig.Worker.Work([third], [], _rig.Context);
        Assert.Single(await Waiting([third]));
        Assert.Empty(_rig.Http.Operations);
        // One of them is cancelled by its requester before another worker has it; the other one is sent.
        await MarketRig.Request(_rig, CommandVerbs.ChangeSetCancel, first.Id, "cancel");
        await Hour();
        await Hour();
        Assert.Equal((ChangeSetState.Cancelled, null), ((await MarketRig.Of(_rig, first)).Memo.Status, (await MarketRig.Of(_rig, first)).Memo.SetId));
        await Hour();
        foreach (var key in new[] { second, third })
            Assert.Equal(ChangeSetState.Succeeded, (await MarketRig.Of(_rig, key)).Memo.Status);
        Assert.Empty((await _rig.Places().Open("123456789012", None)).Places);
    }

    [Fact]
    public async Task One_whose_answer_was_lost_keeps_its_place_until_its_end()
    {
        var lost = 0;
        _rig.Http.Loses = operation => operation == "StartChangeSet" && lost++ < 2;
        var keys = new[] { await Offer(1), await Offer(2), await Offer(3) };
        await _rig.Tick();
        Assert.Equal(2, (await _rig.Places().Open("123456789012", None)).Places.Count);
        Assert.Contains("offers in open change sets", (await MarketRig.Of(_rig, keys[2])).Work.Cause, StringComparison.Ordinal);
        for (var hour = 0; hour < 5; hour++)
            await Hour();
        foreach (var key in keys)
            Assert.Equal(ChangeSetState.Succeeded, (await MarketRig.Of(_rig, key)).Memo.Status);
        Assert.Equal(3, _rig.Http.Operations.Count(o => o == "StartChangeSet"));
    }

    [Fact]
    public async Task What_another_tool_has_open_lets_it_wait_at_AWS_and_is_no_failure()
    {
        for (var number = 0; number < 2; number++)
            await _rig.Marketplace.Call("StartChangeSet", Console(number), None);
        var key = await Offer(1);
        await _rig.Tick();
        var (_, work) = await MarketRig.Of(_rig, key);
        Assert.Equal((0, null, false), (work.Attempts, work.Intent, work.Parked));
        Assert.Contains("ServiceQuotaExceededException", work.Cause, StringComparison.Ordinal);
        for (var hour = 0; hour < 2; hour++)
            await Hour();
        Assert.Equal(ChangeSetState.Succeeded, (await MarketRig.Of(_rig, key)).Memo.Status);
        Assert.DoesNotContain(await All([key]), issue => issue.Severity == Severity.Error);
    }

    [Fact]
    [Trait("Row", "F1")]
    public async Task Each_account_is_counted_for_itself()
    {
        _rig.Simulator.Control.Do("add-role", new JsonObject { ["arn"] = Role, ["externalId"] = "example-id" });
        _rig.Simulator.Control.Do("add-product", new JsonObject { ["id"] = "prod-second", ["owner"] = Second });
        await Offer(1);
        await Offer(2);
        var third = await Offer(3);
        var other = (await MarketRig.Request(_rig, CommandVerbs.OfferCreate, "new", "other",
            (CommandVerbs.Document, MarketRig.Document(_rig, "Other").Replace(MarketRig.Product, "prod-second", StringComparison.Ordinal)), (CommandVerbs.Account, Second))).Keys[0];
        await _rig.Tick();
        Assert.Null((await MarketRig.Of(_rig, third)).Memo.SetId);
        Assert.NotNull((await MarketRig.Of(_rig, other)).Memo.SetId);
        Assert.Equal(1, (await _rig.Places().Open(Second, None)).Offers);
    }

    [Fact]
    public async Task A_set_of_more_offers_than_the_limit_goes_alone()
    {
        _rig.Limits = new ChangeSetLimits(250, 1, 1);
        _rig.Restart(_rig.Settings);
        _rig.Simulator.Control.Do("add-product", new JsonObject { ["id"] = "prod-example2" });
        var first = await Offer(1);
        var set = (await MarketRig.Request(_rig, CommandVerbs.OfferSetCreate, "new", "set", (CommandVerbs.Document, $$"""
            { "Name": "Both", "BuyerNotes": "Together", "Offers": [{{MarketRig.Document(_rig, "A")}}, {{MarketRig.Document(_rig, "B").Replace(MarketRig.Product, "prod-example2", StringComparison.Ordinal)}}] }
            """))).Keys[0];
        await _rig.Tick();
        Assert.NotNull((await MarketRig.Of(_rig, first)).Memo.SetId);
        Assert.Null((await MarketRig.Of(_rig, set)).Memo.SetId);
        await Hour();
        await Hour();
        Assert.Equal(ChangeSetState.Succeeded, (await MarketRig.Of(_rig, set)).Memo.Status);
    }

    async Task Hour()
    {
        AgreementRig.Later(_rig, TimeSpan.FromHours(2));
        await _rig.Tick();
        await _rig.Tick();
    }

    async Task<WorkKey> Offer(int number) =>
        (await MarketRig.Request(_rig, CommandVerbs.OfferCreate, "new", $"offer-{number}", (CommandVerbs.Document, MarketRig.Document(_rig, $"Offer {number}")))).Keys[0];

    async Task<List<WorkItem>> Waiting(IEnumerable<WorkKey> keys)
    {
        var waiting = new List<WorkItem>();
        foreach (var key in keys)
        {
            if (await MarketRig.Of(_rig, key) is ({ SetId: null }, var work))
                waiting.Add(work);
        }

        return waiting;
    }

    async Task<List<Issue>> All(IEnumerable<WorkKey> keys)
    {
        var issues = new List<Issue>();
        foreach (var key in keys)
            issues.AddRange(await MarketRig.Log(_rig.Store, key));
        return issues;
    }

    static byte[] Console(int number) => Encoding.UTF8.GetBytes($$"""
        { "Catalog": "AWSMarketplace", "ChangeSetName": "Console {{number}}", "ChangeSet": [{ "ChangeType": "CreateOffer", "Entity": { "Type": "Offer@1.0" }, "DetailsDocument": { "ProductId": "{{MarketRig.Product}}", "Name": "Console {{number}}" } }] }
        """);
}
