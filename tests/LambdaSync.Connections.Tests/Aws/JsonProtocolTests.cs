using System.Text;
using Amazon.Runtime;
using LambdaSync.Connections.Aws;
using Xunit;

namespace LambdaSync.Connections.Tests.Aws;

/// <summary>An AWS JSON 1.0 call as it goes on the wire.</summary>
public sealed class JsonProtocolTests
{
    [Fact]
    public async Task Target_content_type_and_body_are_as_the_protocol_wants_and_the_answer_comes_back_as_it_was()
    {
        await using var server = new WireServer(WireReply.Ok("""{ "Id":"O1", "ü":1.50 }"""));
        using var client = Calls.Selling(server);
        var answer = await client.Call("GetOpportunity", Calls.Utf8("""{"Catalog":"AWS","Identifier":"Oü"}"""), Calls.Now);
        Assert.Equal("""{ "Id":"O1", "ü":1.50 }""", Calls.Text(answer));
        var request = Assert.Single(server.Requests);
        Assert.Equal(("POST", "/", "AWSPartnerCentralSelling.GetOpportunity"), (request.Method, request.Target, request.Header("X-Amz-Target")));
        Assert.Equal("application/x-amz-json-1.0", request.Header("Content-Type"));
        Assert.Equal("""{"Catalog":"AWS","Identifier":"Oü"}""", request.Text);
    }

    [Fact]
    public async Task The_signature_is_the_one_computed_here()
    {
        await using var server = new WireServer(WireReply.Ok("{}"));
        using var client = Calls.Selling(server);
        await client.Call("ListSolutions", Calls.Utf8("""{"Catalog":"Sandbox"}"""), Calls.Now);
        var request = Assert.Single(server.Requests);
        Assert.Equal(
            SigV4.Authorization(request, Calls.AccessKey, Calls.SecretKey, "us-east-1", "partnercentral-selling"), request.Header("Authorization"));
        Assert.Contains("x-amz-target", request.Header("Authorization"), StringComparison.Ordinal);
        Assert.Null(request.Header("X-Amz-Security-Token"));
    }

    [Fact]
    public async Task A_session_token_is_sent_and_signed()
    {
        await using var server = new WireServer(WireReply.Ok("{}"));
        var settings = Calls.At(server) with { Credentials = new SessionAWSCredentials(Calls.AccessKey, Calls.SecretKey, "session=") };
        using var client = new AwsClient(AwsApi.PartnerCentralSelling, settings);
        await client.Call("ListSolutions", Calls.Utf8("{}"), Calls.Now);
        var request = Assert.Single(server.Requests);
        Assert.Equal("session=", request.Header("X-Amz-Security-Token"));
        Assert.Contains("x-amz-security-token", request.Header("Authorization"), StringComparison.Ordinal);
        Assert.Equal(
            SigV4.Authorization(request, Calls.AccessKey, Calls.SecretKey, "us-east-1", "partnercentral-selling"), request.Header("Authorization"));
    }

    [Fact]
    public async Task The_user_agent_names_sdk_service_and_product_without_the_service_ids_space()
    {
        await using var server = new WireServer(WireReply.Ok("{}"));
        using var client = Calls.Selling(server);
        await client.Call("ListSolutions", Calls.Utf8("{}"), Calls.Now);
        var agent = server.Requests[0].Header("User-Agent") ?? "";
        Assert.Contains("PartnerCentral_Selling", agent, StringComparison.Ordinal);
        Assert.Contains("app/LambdaSync", agent, StringComparison.Ordinal);
        Assert.DoesNotContain("PartnerCentral Selling", agent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_answer_is_empty_and_a_large_one_whole()
    {
        var large = "[" + new string('1', 3_000_000) + "]";
        await using var server = new WireServer(request => request.Operation == "Large" ? WireReply.Ok(large) : WireReply.Ok(""));
        using var client = Calls.Selling(server);
        Assert.True((await client.Call("Empty", Calls.Utf8("{}"), Calls.Now)).IsEmpty);
        Assert.Equal(large, Calls.Text(await client.Call("Large", Calls.Utf8("{}"), Calls.Now)));
    }

    [Fact]
    public async Task Calls_at_the_same_time_keep_their_own_answers()
    {
        await using var server = new WireServer(request => WireReply.Ok(request.Text));
        using var client = Calls.Selling(server);
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(n => client.Call("Echo", Encoding.UTF8.GetBytes($"[{n}]"), Calls.Now)));
        Assert.Equal(Enumerable.Range(0, 40).Select(n => $"[{n}]"), answers.Select(Calls.Text));
    }
}
