using System.Text.Json.Nodes;
using LambdaSync.Commands;
using LambdaSync.Marketplace.ChangeSets;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>A channel partner's offer from another seller's authorization: what AWS would refuse is found before the call, and who has to act is named.</summary>
[Trait("Row", "F3")]
public sealed class ResoldOfferTests : IDisposable
{
    const string Maker = "999900001111";

    readonly SyncRig _rig = new();

    public ResoldOfferTests() => MarketRig.Prepare(_rig);

    public void Dispose() => _rig.Dispose();

    [Theory]
    [Trait("Row", "M-14")]
    [InlineData("EUR", "prices are in USD", "authorization in EUR")]
    [InlineData("USD", null, null)]
    public async Task Its_currency_is_the_authorizations(string currency, string? rule, string? fix)
    {
        var shared = Shared(new JsonObject { ["terms"] = Terms("P45D", fixedPrice: true) });
        await Ends("1", Fixed(shared, currency, ""), rule, fix);
    }

    [Fact]
    [Trait("Row", "M-14")]
    public async Task One_that_AWS_does_not_share_needs_the_role_of_both_sides() =>
        await Ends("1", Markup("resaleauthz-none"), "shares no such resale authorization", "AWSServiceRoleForMarketplaceResaleAuthorization: an administrator of each account");

    [Fact]
    [Trait("Row", "M-14")]
    public async Task One_for_a_single_offer_is_used_once()
    {
        var shared = Shared(new JsonObject { ["offersMaxQuantity"] = 1 });
        var first = await Ends("1", Markup(shared), null, null);
        await Ends("2", Markup(shared, "Second"), $"is for one offer, and {first} was made from it", "account " + Maker);
        // One without that limit takes any number.
        var many = Shared([]);
        await Ends("3", Markup(many, "Third"), null, null);
        await Ends("4", Markup(many, "Fourth"), null, null);
    }

    [Theory]
    [Trait("Row", "M-16")]
    [InlineData("P60D", "P45D", "allows P45D at most")]
    [InlineData("P45D", "P45D", null)]
    [InlineData("P15D", null, "has no net payment terms")]
    public async Task Its_net_payment_terms_are_within_the_makers(string due, string? ceiling, string? rule)
    {
        var shared = Shared(new JsonObject { ["terms"] = Terms(ceiling, fixedPrice: true) });
        await Ends("1", Fixed(shared, "USD", $", \"PaymentDuePeriod\": \"{due}\""), rule, rule is null ? null : "account " + Maker);
    }

    // Refused: nothing was sent.
    async Task<string?> Ends(string id, string document, string? rule, string? fix)
    {
        _rig.Http.Operations.Clear();
        var receipt = await MarketRig.Request(_rig, CommandVerbs.OfferCreate, "new", id, (CommandVerbs.Document, document));
        Assert.DoesNotContain(receipt.Issues, issue => issue.Severity == Severity.Error);
        var (memo, work) = await MarketRig.End(_rig, receipt.Keys[0]);
        if (rule is null)
        {
            Assert.True(memo.Status == ChangeSetState.Succeeded, string.Join("; ", (await MarketRig.Log(_rig.Store, receipt.Keys[0])).Select(i => i.Rule)));
            return memo.EntityId;
        }

        Assert.Equal((null, true), (memo.SetId, work.Parked));
        Assert.DoesNotContain("StartChangeSet", _rig.Http.Operations);
        var issue = Assert.Single(await MarketRig.Log(_rig.Store, receipt.Keys[0]), i => i.Severity == Severity.Error);
        Assert.Contains(rule, issue.Rule, StringComparison.Ordinal);
        Assert.Contains(fix!, issue.Fix, StringComparison.Ordinal);
        return null;
    }

    string Shared(JsonObject input) => _rig.Simulator.Control.Do("share-authorization", input)["id"]!.GetValue<string>();

    static JsonArray Terms(string? ceiling, bool fixedPrice)
    {
        JsonArray terms = [new JsonObject { ["Type"] = "BuyerLegalTerm", ["Documents"] = new JsonArray(new JsonObject { ["Type"] = "StandardEula", ["Version"] = "2022-07-14" }) }];
        if (fixedPrice)
            terms.Add(new JsonObject { ["Type"] = "ResaleFixedUpfrontPricingTerm", ["CurrencyCode"] = "USD", ["Price"] = "100", ["Grants"] = new JsonArray(new JsonObject { ["DimensionKey"] = "seats", ["MaxQuantity"] = 5 }) });
        if (ceiling is not null)
            terms.Add(new JsonObject { ["Type"] = "ResaleNetPaymentTerm", ["PaymentDuePeriod"] = ceiling });
        return terms;
    }

    string Markup(string authorization, string name = "Resold") => Document(authorization, name, """ "MarkupPercentage": "7.5" """);

    string Fixed(string authorization, string currency, string more) =>
        Document(authorization, "Resold", $$""" "CurrencyCode": "{{currency}}", "FixedUpfront": { "Price": "120", "Duration": "P12M", "Grants": [{ "DimensionKey": "seats", "MaxQuantity": 5 }] } {{more}} """);

    string Document(string authorization, string name, string terms) => $$"""
        { "ResaleAuthorizationId": "{{authorization}}", "ProductType": "SaaSProduct", "Name": "{{name}}", "Description": "Resold", "BuyerAccounts": ["{{MarketRig.Buyer}}"], "AvailabilityEndDate": "{{MarketRig.Day(_rig, 20)}}",
          "AgreementDuration": "P12M", {{terms}} }
        """;
}
