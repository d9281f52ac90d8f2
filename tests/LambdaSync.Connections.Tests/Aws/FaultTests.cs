using Amazon.Runtime;
using LambdaSync.Connections.Aws;
using Xunit;

namespace LambdaSync.Connections.Tests.Aws;

/// <summary>What AWS's refusals and broken connections become, each after exactly one request.</summary>
public sealed class FaultTests
{
    const string Gateway = "<html><body>503 Service Unavailable</body></html>";

    static async Task<(AwsServiceException Error, int Requests)> Fail(WireReply reply, TimeSpan? timeout = null)
    {
        await using var server = new WireServer(reply);
        using var client = new AwsClient(AwsApi.PartnerCentralSelling, Calls.At(server) with { Timeout = timeout ?? TimeSpan.FromSeconds(20) });
        var error = await Assert.ThrowsAsync<AwsServiceException>(
            () => client.Call("CreateOpportunity", Calls.Utf8("{}"), Calls.Now).WaitAsync(TimeSpan.FromSeconds(30), Calls.Now));
        return (error, server.Requests.Count);
    }

    [Theory]
    [InlineData(400, "ThrottlingException", AwsFault.Throttled)]
    [InlineData(429, "SomethingNew", AwsFault.Throttled)]
    [InlineData(400, "ConflictException", AwsFault.Conflict)]
    [InlineData(500, "InternalServerException", AwsFault.Unavailable)]
    [InlineData(400, "ExpiredTokenException", AwsFault.Unavailable)]
    [InlineData(502, "SomethingNew", AwsFault.Unavailable)]
    [InlineData(408, "SomethingNew", AwsFault.Unavailable)]
    [InlineData(400, "ValidationException", AwsFault.Permanent)]
    [InlineData(400, "ResourceNotFoundException", AwsFault.Permanent)]
    [InlineData(400, "AccessDeniedException", AwsFault.Permanent)]
    [InlineData(402, "ServiceQuotaExceededException", AwsFault.Permanent)]
    [InlineData(403, "InvalidSignatureException", AwsFault.Permanent)]
    [InlineData(302, "SomethingNew", AwsFault.Permanent)]
    public async Task An_error_is_typed_and_classed_and_never_retried(int status, string code, AwsFault fault)
    {
        var (error, requests) = await Fail(WireReply.Error(status, code));
        Assert.Equal((1, code, status, fault, "r-error"), (requests, error.Code, error.Status, error.Fault, error.RequestId));
        Assert.Equal(fault is AwsFault.Throttled or AwsFault.Unavailable, error.Transient);
        Assert.Equal("said so", error.Error.Message);
    }

    [Theory]
    [InlineData(""","Reason":"\ud800","ErrorList":[{"FieldName":"\udfff","Code":"C","Message":"\ud800"}]""")]
    [InlineData(""","\ud800":1,"Reason":{},"ErrorList":[{"\ud800":1,"Code":"C","FieldName":7}]""")]
    public async Task What_is_no_text_in_an_error_is_left_out(string members)
    {
        var (error, _) = await Fail(WireReply.Error(400, "ValidationException", members));
        Assert.Equal(("ValidationException", ""), (error.Code, error.Reason));
        Assert.Equal(("", ""), (Assert.Single(error.ErrorList).FieldName, error.ErrorList[0].Message));
    }

    [Fact]
    public async Task An_error_is_kept_in_part_however_long_it_is()
    {
        var entries = string.Join(',', Enumerable.Repeat($$"""{"FieldName":"{{new string('f', 1000)}}","Code":"{{new string('c', 1000)}}"}""", 1000));
        var (error, _) = await Fail(WireReply.Error(400, new string('e', 5000), $$""","Reason":"{{new string('r', 5000)}}","ErrorList":[{{entries}}]"""));
        Assert.Equal((200, 200, 50), (error.Code.Length, error.Reason.Length, error.ErrorList.Count));
        Assert.All(error.ErrorList, field => Assert.Equal((200, 200), (field.FieldName.Length, field.Code.Length)));
    }

