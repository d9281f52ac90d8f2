using Amazon.Runtime;
using LambdaSync.Connections.Aws;
using Xunit;

namespace LambdaSync.Connections.Tests.Aws;

/// <summary>Partner event sources as EventBridge lists them.</summary>
[Trait("Row", "F-19")]
public sealed class EventSourcesTests
{
    [Fact]
    public async Task All_pages_of_the_list_are_read()
    {
        await using var server = new WireServer(request => WireReply.Ok(request.Text.Contains("NextToken", StringComparison.Ordinal)
            ? """{"EventSources":[{"Name":"aws.partner/salesforce.com/b","State":"ACTIVE"}]}"""
            : """{"EventSources":[{"Name":"aws.partner/salesforce.com/a","State":"PENDING","ExpirationTime":1.797235200E9}],"NextToken":"more"}""") with
        { ContentType = "application/x-amz-json-1.1" });
        using var sources = new EventSources(new AwsSettings { Endpoint = server.Address, Credentials = new BasicAWSCredentials("test", "test") });
        Assert.Equal(
            [new PartnerEventSource("aws.partner/salesforce.com/a", "PENDING", DateTimeOffset.FromUnixTimeSeconds(1_797_235_200)), new PartnerEventSource("aws.partner/salesforce.com/b", "ACTIVE", null)],
            await sources.List("aws.partner/salesforce.com/", TestContext.Current.CancellationToken));
        Assert.Equal(
            ["""{"NamePrefix":"aws.partner/salesforce.com/","Limit":100}""", """{"NamePrefix":"aws.partner/salesforce.com/","Limit":100,"NextToken":"more"}"""], server.Requests.Select(r => r.Text));
        Assert.All(server.Requests, r => Assert.Equal(("AWSEvents.ListEventSources", "application/x-amz-json-1.1"), (r.Headers["X-Amz-Target"], r.Headers["Content-Type"])));
    }
}
