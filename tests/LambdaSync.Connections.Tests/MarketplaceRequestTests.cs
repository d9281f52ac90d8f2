using System.Text.Json;
using LambdaSync.Connections.Aws;
using LambdaSync.Connections.Marketplace;
using Xunit;

namespace LambdaSync.Connections.Tests;

/// <summary>Every method's request to AWS Marketplace's two APIs, pages and errors.</summary>
public sealed class MarketplaceRequestTests
{
    const string Agreement = "agmt-1";

    static async Task Drain(IAsyncEnumerable<ReadOnlyMemory<byte>> items)
    {
        await foreach (var _ in items)
        {
        }
    }

    static readonly Dictionary<MarketplaceOperation, (Func<CatalogClient, Task> Call, string Line, string Body)> Catalog = new()
    {
        [CatalogOperations.StartChangeSet] = (c => c.StartChangeSet(Calls.Utf8("""{"Catalog":"AWSMarketplace","ChangeSet":[]}"""), Calls.Now), "POST /StartChangeSet", """{"Catalog":"AWSMarketplace","ChangeSet":[]}"""),
        [CatalogOperations.CancelChangeSet] = (c => c.CancelChangeSet("cs-1", Calls.Now), "PATCH /CancelChangeSet?catalog=AWSMarketplace&changeSetId=cs-1", ""),
        [CatalogOperations.DescribeChangeSet] = (c => c.DescribeChangeSet("cs-1", Calls.Now), "GET /DescribeChangeSet?catalog=AWSMarketplace&changeSetId=cs-1", ""),
        [CatalogOperations.ListChangeSets] = (
            c => Drain(c.ListChangeSets("A name", Calls.Now)), "POST /ListChangeSets", """{"Catalog":"AWSMarketplace","FilterList":[{"Name":"ChangeSetName","ValueList":["A name"]}],"MaxResults":20}"""),
        [CatalogOperations.ListEntities] = (
            c => Drain(c.ListEntities("Offer", isShared: false, Calls.Now)), "POST /ListEntities", """{"Catalog":"AWSMarketplace","EntityType":"Offer","MaxResults":50,"OwnershipType":"SELF"}"""),
        [CatalogOperations.DescribeEntity] = (c => c.DescribeEntity("offer-1", Calls.Now), "GET /DescribeEntity?catalog=AWSMarketplace&entityId=offer-1", ""),
        [CatalogOperations.BatchDescribeEntities] = (
            c => c.BatchDescribeEntities(["offer-1"], Calls.Now), "POST /BatchDescribeEntities", """{"EntityRequestList":[{"Catalog":"AWSMarketplace","EntityId":"offer-1"}]}"""),
    };

    static readonly Dictionary<MarketplaceOperation, (Func<AgreementClient, Task> Call, string Body)> Agreements = new()
    {
        [AgreementOperations.SearchAgreements] = (
            c => Drain(c.SearchAgreements([("Status", "ACTIVE")], Calls.Now)),
            """{"catalog":"AWSMarketplace","filters":[{"name":"PartyType","values":["Proposer"]},{"name":"AgreementType","values":["PurchaseAgreement"]},{"name":"Status","values":["ACTIVE"]}],"maxResults":50,"sort":{"sortBy":"LastUpdateTime","sortOrder":"DESCENDING"}}"""),
        [AgreementOperations.DescribeAgreement] = (c => c.DescribeAgreement(Agreement, Calls.Now), """{"agreementId":"agmt-1"}"""),
        [AgreementOperations.GetAgreementTerms] = (c => Drain(c.GetAgreementTerms(Agreement, Calls.Now)), """{"agreementId":"agmt-1","maxResults":50}"""),
        [AgreementOperations.GetAgreementEntitlements] = (c => Drain(c.GetAgreementEntitlements(Agreement, Calls.Now)), """{"agreementId":"agmt-1","maxResults":50}"""),
        [AgreementOperations.ListAgreementInvoiceLineItems] = (c => Drain(c.ListAgreementInvoiceLineItems(Agreement, Calls.Now)), """{"agreementId":"agmt-1","groupBy":"INVOICE_ID","maxResults":50}"""),
        [AgreementOperations.SendAgreementCancellationRequest] = (c => c.SendAgreementCancellationRequest(Calls.Utf8("""{"agreementId":"agmt-1","reasonCode":"OTHER"}"""), Calls.Now), """{"agreementId":"agmt-1","reasonCode":"OTHER"}"""),
        [AgreementOperations.CancelAgreementCancellationRequest] = (
            c => c.CancelAgreementCancellationRequest(Agreement, "acr-1", "Not needed", Calls.Now), """{"agreementCancellationRequestId":"acr-1","agreementId":"agmt-1","cancellationReason":"Not needed"}"""),
        [AgreementOperations.GetAgreementCancellationRequest] = (c => c.GetAgreementCancellationRequest(Agreement, "acr-1", Calls.Now), """{"agreementCancellationRequestId":"acr-1","agreementId":"agmt-1"}"""),
        [AgreementOperations.ListAgreementCancellationRequests] = (c => Drain(c.ListAgreementCancellationRequests(null, Calls.Now)), """{"maxResults":50,"partyType":"Proposer"}"""),
        [AgreementOperations.BatchCreateBillingAdjustmentRequest] = (c => c.BatchCreateBillingAdjustmentRequest(Calls.Utf8("""{"billingAdjustmentRequestEntries":[]}"""), Calls.Now), """{"billingAdjustmentRequestEntries":[]}"""),
        [AgreementOperations.GetBillingAdjustmentRequest] = (c => c.GetBillingAdjustmentRequest(Agreement, "ba-1", Calls.Now), """{"agreementId":"agmt-1","billingAdjustmentRequestId":"ba-1"}"""),
        [AgreementOperations.ListBillingAdjustmentRequests] = (c => Drain(c.ListBillingAdjustmentRequests(Agreement, Calls.Now)), """{"agreementId":"agmt-1","maxResults":50}"""),
        [AgreementOperations.SendAgreementPaymentRequest] = (c => c.SendAgreementPaymentRequest(Calls.Utf8("""{"agreementId":"agmt-1","chargeAmount":"10.00"}"""), Calls.Now), """{"agreementId":"agmt-1","chargeAmount":"10.00"}"""),
        [AgreementOperations.CancelAgreementPaymentRequest] = (c => c.CancelAgreementPaymentRequest(Agreement, "pr-1", Calls.Now), """{"agreementId":"agmt-1","paymentRequestId":"pr-1"}"""),
        [AgreementOperations.GetAgreementPaymentRequest] = (c => c.GetAgreementPaymentRequest(Agreement, "pr-1", Calls.Now), """{"agreementId":"agmt-1","paymentRequestId":"pr-1"}"""),
        [AgreementOperations.ListAgreementPaymentRequests] = (c => Drain(c.ListAgreementPaymentRequests(Agreement, Calls.Now)), """{"agreementId":"agmt-1","maxResults":50,"partyType":"Proposer"}"""),
    };

