using System.Globalization;
using System.Text.Json.Nodes;
using LambdaSync.Connections.State;
using LambdaSync.Marketplace.ChangeSets;
using LambdaSync.Sync.Quotas;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Aws;

/// <summary>What the functions do in AWS Marketplace as Lambda starts them: within each account's quotas, which the stack's table counts.</summary>
[Trait("Row", "F1")]
[Trait("Row", "H6")]
public sealed class MarketplaceOnLambdaTests(Moto moto)
{
    const string Main = "123456789012", Second = "222233334444", Role = "arn:aws:iam::222233334444:role/seller";

    static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_accounts_calls_and_open_change_sets_are_counted_in_its_own_ledgers()
    {
        await using var rig = await PartnerRig.Start(moto.Server, "Commands", [],
        [
            ("AWS_ENDPOINT_URL_MARKETPLACE_CATALOG", "{aws}"), ("AWS_ENDPOINT_URL_MARKETPLACE_AGREEMENT", "{aws}"), ("AWS_ENDPOINT_URL_STS", "{aws}"),
            ("LAMBDASYNC_SELLER_ROLES", Role), ("LAMBDASYNC_SELLER_EXTERNAL_IDS", "example-id"), ("LAMBDASYNC_QUOTA_SHARE_PERCENT", "5"),
        ]);
        rig.Simulator.Control.Do("add-role", new JsonObject { ["arn"] = Role, ["externalId"] = "example-id" });
        rig.Simulator.Control.Do("add-product", new JsonObject { ["id"] = "prod-main" });
        rig.Simulator.Control.Do("add-product", new JsonObject { ["id"] = "prod-second", ["owner"] = Second });
        rig.Simulator.Control.Do("market-settings", new JsonObject { ["prepareSeconds"] = 3600 });
        foreach (var command in new[] { Command("1", "prod-main", null), Command("2", "prod-second", Second), Command("3", "prod-main", null) })
            Assert.Empty((await rig.Lambda.Deliver(null, command)).BatchItemFailures);

        // The stack's part of 20 offers is one: the main account's second one is not sent.
        var quotas = new DynamoQuotaStore(rig.Lambda.Stack.Dynamo, rig.Lambda.Stack.Table, TimeProvider.System);
        foreach (var account in new[] { Main, Second })
        {
            Assert.InRange(await Used(quotas, account, QuotaGroup.StartChangeSet), 1, 5);
            var place = Assert.Single((await quotas.ReadChangeSets(account, None)).State.Places);
            Assert.Equal((1, 0), (place.Offers, place.OfferSets));
        }

        var sets = rig.Simulator.Control.Do("show-market", [])["changeSets"]!.AsArray();
        Assert.Equal([Main, Second], sets.Select(s => (string)s!["owner"]!).Order(StringComparer.Ordinal));
        var store = new DynamoSyncStore(rig.Lambda.Stack.Dynamo, rig.Lambda.Stack.Table, rig.Lambda.Stack.S3, rig.Lambda.Stack.DataBucket, TimeSpan.FromDays(90), TimeProvider.System);
        var waiting = Assert.Single(await store.ListWork("AWS", 100, None), w => w.Key.Kind == WorkKind.ChangeSet && ChangeSetMemo.Read(w.Data)!.SetId is null);
        Assert.Contains("LambdaSync's part of AWS Marketplace's limit of 20 is 1", waiting.Cause, StringComparison.Ordinal);
        // The main account's Partner Central has its own ledger, and none of these calls is in it.
        Assert.Equal(0, await Used(quotas, Main, QuotaGroup.Write));
    }

    static async Task<int> Used(DynamoQuotaStore quotas, string account, QuotaGroup group) => (await quotas.Read(account, group, None)).State is var state ? state.Day.Used(state.Latest).All : 0;

    static string Command(string id, string product, string? account)
    {
        var arguments = new JsonObject
        {
            ["document"] = $$"""
                { "ProductId": "{{product}}", "ProductType": "SaaSProduct", "Name": "Offer {{id}}", "Description": "For Example Ltd", "BuyerAccounts": ["111122223333"], "AvailabilityEndDate": "{{DateTimeOffset.UtcNow.AddDays(20).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}}",
                  "RateCards": [{ "Duration": "P12M", "Rates": [{ "DimensionKey": "seats", "Price": "99.50" }] }], "Eula": { "Type": "StandardEula", "Version": "2022-07-14" } }
                """,
        };
        if (account is not null)
            arguments["account"] = account;
        return new JsonObject { ["verb"] = "offer-create", ["ids"] = new JsonArray("new"), ["id"] = id, ["arguments"] = arguments }.ToJsonString();
    }
}
