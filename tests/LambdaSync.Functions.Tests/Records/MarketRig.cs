using System.Globalization;
using System.Text.Json.Nodes;
using LambdaSync.Commands;
using LambdaSync.Connections.State;
using LambdaSync.Marketplace.ChangeSets;
using LambdaSync.Simulator;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>What tests of AWS Marketplace do with a rig.</summary>
static class MarketRig
{
    public const string Product = "prod-example1", Buyer = "111122223333";

    public static void Prepare(SyncRig rig) => Prepare(rig.Time, rig.Simulator);

    /// <summary>One product, change sets that end soon, and both clocks early in a day, so that a request of today is still one of today a few hours later.</summary>
    public static void Prepare(SyncRig.SteppedTime time, PartnerCentralSimulator aws)
    {
        var tomorrow = TimeSpan.FromDays(1) - time.GetUtcNow().TimeOfDay;
        time.Ahead += tomorrow;
        aws.Control.Clock.Advance(tomorrow);
        aws.Control.Do("add-product", new JsonObject { ["id"] = Product });
        aws.Control.Do("market-settings", new JsonObject { ["prepareSeconds"] = 0, ["applySeconds"] = 1 });
    }

    /// <summary>An offer document that AWS takes.</summary>
    public static string Document(SyncRig rig, string name = "Example offer") => $$"""
        { "ProductId": "{{Product}}", "ProductType": "SaaSProduct", "Name": "{{name}}", "Description": "For Example Ltd", "BuyerAccounts": ["{{Buyer}}"], "AvailabilityEndDate": "{{Day(rig, 20)}}",
          "RateCards": [{ "Duration": "P12M", "Rates": [{ "DimensionKey": "seats", "Price": "99.50" }] }], "Eula": { "Type": "StandardEula", "Version": "2022-07-14" } }
        """;

    public static string Day(SyncRig rig, int ahead) => rig.Time.GetUtcNow().AddDays(ahead).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Requests a new offer.</summary>
    public static Task<CommandReceipt> Request(SyncRig rig, string commandId = "first") => Request(rig, CommandVerbs.OfferCreate, "new", commandId, (CommandVerbs.Document, Document(rig)));

    public static Task<CommandReceipt> Request(SyncRig rig, string verb, string id, string commandId, params (string Name, string Value)[] arguments) => new CommandIntake(rig.Store, "AWS", "Opportunity", rig.Time, "Lead") { Sellers = rig.Settings.Sellers }.Store(
        new CommandDocument(verb, [id], arguments.ToDictionary(a => a.Name, a => a.Value)) { Id = commandId }, new CommandCaller("jane", "cli", ""), CancellationToken.None);

    public static async Task<(ChangeSetMemo Memo, WorkItem Work)> Of(SyncRig rig, WorkKey key)
    {
        var work = (await rig.Store.GetWork(key, CancellationToken.None))!;
        return (ChangeSetMemo.Read(work.Data)!, work);
    }

    /// <summary>Both clocks go on, and what is due is worked on, until the change set has ended or waits for a person.</summary>
    public static async Task<(ChangeSetMemo Memo, WorkItem Work)> End(SyncRig rig, WorkKey key)
    {
        for (var round = 0; round < 10; round++)
        {
            rig.Simulator.Control.Clock.Advance(TimeSpan.FromMinutes(5));
            await rig.Tick();
            if (await Of(rig, key) is { Work.Due: null } end)
                return end;
        }

        return await Of(rig, key);
    }

    public static async Task<IReadOnlyList<Issue>> Log(ISyncStore store, WorkKey key)
    {
        var issues = new List<Issue>();
        foreach (var job in (await store.ListJobs(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, null, 200, CancellationToken.None)).Where(job => job.Source == key.ToString()))
            issues.AddRange((await store.ListDetails(job.Id, 0, 9, CancellationToken.None)).SelectMany(detail => detail.Issues));
        return issues;
    }

    public static IReadOnlyList<JsonNode> Offers(SyncRig rig) => [.. rig.Simulator.Control.Do("show-market", [])["entities"]!.AsArray().Where(e => (string?)e!["type"] == "Offer").Select(e => e!.DeepClone())];
}
