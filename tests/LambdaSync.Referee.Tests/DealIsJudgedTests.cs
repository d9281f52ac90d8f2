using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using LambdaSync.Connections.Aws;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Testing;
using Xunit;

namespace LambdaSync.Referee.Tests;

/// <summary>botocore looks at each request of a deal's way, from its creation to its changes, as the files of Functions.Tests have them.</summary>
public sealed class DealIsJudgedTests
{
    [Fact]
    [Trait("Row", "A1")]
    [Trait("Row", "A2")]
    [Trait("Row", "A5")]
    [Trait("Row", "A6")]
    public async Task Every_request_of_a_deal_keeps_to_the_model()
    {
        using var recorder = new RecordingHandler(new NothingToSay());
        var settings = new AwsSettings { Credentials = new BasicAWSCredentials("test", "test") };
        var operations = new List<string>();
        using (var client = new PartnerCentralClient(settings, null, recorder))
        {
            foreach (var path in Directory.EnumerateFiles(RepositoryFolder.File("tests", "LambdaSync.Functions.Tests", "Records", "Golden"), "*.json").Order(StringComparer.Ordinal))
            {
                var name = Path.GetFileNameWithoutExtension(path);
                operations.Add(name);
                var body = JsonNode.Parse(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken))!.ToJsonString();
                await client.Call(SellingOperations.All.Single(o => o.Name == name), Encoding.UTF8.GetBytes(body), TestContext.Current.CancellationToken);
            }
        }

        Assert.Equal(["AssignOpportunity", "AssociateOpportunity", "CreateOpportunity", "DisassociateOpportunity", "StartEngagementFromOpportunityTask", "UpdateOpportunity"], operations);
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(file, recorder.Requests, TestContext.Current.CancellationToken);
            var report = await Referee.Python("walk", file);
            Assert.Matches($@"walk: {operations.Count} operations, {operations.Count} requests, {operations.Count} signatures, \d+ rules walked .*, 0 mismatches", report);
        }
        finally
        {
            File.Delete(file);
        }
    }

    // The test checks the requests only.
    sealed class NothingToSay : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("{}", Encoding.UTF8, "application/x-amz-json-1.0") });
    }
}