    [Fact]
    public async Task A_validation_errors_fields_come_through_and_no_value_gets_into_the_message()
    {
        var (error, _) = await Fail(WireReply.Error(400, "ValidationException",
            """
            ,"Reason":"REQUEST_VALIDATION_FAILED","ErrorList":[
              {"FieldName":"Customer.Account.CompanyName","Code":"REQUIRED_FIELD_MISSING","Message":"is missing"},
              {"Code":"NEWER","Message":"Jane Doe"}]
            """));
        Assert.Equal("REQUEST_VALIDATION_FAILED", error.Reason);
        Assert.Equal(
            [new AwsFieldError("Customer.Account.CompanyName", "REQUIRED_FIELD_MISSING", "is missing"), new AwsFieldError("", "NEWER", "Jane Doe")],
            error.ErrorList);
        Assert.Equal(
            "CreateOpportunity: ValidationException (REQUEST_VALIDATION_FAILED), HTTP 400, Customer.Account.CompanyName REQUIRED_FIELD_MISSING, NEWER, request r-error",
            error.Message);
        Assert.DoesNotContain("Jane", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("said so", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ConflictException")]
    [InlineData("ConflictException:http://internal.amazon.com/coral/com.amazonaws.partnercentral/")]
    [InlineData("com.amazonaws.partnercentral#ConflictException")]
    public async Task A_type_only_in_the_header_counts(string header)
    {
        var (error, _) = await Fail(new WireReply(400, """{"message":"lower case"}""", ("x-amzn-errortype", header), ("x-amzn-requestid", "r-1")));
        Assert.Equal(("ConflictException", AwsFault.Conflict, "lower case", "r-1"), (error.Code, error.Fault, error.Error.Message, error.RequestId));
    }

    [Fact]
    public async Task A_gateways_html_page_is_unavailable_without_a_code()
    {
        var (error, requests) = await Fail(new WireReply(503, Gateway) { ContentType = "text/html" });
        Assert.Equal((1, "", 503, AwsFault.Unavailable, ""), (requests, error.Code, error.Status, error.Fault, error.RequestId));
        Assert.Equal(Gateway, error.Error.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("""{"__type":7,"Message":{},"ErrorList":[1,{}]}""")]
    [InlineData("""{"ErrorList":{}}""")]
    public async Task A_body_of_another_shape_breaks_nothing(string body)
    {
        var (error, _) = await Fail(new WireReply(400, body));
        Assert.Equal(("", 400, AwsFault.Permanent), (error.Code, error.Status, error.Fault));
    }

    [Fact]
    public async Task A_dropped_connection_is_unavailable_and_no_second_request_goes_out()
    {
        var (error, requests) = await Fail(WireReply.Drop);
        Assert.Equal((1, "", 0, AwsFault.Unavailable), (requests, error.Code, error.Status, error.Fault));
        Assert.StartsWith("CreateOpportunity: no answer", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_unavailable()
    {
        var (error, requests) = await Fail(WireReply.Half);
        Assert.Equal((1, AwsFault.Unavailable), (requests, error.Fault));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_silent_server_is_unavailable_after_the_timeout(bool headCame)
    {
        var (error, requests) = await Fail(headCame ? WireReply.Stall : WireReply.Silence, TimeSpan.FromMilliseconds(300));
        Assert.Equal((1, 0, AwsFault.Unavailable), (requests, error.Status, error.Fault));
    }

    [Fact]
    public async Task A_closed_port_is_unavailable()
    {
        WireServer closed;
        await using (closed = new WireServer(WireReply.Drop))
        {
        }

        using var client = Calls.Selling(closed);
        var error = await Assert.ThrowsAsync<AwsServiceException>(() => client.Call("GetOpportunity", Calls.Utf8("{}"), Calls.Now));
        Assert.Equal(AwsFault.Unavailable, error.Fault);
    }

    [Fact]
    public async Task A_connection_that_dropped_is_not_used_again_and_the_next_call_works()
    {
        var first = true;
        await using var server = new WireServer(_ =>
        {
            var reply = first ? WireReply.Drop : WireReply.Ok("{}");
            first = false;
            return reply;
        });
        using var client = Calls.Selling(server);
        await Assert.ThrowsAsync<AwsServiceException>(() => client.Call("GetOpportunity", Calls.Utf8("{}"), Calls.Now));
        Assert.Equal("{}", Calls.Text(await client.Call("GetOpportunity", Calls.Utf8("{}"), Calls.Now)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cancelling_ends_a_call_at_once_and_is_no_fault(bool headCame)
    {
        await using var server = new WireServer(headCame ? WireReply.Stall : WireReply.Silence);
        using var client = Calls.Selling(server);
        using var stop = new CancellationTokenSource();
        var call = client.Call("GetOpportunity", Calls.Utf8("{}"), stop.Token);
        while (server.Requests.Count == 0)
            await Task.Delay(5, Calls.Now);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(TimeSpan.FromSeconds(5), Calls.Now));
        Assert.Single(server.Requests);
    }

    [Fact]
    public void Missing_credentials_need_somebody_but_a_broken_connection_on_the_way_to_them_passes()
    {
        Assert.Equal(AwsFault.Permanent, AwsFaults.Of(new AmazonClientException("none")));
        Assert.Equal(AwsFault.Unavailable, AwsFaults.Of(new AmazonClientException("none", new AggregateException(new HttpRequestException()))));
    }

    [Fact]
    public async Task Throttles_in_a_row_are_each_told_at_once()
    {
        // The SDK's own throttling bucket would make later calls wait.
        await using var server = new WireServer(WireReply.Error(400, "ThrottlingException"));
        using var client = Calls.Selling(server);
        var started = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < 20; i++)
            await Assert.ThrowsAsync<AwsServiceException>(() => client.Call("GetOpportunity", Calls.Utf8("{}"), Calls.Now));
        Assert.Equal(20, server.Requests.Count);
        Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(5));
    }
}