    [Fact]
    public async Task Every_catalog_request_has_its_method_address_and_body()
    {
        Assert.Equal(CatalogOperations.All.Select(o => o.Name), CatalogOperations.All.Where(Catalog.ContainsKey).Select(o => o.Name));
        foreach (var (operation, (call, line, body)) in Catalog)
        {
            await using var server = new WireServer(WireReply.Ok(operation.Items is null ? "{}" : $$"""{"{{operation.Items}}":[]}"""));
            using var client = new CatalogClient(Calls.At(server));
            await call(client);
            var request = Assert.Single(server.Requests);
            Assert.Equal((line, body), ($"{request.Method} {request.Target}", request.Text));
            Assert.Contains("/us-east-1/aws-marketplace/aws4_request", request.Header("Authorization")!, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Every_agreement_request_has_its_target_and_body()
    {
        Assert.Equal(AgreementOperations.All.Select(o => o.Name), AgreementOperations.All.Where(Agreements.ContainsKey).Select(o => o.Name));
        foreach (var (operation, (call, body)) in Agreements)
        {
            await using var server = new WireServer(WireReply.Ok(operation.Items is null ? "{}" : $$"""{"{{operation.Items}}":[]}"""));
            using var client = new AgreementClient(Calls.At(server));
            await call(client);
            var request = Assert.Single(server.Requests);
            Assert.Equal(("POST /", "AWSMPCommerceService_v20200301." + operation.Name, body), ($"{request.Method} {request.Target}", request.Header("X-Amz-Target"), request.Text));
        }
    }

    [Fact]
    [Trait("Row", "M-18")]
    public async Task All_pages_are_read_and_a_list_without_an_end_is_an_error()
    {
        var pages = 0;
        await using var server = new WireServer(_ => WireReply.Ok(++pages == 1 ? """{"items":[{"a":1}],"nextToken":"t"}""" : """{"items":[{"a":2}]}"""));
        using var client = new AgreementClient(Calls.At(server));
        var items = new List<string>();
        await foreach (var item in client.ListBillingAdjustmentRequests(null, Calls.Now))
            items.Add(Calls.Text(item));
        Assert.Equal(["""{"a":1}""", """{"a":2}"""], items);
        using (var second = JsonDocument.Parse(server.Requests[1].Text))
            Assert.Equal("t", second.RootElement.GetProperty("nextToken").GetString());

        await using var endless = new WireServer(WireReply.Ok("""{"items":[],"nextToken":"t"}"""));
        using var again = new AgreementClient(Calls.At(endless));
        Assert.Equal("RepeatedNextToken", (await Assert.ThrowsAsync<AwsServiceException>(() => Drain(again.ListBillingAdjustmentRequests(null, Calls.Now)))).Code);
    }

    [Theory]
    [InlineData(423, "ResourceInUseException", AwsFault.Unavailable)]
    [InlineData(429, "ThrottlingException", AwsFault.Throttled)]
    [InlineData(422, "ValidationException", AwsFault.Permanent)]
    [InlineData(402, "ServiceQuotaExceededException", AwsFault.Permanent)]
    [Trait("Row", "M-1")]
    public async Task Errors_say_what_to_do(int status, string code, AwsFault fault)
    {
        await using var server = new WireServer(WireReply.Error(status, code));
        using var client = new CatalogClient(Calls.At(server));
        var error = await Assert.ThrowsAsync<AwsServiceException>(() => client.DescribeEntity("offer-1", Calls.Now));
        Assert.Equal((fault, code, "said so"), (error.Fault, error.Code, error.Error.Message));
    }

    [Fact]
    public async Task The_pace_stays_below_an_operations_rate()
    {
        var pace = new MarketplacePace(TimeProvider.System);
        var start = System.Diagnostics.Stopwatch.StartNew();
        for (var i = 0; i < 5; i++)
            await pace.Wait(CatalogOperations.DescribeEntity, Calls.Now);
        Assert.True(start.Elapsed >= TimeSpan.FromMilliseconds(240), start.Elapsed.ToString());
    }
}
