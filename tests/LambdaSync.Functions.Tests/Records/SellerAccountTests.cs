using System.Text.Json.Nodes;
using LambdaSync.Cli;
using LambdaSync.Commands;
using LambdaSync.Connections.BuiltIn;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Functions.Engine;
using LambdaSync.Kinds.Marketplace;
using LambdaSync.Mapping;
using LambdaSync.Marketplace;
using LambdaSync.Marketplace.AgreementRequests;
using LambdaSync.Marketplace.ChangeSets;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>Several seller accounts: what is of a further one is changed and read with its role.</summary>
[Trait("Row", "F1")]
public sealed class SellerAccountTests : IDisposable
{
    const string Main = "123456789012", Second = "222233334444", Role = "arn:aws:iam::222233334444:role/seller", ExternalId = "example-id", Product = "prod-second";

    readonly SyncRig _rig = Rig(ExternalId);

    static CancellationToken None => CancellationToken.None;

    public SellerAccountTests() => Prepare(_rig);

    public void Dispose() => _rig.Dispose();

    static SyncRig Rig(string externalId) => new(MappingReader.Read(BuiltInMapping.JsonWithMarketplace(), new List<Issue>())!, sellers: new SellerAccounts(Main, [new SellerAccount(Second, Role, externalId, null)]));

    static void Prepare(SyncRig rig)
    {
        MarketRig.Prepare(rig);
        rig.Simulator.Control.Do("add-role", new JsonObject { ["arn"] = Role, ["externalId"] = ExternalId });
        rig.Simulator.Control.Do("add-product", new JsonObject { ["id"] = Product, ["owner"] = Second });
    }

    static Task<CommandReceipt> Create(SyncRig rig, string? account, string id = "second", string product = Product) => MarketRig.Request(
        rig, CommandVerbs.OfferCreate, "new", id,
        [(CommandVerbs.Document, MarketRig.Document(rig).Replace(MarketRig.Product, product, StringComparison.Ordinal)), .. account is null ? [] : new[] { (CommandVerbs.Account, account) }]);

    [Fact]
    public async Task An_offer_is_made_in_the_account_that_is_named_and_its_events_reach_its_record()
    {
        var key = (await Create(_rig, Second)).Keys[0];
        var (memo, _) = await MarketRig.End(_rig, key);
        Assert.Equal((ChangeSetState.Succeeded, Second), (memo.Status, memo.Account));
        Assert.Equal(Second, (string?)Assert.Single(MarketRig.Offers(_rig))["owner"]);
        await _rig.Tick();
        var offer = memo.EntityId!;
        var record = await Memo(MarketSection.Offer.Key("AWS", offer));
        Assert.Equal((Second, "Example offer"), (record.Document!.Value.GetProperty("SellerAccount").GetString(), record.Document.Value.GetProperty("Name").GetString()));

        var agreement = _rig.Simulator.Control.Do("accept-offer", new JsonObject { ["offerId"] = offer })["agreementId"]!.GetValue<string>();
        await _rig.DeliverAll();
        await _rig.Tick();
        var made = await Memo(MarketSection.Agreement.Key("AWS", agreement));
        Assert.Equal((Second, "ACTIVE"), (made.Document!.Value.GetProperty("sellerAccount").GetString(), made.Document.Value.GetProperty("status").GetString()));
        // AWS shows it to its proposer only.
        await Assert.ThrowsAsync<Connections.Aws.AwsServiceException>(() => _rig.Marketplace.Agreements.DescribeAgreement(agreement, None));
        Assert.Single(await _rig.Crm.List("AWS_Agreement__c", 10, null, None));
    }

    [Fact]
    public async Task Without_an_account_or_with_the_main_one_it_is_the_main_ones_and_one_request()
    {
        var (memo, _) = await MarketRig.End(_rig, (await Create(_rig, null, "1", MarketRig.Product)).Keys[0]);
        Assert.Equal((ChangeSetState.Succeeded, null), (memo.Status, memo.Account));
        await MarketRig.End(_rig, (await Create(_rig, Main, "2", MarketRig.Product)).Keys[0]);
        Assert.Equal(Main, (string?)Assert.Single(MarketRig.Offers(_rig))["owner"]);
    }

