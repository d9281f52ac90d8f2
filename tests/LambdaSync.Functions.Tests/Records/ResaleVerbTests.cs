using System.Text.Json.Nodes;
using LambdaSync.Commands;
using LambdaSync.Marketplace.ChangeSets;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>Resale authorizations that are changed, cloned and replaced, through the door of commands and the engine.</summary>
[Trait("Row", "F8")]
public sealed class ResaleVerbTests : IDisposable
{
    readonly SyncRig _rig = new();

    public ResaleVerbTests() => MarketRig.Prepare(_rig);

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_draft_is_changed_and_released_and_then_changes_no_more()
    {
        var draft = await Made(CommandVerbs.ResaleDraft, Document("80"));
        await Succeeds(CommandVerbs.ResaleModify, draft, (CommandVerbs.Document, Document("75", name: "Cheaper")));
        Assert.Equal(("Draft", "Cheaper", true), (Status(draft), (string?)Of(draft)["Name"], Of(draft).ToJsonString().Contains("\"75\"", StringComparison.Ordinal)));
        Assert.Contains((await Fails(CommandVerbs.ResaleModify, draft, (CommandVerbs.Document, Document("75", reseller: "333344445555")))), issue => issue.Rule.Contains("another product or channel partner", StringComparison.Ordinal));
        await Succeeds(CommandVerbs.ResalePublish, draft);
        Assert.Equal("Active", Status(draft));
        Assert.Contains((await Fails(CommandVerbs.ResaleModify, draft, (CommandVerbs.Document, Document("70")))), issue => issue.Fix.Contains("resale replace", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_term_that_the_document_leaves_out_is_named()
    {
        var draft = await Made(CommandVerbs.ResaleDraft, Document("80", more: """, "PaymentDuePeriod": "P30D" """));
        Assert.Contains((await Fails(CommandVerbs.ResaleModify, draft, (CommandVerbs.Document, Document("75")))), issue => issue.Value == "ResaleNetPaymentTerm");
    }

    [Fact]
    public async Task A_clone_has_the_terms_of_the_old_one()
    {
        var old = await Made(CommandVerbs.ResaleCreate, Document("80", more: """, "BuyerAccounts": ["111122223333"], "PaymentDuePeriod": "P30D", "OneOffer": true """));
        var copy = await Succeeds(CommandVerbs.ResaleClone, old, (CommandVerbs.Name, "Second"), (CommandVerbs.Reseller, "333344445555"), (CommandVerbs.Until, MarketRig.Day(_rig, 60)));
        Assert.Equal(("Active", "Second", "333344445555"), (Status(copy), (string?)Of(copy)["Name"], (string?)Of(copy)["ResellerAccountId"]));
        Assert.Equal("Active", Status(old));
        Assert.Equal(Terms(old), Terms(copy));
        Assert.Contains("\"OffersMaxQuantity\":1", Of(copy).ToJsonString(), StringComparison.Ordinal);
        Assert.Contains(MarketRig.Day(_rig, 60), Of(copy).ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("111122223333", Of(copy).ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_released_one_is_replaced_and_restricted_or_neither(bool hasDocument)
    {
        var old = await Made(CommandVerbs.ResaleCreate, Document("80"));
        (string, string)[] arguments = hasDocument ? [(CommandVerbs.Document, Document("70"))] : [(CommandVerbs.Name, "Next year")];
        _rig.Simulator.Control.Do("refuse-change", new JsonObject { ["changeType"] = "UpdatePricingTerms", ["code"] = "INCOMPATIBLE_PAYMENT_SETTINGS", ["message"] = "No bank account." });
        await Fails(CommandVerbs.ResaleReplace, old, arguments);
        Assert.Equal(("Active", 1), (Status(old), All().Count));
        var made = await Succeeds(CommandVerbs.ResaleReplace, old, arguments);
        Assert.Equal(("Restricted", "Active", 2), (Status(old), Status(made), All().Count));
        Assert.Equal(hasDocument, Of(made).ToJsonString().Contains("\"70\"", StringComparison.Ordinal));
        Assert.Contains((await Fails(CommandVerbs.ResaleReplace, old, (CommandVerbs.Name, "Again"))), issue => issue.Rule.Contains("is Restricted", StringComparison.Ordinal));
    }

    int _commands;

    async Task<string> Made(string verb, string document) => await Succeeds(verb, "new", (CommandVerbs.Document, document));

    async Task<string> Succeeds(string verb, string id, params (string, string)[] arguments)
    {
        var key = (await MarketRig.Request(_rig, verb, id, $"c{_commands++}", arguments)).Keys[0];
        var (memo, work) = await MarketRig.End(_rig, key);
        Assert.True(memo.Status == ChangeSetState.Succeeded, $"{memo.Status} {work.Cause}: {string.Join("; ", (await MarketRig.Log(_rig.Store, key)).Select(i => i.Rule))}");
        return memo.EntityId!;
    }

    async Task<IReadOnlyList<Issue>> Fails(string verb, string id, params (string, string)[] arguments)
    {
        var receipt = await MarketRig.Request(_rig, verb, id, $"c{_commands++}", arguments);
        Assert.DoesNotContain(receipt.Issues, issue => issue.Severity == Severity.Error);
        Assert.True((await MarketRig.End(_rig, receipt.Keys[0])).Work.Parked);
        return await MarketRig.Log(_rig.Store, receipt.Keys[0]);
    }

    string Document(string price, string name = "For a partner", string reseller = "222233334444", string more = "") => $$"""
        { "ProductId": "{{MarketRig.Product}}", "Name": "{{name}}", "Description": "A partner", "ResellerAccountId": "{{reseller}}", "AvailabilityEndDate": "{{MarketRig.Day(_rig, 30)}}",
          "RateCards": [{ "Duration": "P12M", "Rates": [{ "DimensionKey": "seats", "Price": "{{price}}" }] }], "BuyerEula": { "Type": "StandardEula", "Version": "2022-07-14" } {{more}} }
        """;

    List<JsonNode> All() => [.. _rig.Simulator.Control.Do("show-market", [])["entities"]!.AsArray().Where(e => (string?)e!["type"] == "ResaleAuthorization").Select(e => e!.DeepClone())];

    JsonObject Of(string id) => All().Single(e => (string?)e["id"] == id)["details"]!.AsObject();

    string? Status(string id) => (string?)Of(id)["Status"];

    // Each term has an id of its own.
    string Terms(string id) => string.Join('\n', Of(id)["Terms"]!.AsArray().Select(term =>
    {
        var copy = term!.DeepClone().AsObject();
        copy.Remove("Id");
        return copy.ToJsonString();
    }).Order(StringComparer.Ordinal));
}
