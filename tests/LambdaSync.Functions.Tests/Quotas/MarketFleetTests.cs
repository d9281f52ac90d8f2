using System.Text;
using System.Text.Json.Nodes;
using LambdaSync.Connections.Aws;
using LambdaSync.Connections.Marketplace;
using LambdaSync.Sync;
using LambdaSync.Sync.Quotas;
using Xunit;

namespace LambdaSync.Functions.Tests.Quotas;

/// <summary>Two processes share one account's rates of AWS Marketplace, which the simulator enforces over its whole wire path, in virtual time.</summary>
[Trait("Row", "F1")]
public sealed class MarketFleetTests : IDisposable
{
    readonly Fleet _fleet = new();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _fleet.Dispose();

    [Theory]
    [InlineData("StartChangeSet", """{"Catalog":"AWSMarketplace","ChangeSet":[{"ChangeType":"ReleaseOffer","Entity":{"Type":"Offer@1.0","Identifier":"offer-none"},"DetailsDocument":{}}]}""", 5, Lane.Edit, true)]
    [InlineData("ListChangeSets", """{"Catalog":"AWSMarketplace"}""", 5, Lane.Event, false)]
    [InlineData("DescribeChangeSet", """{"Catalog":"AWSMarketplace","ChangeSetId":"none"}""", 10, Lane.Edit, true)]
    [InlineData("ListEntities", """{"Catalog":"AWSMarketplace","EntityType":"Offer"}""", 10, Lane.Sweep, true)]
    [InlineData("DescribeEntity", """{"Catalog":"AWSMarketplace","EntityId":"offer-none"}""", 20, Lane.Edit, true)]
    [InlineData("SearchAgreements", """{"catalog":"AWSMarketplace","filters":[{"name":"PartyType","values":["Proposer"]},{"name":"AgreementType","values":["PurchaseAgreement"]}]}""", 5, Lane.Sweep, false)]
    [InlineData("DescribeAgreement", """{"agreementId":"agmt-none"}""", 5, Lane.Edit, true)]
    [InlineData("GetAgreementTerms", """{"agreementId":"agmt-none"}""", 10, Lane.Edit, true)]
    public async Task Two_processes_together_keep_an_operations_rate(string operation, string body, int perSecond, Lane lane, bool slides)
    {
        _fleet.Control("settings", new JsonObject { ["quotaSlides"] = slides });
        var calls = 30 * perSecond;
        await _fleet.Run(() => Work(2, operation, body, lane, calls));
        Assert.Equal(0, _fleet.Throttles);
        Assert.Equal(calls, _fleet.Arrived.Count);
        Assert.InRange(_fleet.Rate, 0.85 * perSecond, 0.97 * perSecond);
    }

    [Fact]
    public async Task A_throttled_request_stops_all_and_goes_out_again()
    {
        _fleet.Control("fault", new JsonObject { ["kind"] = "Throttle", ["operation"] = "DescribeEntity" });
        await _fleet.Run(() => Work(2, "DescribeEntity", """{"Catalog":"AWSMarketplace","EntityId":"offer-none"}""", Lane.Edit, 50));
        Assert.Equal(1, _fleet.Throttles);
        Assert.Equal(51, _fleet.Arrived.Count);
        Assert.True(_fleet.Arrived[^1].At - _fleet.Arrived[0].At > TimeSpan.FromSeconds(5));
        await _fleet.Run(async () => Assert.Equal(1, (await _fleet.Store.Read("123456789012", QuotaGroup.DescribeEntity, Cancellation)).State.Pauses));
    }

    Task Work(int processes, string operation, string body, Lane lane, int calls)
    {
        return Task.WhenAll(Enumerable.Range(0, processes).Select(_ => _fleet.Marketplace(_fleet.Gate())).SelectMany(process => Enumerable.Range(0, 12).Select(_ => One(process.In(lane)))));

        async Task One(MarketplaceClient client)
        {
            while (calls-- > 0)
                await _fleet.Settle(() => Call(client, operation, Encoding.UTF8.GetBytes(body)));
        }
    }

    // AWS says that there is no such thing, which costs the quota no less.
    static async Task Call(MarketplaceClient client, string operation, byte[] body)
    {
        try
        {
            if (operation is "ListEntities" or "ListChangeSets" or "SearchAgreements")
                await foreach (var _ in client.List(operation, body, Cancellation))
                    throw new InvalidOperationException("nothing is there");
            else
                await client.Call(operation, body, Cancellation);
        }
        catch (AwsServiceException none) when (none.Code == "ResourceNotFoundException")
        {
        }
    }
}
