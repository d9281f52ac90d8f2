using LambdaSync.Connections.Aws;
using Xunit;

namespace LambdaSync.Connections.Tests.Aws;

/// <summary>What is reported of each request for the log: ids, never a value.</summary>
[Trait("Row", "D9")]
public sealed class CallEndTests
{
    [Fact]
    public async Task A_success_is_reported_with_its_record_and_request_id()
    {
        var call = await Call(WireReply.Ok("{}"), "UpdateOpportunity", """{"Customer":{"Identifier":"a value"},"Identifier":"O1"}""");

        Assert.Equal(("UpdateOpportunity", "O1", 200, "", "r-ok", (AwsFault?)null), (call.Operation, call.Record, call.Status, call.Code, call.RequestId, call.Fault));
        Assert.True(call.Took > TimeSpan.Zero);
    }

    [Theory]
    [InlineData(400, "ValidationException", false)]
    [InlineData(400, "ThrottlingException", true)]
    [InlineData(500, "InternalServerException", true)]
    public async Task A_refusal_is_reported_with_its_code(int status, string code, bool isTransient)
    {
        var call = await Call(new WireReply(status, $$"""{"__type":"{{code}}","message":"the value x@example.com is wrong"}"""), "AssociateOpportunity", """{"OpportunityIdentifier":"O2"}""");

        Assert.Equal((status, code, "O2", isTransient), (call.Status, call.Code, call.Record, call.IsTransient));
        Assert.DoesNotContain("example.com", call.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_without_a_record_names_none() => Assert.Null((await Call(WireReply.Ok("{}"), "ListSolutions", """{"Catalog":"AWS"}""")).Record);

    [Fact]
    public async Task Ssm_is_called_by_its_own_protocol()
    {
        await using var server = new WireServer(WireReply.Ok("{}"));
        using var ssm = new AwsClient(AwsApi.Ssm, Calls.At(server));
        await ssm.Call("GetParameter", Calls.Utf8("""{"Name":"/a"}"""), Calls.Now);
        var request = Assert.Single(server.Requests);
        Assert.Equal(("AmazonSSM.GetParameter", "application/x-amz-json-1.1"), (request.Header("X-Amz-Target"), request.Header("Content-Type")));
        Assert.Equal("https://ssm.eu-central-1.amazonaws.com/", AwsApi.Ssm.Endpoint("eu-central-1").AbsoluteUri);
    }

    static async Task<AwsCallEnd> Call(WireReply reply, string operation, string body)
    {
        await using var server = new WireServer(reply);
        var ended = new List<AwsCallEnd>();
        using var client = new AwsClient(AwsApi.PartnerCentralSelling, Calls.At(server), ended: ended.Add);
        try
        {
            await client.Call(operation, Calls.Utf8(body), Calls.Now);
        }
        catch (AwsServiceException)
        {
            // It is reported all the same.
        }

        return Assert.Single(ended);
    }
}
