using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using LambdaSync.Connections.Aws;
using LambdaSync.Connections.Marketplace;
using LambdaSync.Marketplace.ChangeSets;
using LambdaSync.Marketplace.Offers;
using LambdaSync.Simulator;
using Xunit;

namespace LambdaSync.Referee.Tests;

/// <summary>botocore drives the simulator's AWS Marketplace, and looks at the requests of our two clients.</summary>
public sealed class MarketplaceIsJudgedTests
{
    static readonly AwsSettings Settings = new() { Credentials = new BasicAWSCredentials("test", "test") };

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Botocore_drives_both_services_and_finds_nothing()
    {
        using var simulator = new PartnerCentralSimulator(TimeProvider.System);
        await using var host = await SimulatorHost.Start(simulator);
        Assert.Matches(@"marketplace: \d+ operations, \d+ requests, \d+ refusals, \d+ rules walked .*, 0 mismatches", await Referee.Python("marketplace", host.Address.ToString()));
    }

    [Fact]
    public async Task AWSs_JavaScript_clients_drive_both_services_and_find_nothing()
    {
        using var simulator = new PartnerCentralSimulator(TimeProvider.System);
        await using var host = await SimulatorHost.Start(simulator);
        Assert.Matches(@"javascript: \d+ operations, \d+ requests, 0 mismatches", await NodeTools.Run("js-marketplace", "marketplace.mjs", host.Address.ToString().TrimEnd('/')));
    }

