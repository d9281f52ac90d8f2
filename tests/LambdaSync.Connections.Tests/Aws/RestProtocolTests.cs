using LambdaSync.Connections.Aws;
using Xunit;

namespace LambdaSync.Connections.Tests.Aws;

/// <summary>rest-json as Marketplace Catalog speaks it, and Marketplace Agreement's JSON.</summary>
public sealed class RestProtocolTests
{
    static AwsClient Catalog(WireServer server) => new(AwsApi.MarketplaceCatalog, Calls.At(server));

    [Fact]
    public async Task Method_path_and_query_go_out_escaped_and_signed()
    {
        await using var server = new WireServer(WireReply.Ok("""{"Status":"SUCCEEDED"}"""));
        using var client = Catalog(server);
        var query = new Dictionary<string, string> { ["catalog"] = "AWSMarketplace", ["changeSetId"] = "a b+/=é" };
        var answer = await client.Call("DescribeChangeSet", HttpMethod.Get, "/DescribeChangeSet", query, default, Calls.Now);
        Assert.Equal("""{"Status":"SUCCEEDED"}""", Calls.Text(answer));
        var request = Assert.Single(server.Requests);
        Assert.Equal(("GET", "/DescribeChangeSet?catalog=AWSMarketplace&changeSetId=a%20b%2B%2F%3D%C3%A9"), (request.Method, request.Target));
        Assert.Null(request.Header("X-Amz-Target"));
        Assert.Empty(request.Body);
        Assert.Equal(SigV4.Authorization(request, Calls.AccessKey, Calls.SecretKey, "us-east-1", "aws-marketplace"), request.Header("Authorization"));
    }

    [Fact]
    public async Task A_body_goes_out_as_plain_json()
    {
        await using var server = new WireServer(WireReply.Ok("{}"));
        using var client = Catalog(server);
        await client.Call("StartChangeSet", HttpMethod.Post, "/StartChangeSet", new Dictionary<string, string>(), Calls.Utf8("""{"a":1}"""), Calls.Now);
        var request = Assert.Single(server.Requests);
        Assert.Equal(("POST", "/StartChangeSet", "application/json", """{"a":1}"""),
            (request.Method, request.Target, request.Header("Content-Type"), request.Text));
        Assert.Equal(SigV4.Authorization(request, Calls.AccessKey, Calls.SecretKey, "us-east-1", "aws-marketplace"), request.Header("Authorization"));
    }

    [Fact]
    public async Task An_error_is_typed_by_its_header()
    {
        await using var server = new WireServer(new WireReply(423, """{"message":"busy"}""", ("x-amzn-ErrorType", "ResourceInUseException")));
        using var client = Catalog(server);
        var error = await Assert.ThrowsAsync<AwsServiceException>(() => client.Call(
            "StartChangeSet", HttpMethod.Post, "/StartChangeSet", new Dictionary<string, string>(), Calls.Utf8("{}"), Calls.Now));
        Assert.Equal(("ResourceInUseException", 423, AwsFault.Unavailable), (error.Code, error.Status, error.Fault));
    }

    [Fact]
    public async Task Agreements_are_called_by_target()
    {
        await using var server = new WireServer(WireReply.Ok("{}"));
        using var client = new AwsClient(AwsApi.MarketplaceAgreement, Calls.At(server));
        await client.Call("DescribeAgreement", Calls.Utf8("{}"), Calls.Now);
        Assert.Equal("AWSMPCommerceService_v20200301.DescribeAgreement", server.Requests[0].Header("X-Amz-Target"));
    }

    [Fact]
    public async Task A_call_in_the_other_protocols_form_is_a_slip_of_the_program()
    {
        await using var server = new WireServer(WireReply.Ok("{}"));
        using var catalog = Catalog(server);
        using var selling = Calls.Selling(server);
        await Assert.ThrowsAsync<InvalidOperationException>(() => catalog.Call("Any", default, Calls.Now));
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => selling.Call("Any", HttpMethod.Get, "/", new Dictionary<string, string>(), default, Calls.Now));
        Assert.Empty(server.Requests);
    }
}