    [Fact]
    public async Task An_unknown_account_is_refused_with_those_that_are_known()
    {
        var receipt = await Create(_rig, "999988887777");
        var issue = Assert.Single(receipt.Issues, issue => issue.Severity == Severity.Error);
        Assert.Equal(("account", "999988887777"), (issue.Field, issue.Value));
        Assert.Contains(Main, issue.Fix, StringComparison.Ordinal);
        Assert.Contains(Second, issue.Fix, StringComparison.Ordinal);
        Assert.Null(await _rig.Store.GetWork(receipt.Keys[0], None));
    }

    [Fact]
    public async Task What_was_requested_of_an_account_that_is_gone_is_held_and_never_done_as_another()
    {
        var key = (await Create(_rig, Second)).Keys[0];
        var gone = new RecordEngine(_rig.Store, _rig.CrmSide, new PartnerCentralLanes(_rig.Client, null, TimeSpan.Zero), _rig.Mapping,
            _rig.Settings with { Sellers = new SellerAccounts(Main, []) }, _rig.Time, () => 0.5, new ErrorLog<RecordEngine>(_rig.Told))
        { Marketplace = _rig.Marketplace };
        await gone.Work([key], [], _rig.Context);
        Assert.True((await MarketRig.Of(_rig, key)).Work.Parked);
        Assert.Empty(MarketRig.Offers(_rig));
        Assert.Contains(await MarketRig.Log(_rig.Store, key), issue => issue.Value == Second && issue.Fix.Contains(SellerAccounts.Roles, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wrong_external_id_is_named_and_keeps_no_other_account_from_its_work()
    {
        using var rig = Rig("another-id");
        Prepare(rig);
        var (second, first) = ((await Create(rig, Second)).Keys[0], (await Create(rig, null, "first", MarketRig.Product)).Keys[0]);
        Assert.Equal(ChangeSetState.Succeeded, (await MarketRig.End(rig, first)).Memo.Status);
        var (memo, work) = await MarketRig.Of(rig, second);
        Assert.Null(memo.SetId);
        Assert.Contains(Role, work.Cause, StringComparison.Ordinal);
        Assert.Contains("external id", work.Cause, StringComparison.Ordinal);
        Assert.Equal(Main, (string?)Assert.Single(MarketRig.Offers(rig))["owner"]);
        await rig.Sweep(TimeSpan.FromHours(2));
        Assert.Contains(Second, rig.Told.ToString(), StringComparison.Ordinal);
        Assert.NotNull(await rig.Store.GetWork(MarketSection.Product.Key("AWS", MarketRig.Product), None));
    }

    [Fact]
    public async Task A_lost_answer_is_looked_for_in_the_account_and_makes_no_second_offer()
    {
        var lost = 0;
        _rig.Http.Loses = operation => operation == "StartChangeSet" && lost++ == 0;
        var (memo, _) = await MarketRig.End(_rig, (await Create(_rig, Second)).Keys[0]);
        Assert.Equal(ChangeSetState.Succeeded, memo.Status);
        Assert.Equal(Second, (string?)Assert.Single(MarketRig.Offers(_rig))["owner"]);
        Assert.Single(_rig.Http.Operations, "StartChangeSet");
        Assert.Contains("ListChangeSets", _rig.Http.Operations);
    }

    [Fact]
    [Trait("Row", "F13")]
    public async Task What_follows_a_sale_is_requested_with_the_accounts_role()
    {
        var (memo, _) = await MarketRig.End(_rig, (await Create(_rig, Second)).Keys[0]);
        var agreement = _rig.Simulator.Control.Do("accept-offer", new JsonObject { ["offerId"] = memo.EntityId! })["agreementId"]!.GetValue<string>();
        (string, string)[] arguments = [(CommandVerbs.ReasonCode, "TEST_AGREEMENT")];
        var asMain = (await MarketRig.Request(_rig, CommandVerbs.AgreementCancel, agreement, "cancel-main", arguments)).Keys[0];
        var asSecond = (await MarketRig.Request(_rig, CommandVerbs.AgreementCancel, agreement, "cancel-second", [.. arguments, (CommandVerbs.Account, Second)])).Keys[0];
        Assert.NotEqual(asMain, asSecond);
        await _rig.Tick();
        var sent = AgreementRequestMemo.Read((await _rig.Store.GetWork(asSecond, None))!.Data)!;
        Assert.Equal(Second, sent.Account);
        Assert.StartsWith("acr-", sent.RequestId, StringComparison.Ordinal);
        Assert.Null(AgreementRequestMemo.Read((await _rig.Store.GetWork(asMain, None))!.Data)!.RequestId);
    }

    [Fact]
    public async Task An_event_says_whose_a_record_is_that_nobody_requested()
    {
        var document = MarketRig.Document(_rig).Replace(MarketRig.Product, Product, StringComparison.Ordinal).TrimEnd()[..^1] + """, "Renewal": { "LockoutPeriod": "P30D", "PriceIncrease": { "FixedPercentage": "5" } } }""";
        var (memo, _) = await MarketRig.End(_rig, (await MarketRig.Request(_rig, CommandVerbs.OfferCreate, "new", "renews", (CommandVerbs.Document, document), (CommandVerbs.Account, Second))).Keys[0]);
        var agreement = _rig.Simulator.Control.Do("accept-offer", new JsonObject { ["offerId"] = memo.EntityId! })["agreementId"]!.GetValue<string>();
        // AWS makes the renewal's offer.
        _rig.Simulator.Control.Do("renew-agreement", new JsonObject { ["agreementId"] = agreement });
        await _rig.DeliverAll();
        await _rig.Tick();
        var renewal = (string)Assert.Single(MarketRig.Offers(_rig), offer => (string?)offer["id"] != memo.EntityId)["id"]!;
        Assert.Equal(Second, (await Memo(MarketSection.Offer.Key("AWS", renewal))).Document!.Value.GetProperty("SellerAccount").GetString());
    }

    [Fact]
    public async Task The_sweep_finds_an_accounts_agreement_whose_event_was_lost()
    {
        var (memo, _) = await MarketRig.End(_rig, (await Create(_rig, Second)).Keys[0]);
        var agreement = _rig.Simulator.Control.Do("accept-offer", new JsonObject { ["offerId"] = memo.EntityId! })["agreementId"]!.GetValue<string>();
        _rig.Drain();
        await _rig.Sweep(TimeSpan.FromHours(2));
        await _rig.Tick();
        Assert.Equal((Second, "ACTIVE"), ((await Memo(MarketSection.Agreement.Key("AWS", agreement))).Document!.Value.GetProperty("sellerAccount").GetString(), (await Memo(MarketSection.Agreement.Key("AWS", agreement))).Document!.Value.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task The_sweep_finds_what_each_account_has()
    {
        await _rig.Sweep(TimeSpan.FromHours(2));
        await _rig.Tick();
        Assert.Equal((Second, Main), ((await Memo(MarketSection.Product.Key("AWS", Product))).Document!.Value.GetProperty("SellerAccount").GetString(), (await Memo(MarketSection.Product.Key("AWS", MarketRig.Product))).Document!.Value.GetProperty("SellerAccount").GetString()));
    }

    [Fact]
    [Trait("Row", "M-26")]
    public async Task An_offer_of_a_further_account_is_linked_to_no_opportunity()
    {
        var opportunity = _rig.AwsHas();
        await _rig.DeliverAll();
        await MarketRig.Request(_rig, CommandVerbs.LinkOffer, opportunity, "link", (CommandVerbs.Offer, $"arn:aws:aws-marketplace:us-east-1:{Second}:AWSMarketplace/Offer/offer-1"));
        await _rig.Tick();
        Assert.DoesNotContain("AssociateOpportunity", _rig.Http.Operations);
        Assert.Contains((await _rig.Log(opportunity)).SelectMany(entry => entry.Issues), issue => issue.Severity == Severity.Error && issue.Rule.Contains(Second, StringComparison.Ordinal));
    }

    async Task<MarketMemo> Memo(WorkKey key) => MarketMemo.Read((await _rig.Store.GetWork(key, None))!.Data);
}