    [Fact]
    public async Task Every_request_is_signed_and_keeps_to_the_models()
    {
        using var simulator = new PartnerCentralSimulator(TimeProvider.System);
        using var recorder = new RecordingHandler(new SimulatorHandler(simulator));
        using (var catalog = new CatalogClient(Settings, null, recorder))
        using (var agreements = new AgreementClient(Settings, null, recorder))
            await EveryRequest(simulator, catalog, agreements);

        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(file, recorder.Requests, Cancellation);
            var all = CatalogOperations.All.Count + AgreementOperations.All.Count;
            Assert.Matches($@"marketplace-walk: {all} operations, {recorder.Requests.Count} requests, {recorder.Requests.Count} signatures, \d+ rules walked .*, 0 mismatches", await Referee.Python("marketplace-walk", file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    // A sale through our clients: each of their operations at least once.
    static async Task EveryRequest(PartnerCentralSimulator simulator, CatalogClient catalog, AgreementClient agreements)
    {
        simulator.Control.Do("settings", new JsonObject { ["quotas"] = false });
        simulator.Control.Do("add-product", new JsonObject { ["id"] = "prod-1" });
        simulator.Control.Do("market-settings", new JsonObject { ["prepareSeconds"] = 60 });
        var cancelled = ChangeSetState.Read(await catalog.StartChangeSet(ChangeSet.Body(Offer(), "LambdaSync offer create", "token-0"), Cancellation)).Id;
        await catalog.CancelChangeSet(cancelled, Cancellation);
        simulator.Control.Do("market-settings", new JsonObject { ["prepareSeconds"] = 2 });
        var started = ChangeSetState.Read(await catalog.StartChangeSet(ChangeSet.Body(Offer(), "LambdaSync offer create", "token-1"), Cancellation)).Id;
        simulator.Control.Clock.Advance(TimeSpan.FromSeconds(5));
        var set = ChangeSetState.Read(await catalog.DescribeChangeSet(started, Cancellation));
        Assert.Equal(ChangeSetState.Succeeded, set.Status);
        var offer = Assert.Single(set.EntityIds("Offer"));
        Assert.Equal(2, await Count(catalog.ListChangeSets("LambdaSync offer create", Cancellation)));
        Assert.Equal(1, await Count(catalog.ListEntities("Offer", isShared: false, Cancellation)));
        await catalog.DescribeEntity(offer, Cancellation);
        await catalog.BatchDescribeEntities([offer, "prod-1"], Cancellation);

        var agreement = simulator.Control.Do("accept-offer", new JsonObject { ["offerId"] = offer, ["variablePaymentTerm"] = new JsonObject { ["id"] = "term-1", ["currencyCode"] = "USD", ["maxTotalChargeAmount"] = "100" } })["agreementId"]!.GetValue<string>();
        var invoice = simulator.Control.Do("invoice", new JsonObject { ["agreementId"] = agreement })["invoiceId"]!.GetValue<string>();
        Assert.Equal(1, await Count(agreements.SearchAgreements([("OfferId", offer)], Cancellation)));
        await agreements.DescribeAgreement(agreement, Cancellation);
        await Count(agreements.GetAgreementTerms(agreement, Cancellation));
        await Count(agreements.GetAgreementEntitlements(agreement, Cancellation));
        Assert.Equal(1, await Count(agreements.ListAgreementInvoiceLineItems(agreement, Cancellation)));
        var batch = $$"""{"billingAdjustmentRequestEntries":[{"adjustmentAmount":"10.00","adjustmentReasonCode":"OTHER","agreementId":"{{agreement}}","clientToken":"token-1","currencyCode":"USD","originalInvoiceId":"{{invoice}}"}]}""";
        var adjusted = JsonNode.Parse((await agreements.BatchCreateBillingAdjustmentRequest(Encoding.UTF8.GetBytes(batch), Cancellation)).Span)!["items"]![0]!["billingAdjustmentRequestId"]!.GetValue<string>();
        await agreements.GetBillingAdjustmentRequest(agreement, adjusted, Cancellation);
        Assert.Equal(1, await Count(agreements.ListBillingAdjustmentRequests(agreement, Cancellation)));
        var send = $$"""{"agreementId":"{{agreement}}","clientToken":"token-1","reasonCode":"OTHER"}""";
        var request = JsonNode.Parse((await agreements.SendAgreementCancellationRequest(Encoding.UTF8.GetBytes(send), Cancellation)).Span)!["agreementCancellationRequestId"]!.GetValue<string>();
        await agreements.GetAgreementCancellationRequest(agreement, request, Cancellation);
        await agreements.CancelAgreementCancellationRequest(agreement, request, "Not needed", Cancellation);
        Assert.Equal(1, await Count(agreements.ListAgreementCancellationRequests(agreement, Cancellation)));

        var pay = $$"""{"agreementId":"{{agreement}}","chargeAmount":"10.00","clientToken":"token-2","name":"Milestone 1","termId":"term-1"}""";
        var payment = JsonNode.Parse((await agreements.SendAgreementPaymentRequest(Encoding.UTF8.GetBytes(pay), Cancellation)).Span)!["paymentRequestId"]!.GetValue<string>();
        await agreements.GetAgreementPaymentRequest(agreement, payment, Cancellation);
        await agreements.CancelAgreementPaymentRequest(agreement, payment, Cancellation);
        Assert.Equal(1, await Count(agreements.ListAgreementPaymentRequests(agreement, Cancellation)));
    }

    static IReadOnlyList<Change> Offer()
    {
        var issues = new List<Issue>();
        var expiry = DateTimeOffset.UtcNow.AddDays(20).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var offer = OfferReader.Read(Encoding.UTF8.GetBytes($$"""
            { "ProductId": "prod-1", "ProductType": "SaaSProduct", "Name": "An offer", "Description": "For Example Ltd", "BuyerAccounts": ["111122223333"], "AvailabilityEndDate": "{{expiry}}",
              "RateCards": [{ "Duration": "P12M", "Rates": [{ "DimensionKey": "seats", "Price": "99.50" }] }], "Eula": { "Type": "StandardEula", "Version": "2022-07-14" } }
            """), issues);
        Assert.Empty(issues);
        return OfferChanges.Create(offer!, release: true);
    }

    static async Task<int> Count(IAsyncEnumerable<ReadOnlyMemory<byte>> items)
    {
        var count = 0;
        await foreach (var _ in items)
            count++;
        return count;
    }
}
