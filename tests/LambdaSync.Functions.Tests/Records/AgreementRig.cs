using System.Text.Json.Nodes;
using LambdaSync.Commands;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>What tests of requests after the sale do with a rig.</summary>
static class AgreementRig
{
    /// <summary>A buyer has accepted an offer of the account; the agreement's id.</summary>
    public static async Task<string> Sold(SyncRig rig, string document, JsonObject? term = null)
    {
        var (memo, _) = await MarketRig.End(rig, (await MarketRig.Request(rig, CommandVerbs.OfferCreate, "new", Guid.NewGuid().ToString("N"), (CommandVerbs.Document, document))).Keys[0]);
        return rig.Simulator.Control.Do("accept-offer", new JsonObject { ["offerId"] = memo.EntityId, ["variablePaymentTerm"] = term })["agreementId"]!.GetValue<string>();
    }

    public static Task<CommandReceipt> Adjust(SyncRig rig, string agreement, string id, params IReadOnlyList<(string Invoice, string Amount)> credits)
    {
        var list = new JsonArray([.. credits.Select(c => new JsonObject { ["InvoiceId"] = c.Invoice, ["Amount"] = c.Amount, ["CurrencyCode"] = "USD", ["ReasonCode"] = "INCORRECT_METERING" })]);
        return MarketRig.Request(rig, CommandVerbs.AgreementAdjust, agreement, id, (CommandVerbs.Document, list.ToJsonString()));
    }

    /// <summary>The ids of what AWS was asked for.</summary>
    public static List<string> Requests(SyncRig rig, string agreement) => [.. rig.Simulator.Control.Do("show-market", [])["agreements"]!.AsArray().Single(a => (string?)a!["id"] == agreement)!["requests"]!.AsArray().Select(r => r!["id"]!.GetValue<string>())];

    /// <summary>Both clocks go on.</summary>
    public static void Later(SyncRig rig, TimeSpan time)
    {
        rig.Simulator.Control.Clock.Advance(time);
        rig.Time.Ahead += time;
    }
}
