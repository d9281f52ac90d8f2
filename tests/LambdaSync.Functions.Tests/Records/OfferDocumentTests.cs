using LambdaSync.Commands;
using LambdaSync.Marketplace.ChangeSets;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>Offers whose document says more than a price: dimensions of their own, a payment schedule.</summary>
[Trait("Row", "F3")]
public sealed class OfferDocumentTests : IDisposable
{
    readonly SyncRig _rig = new();

    public OfferDocumentTests() => MarketRig.Prepare(_rig);

    public void Dispose() => _rig.Dispose();

    [Fact]
    [Trait("Row", "M-12")]
    public async Task A_dimension_is_added_to_the_product_in_the_offers_own_set()
    {
        var document = MarketRig.Document(_rig).Replace("\"seats\"", "\"extra\"", StringComparison.Ordinal).TrimEnd()[..^1] + """, "NewDimensions": [{ "Key": "extra", "Name": "Extra", "Description": "More" }] }""";
        var receipt = await MarketRig.Request(_rig, CommandVerbs.OfferCreate, "new", "1", (CommandVerbs.Document, document));
        Assert.Contains(receipt.Issues, issue => issue.Severity == Severity.Warning && issue.Rule.Contains("stays on the product", StringComparison.Ordinal));
        Assert.Equal(ChangeSetState.Succeeded, (await MarketRig.End(_rig, receipt.Keys[0])).Memo.Status);
        var product = Assert.Single(_rig.Simulator.Control.Do("show-market", [])["entities"]!.AsArray(), e => (string?)e!["id"] == MarketRig.Product)!;
        Assert.Equal(["seats", "extra"], product["details"]!["Dimensions"]!.AsArray().Select(d => (string?)d!["Key"]));
        // The next one's product has it already.
        receipt = await MarketRig.Request(_rig, CommandVerbs.OfferCreate, "new", "2", (CommandVerbs.Document, document.Replace("Example offer", "Another", StringComparison.Ordinal)));
        await MarketRig.End(_rig, receipt.Keys[0]);
        Assert.Contains(await MarketRig.Log(_rig.Store, receipt.Keys[0]), issue => issue.Severity == Severity.Error && issue.Rule.Contains("DUPLICATE_DIMENSION_KEYS", StringComparison.Ordinal));
    }

    [Theory]
    [Trait("Row", "M-10")]
    [InlineData(45, true)]
    [InlineData(75, false)]
    public async Task An_expired_offer_is_extended_over_one_charge_at_most(int until, bool succeeds)
    {
        var document = MarketRig.Document(_rig).Replace(
            """ "RateCards": [{ "Duration": "P12M", "Rates": [{ "DimensionKey": "seats", "Price": "99.50" }] }]"""[1..],
            $$""" "AgreementDuration": "P24M", "FixedUpfront": { "Price": "0", "Grants": [{ "DimensionKey": "seats", "MaxQuantity": 5 }] }, "PaymentSchedule": [{ "ChargeDate": "{{MarketRig.Day(_rig, 40)}}", "ChargeAmount": "50" }, { "ChargeDate": "{{MarketRig.Day(_rig, 70)}}", "ChargeAmount": "50" }] """[1..], StringComparison.Ordinal);
        var (made, _) = await MarketRig.End(_rig, (await MarketRig.Request(_rig, CommandVerbs.OfferCreate, "new", "1", (CommandVerbs.Document, document))).Keys[0]);
        Assert.Equal(ChangeSetState.Succeeded, made.Status);
        AgreementRig.Later(_rig, TimeSpan.FromDays(25));
        var key = (await MarketRig.Request(_rig, CommandVerbs.OfferExpiry, made.EntityId!, "2", (CommandVerbs.Until, MarketRig.Day(_rig, until - 25)))).Keys[0];
        var (memo, work) = await MarketRig.End(_rig, key);
        Assert.Equal((succeeds ? ChangeSetState.Succeeded : ChangeSetState.Failed, !succeeds), (memo.Status, work.Parked));
        if (!succeeds)
            Assert.Contains(await MarketRig.Log(_rig.Store, key), issue => issue.Severity == Severity.Error && issue.Rule.Contains("TOO_MANY_BACKDATED_CHARGES", StringComparison.Ordinal) && issue.Fix.Length > 0);
    }
}
