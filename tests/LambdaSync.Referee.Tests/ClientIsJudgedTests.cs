using System.Text.Json.Nodes;
using Amazon.Runtime;
using LambdaSync.Connections.Aws;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Simulator;
using Xunit;

namespace LambdaSync.Referee.Tests;

/// <summary>botocore looks at the requests of our client.</summary>
public sealed class ClientIsJudgedTests
{
    [Fact]
    public async Task Every_request_is_signed_and_keeps_to_the_model()
    {
        using var simulator = new PartnerCentralSimulator(TimeProvider.System);
        using var recorder = new RecordingHandler(new SimulatorHandler(simulator));
        var settings = new AwsSettings { Credentials = new BasicAWSCredentials("test", "test") };
        using (var client = new PartnerCentralClient(settings, null, recorder))
            await new EveryRequest(client, simulator).Run(TestContext.Current.CancellationToken);

        var sent = recorder.Requests.Select(r => JsonNode.Parse(r)!["headers"]!["X-Amz-Target"]!.GetValue<string>()).ToHashSet();
        Assert.Equal(SellingOperations.All.Select(o => "AWSPartnerCentralSelling." + o.Name).Order(), sent.Order());

        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(file, recorder.Requests, TestContext.Current.CancellationToken);
            var report = await Referee.Python("walk", file);
            Assert.Matches($@"walk: {SellingOperations.All.Count} operations, {recorder.Requests.Count} requests, {recorder.Requests.Count} signatures, \d+ rules walked .*, 0 mismatches", report);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task The_referee_finds_what_is_wrong() =>
        Assert.Contains(", 0 wrong", await Referee.Python("selftest"), StringComparison.Ordinal);
}
