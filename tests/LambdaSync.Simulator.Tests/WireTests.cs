using System.Text.Json.Nodes;
using Xunit;

namespace LambdaSync.Simulator.Tests;

/// <summary>The protocol below the operations: signatures, bodies, headers, and the simulator on a port.</summary>
public sealed class WireTests : IDisposable
{
    const string Solutions = """{"Catalog":"AWS"}""";

    readonly Aws _aws = new();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // reference_sigv-create-signed-request, and the services' common errors: key, service and time of a signature have to be right.
    [Theory]
    [InlineData("test", "partnercentral-selling", 0, 200, null)]
    [InlineData("test", "partnercentral-selling", 4, 200, null)]
    [InlineData("test", "partnercentral-selling", 6, 403, "InvalidSignatureException")]
    [InlineData("test", "execute-api", 0, 403, "InvalidSignatureException")]
    [InlineData("nobody", "partnercentral-selling", 0, 403, "UnrecognizedClientException")]
    public async Task A_signature_has_key_service_and_time(string key, string service, int minutesLate, int status, string? error)
    {
        using var request = Aws.Request("ListSolutions", Solutions);
        Signer.Sign(request, Solutions, key: key, service: service, late: TimeSpan.FromMinutes(minutesLate));
        await Answers(request, status, error);
    }

    [Fact]
    public async Task A_request_is_signed_and_arrives_as_it_was_signed()
    {
        using var unsigned = Aws.Request("ListSolutions", Solutions);
        await Answers(unsigned, 403, "MissingAuthenticationTokenException");

        using var changed = Aws.Request("ListSolutions", """{"Catalog":"Sandbox"}""");
        Signer.Sign(changed, Solutions);
        await Answers(changed, 403, "InvalidSignatureException");

        using var otherTarget = Aws.Request("ListSolutions", Solutions);
        Signer.Sign(otherTarget, Solutions);
        otherTarget.Headers.Remove("X-Amz-Target");
        otherTarget.Headers.TryAddWithoutValidation("X-Amz-Target", "AWSPartnerCentralSelling.ListOpportunities");
        await Answers(otherTarget, 403, "InvalidSignatureException");
    }

    // reference_sigv-create-signed-request: the credential's day is that of X-Amz-Date, and the host is signed.
    [Fact]
    public async Task A_signature_is_of_its_day_and_signs_the_host()
    {
        using var early = Aws.Request("ListSolutions", Solutions);
        Signer.Sign(early, Solutions, scopeDay: "20200101");
        await Answers(early, 403, "InvalidSignatureException");
        using var anywhere = Aws.Request("ListSolutions", Solutions);
        Signer.Sign(anywhere, Solutions, signHost: false);
        await Answers(anywhere, 403, "InvalidSignatureException");
        using var ahead = Aws.Request("ListSolutions", Solutions);
        Signer.Sign(ahead, Solutions, late: TimeSpan.FromMinutes(-6));
        await Answers(ahead, 403, "InvalidSignatureException");
        using var good = Aws.Request("ListSolutions", Solutions);
        Signer.Sign(good, Solutions);
        await Answers(good, 200, null);
    }

    [Theory]
    [InlineData("AWS4-HMAC-SHA256")]
    [InlineData("AWS4-HMAC-SHA256 Credential=a, Credential=a, SignedHeaders=host, Signature=0")]
    [InlineData("AWS4-HMAC-SHA256 Credential=test/20200101/us-east-1/partnercentral-selling/aws4_request, SignedHeaders=host, Signature=0")]
    [InlineData("Bearer x")]
    public async Task A_broken_header_is_answered(string authorization)
    {
        using var request = Aws.Request("ListSolutions", Solutions);
        Signer.Sign(request, Solutions);
        request.Headers.Remove("Authorization");
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        await Answers(request, 403, "InvalidSignatureException");
    }

    // A key of its own has a secret of its own.
    [Fact]
    public async Task Another_key_is_made_known()
    {
        _aws.Control("add-key", new JsonObject { ["accessKey"] = "AKIAOTHER", ["secret"] = "its own" });
        using var wrong = Aws.Request("ListSolutions", Solutions);
        Signer.Sign(wrong, Solutions, key: "AKIAOTHER");
        await Answers(wrong, 403, "InvalidSignatureException");
        using var right = Aws.Request("ListSolutions", Solutions);
        Signer.Sign(right, Solutions, "its own", "AKIAOTHER");
        await Answers(right, 200, null);
    }

    // aws-json-1_0-protocol: a body that is no JSON object is a SerializationException, an unknown target an UnknownOperationException.
    [Theory]
    [InlineData("ListSolutions", "", 400, "SerializationException")]
    [InlineData("ListSolutions", "[]", 400, "SerializationException")]
    [InlineData("ListSolutions", """{"Catalog":"AWS","Catalog":"AWS"}""", 400, "SerializationException")]
    [InlineData("ListNothing", "{}", 404, "UnknownOperationException")]
    public async Task What_is_no_request_is_refused(string operation, string body, int status, string error)
    {
        using var request = Aws.Request(operation, body);
        Signer.Sign(request, body);
        await Answers(request, status, error);
    }

    // aws-json-1_0-protocol: the error's type is in the body and in x-amzn-ErrorType; every answer has its x-amzn-RequestId.
    [Fact]
    public async Task An_answer_has_its_headers()
    {
        var ids = new HashSet<string>();
        foreach (var body in (string[])[Solutions, "{}"])
        {
            using var request = Aws.Request("ListSolutions", body);
            Signer.Sign(request, body);
            using var answer = await _aws.Send(request);
            Assert.True(ids.Add(answer.Headers.GetValues("x-amzn-RequestId").Single()));
            Assert.Equal("application/x-amz-json-1.0", answer.Content.Headers.ContentType!.MediaType);
        }
    }

    // A slow answer holds up nobody else.
    [Fact]
    public async Task While_one_answer_is_late_others_come()
    {
        _aws.Control("fault", new JsonObject { ["kind"] = "Latency", ["operation"] = "ListOpportunities", ["seconds"] = 0.5 });
        var late = _aws.Do("ListOpportunities", []);
        await _aws.Do("ListSolutions", []);
        Assert.False(late.IsCompleted);
        await late;
    }

    // Who acts as AWS does it between two requests, from any thread.
    [Fact]
    public async Task Acting_and_asking_go_together()
    {
        var asking = Enumerable.Range(0, 4).Select(_ => Task.Run(
            async () =>
            {
                for (var i = 0; i < 50; i++)
                    await _aws.Do("ListOpportunities", []);
            },
            Cancellation));
        var acting = Enumerable.Range(0, 2).Select(_ => Task.Run(
            () =>
            {
                for (var i = 0; i < 50; i++)
                    _aws.Control("create-opportunity", new JsonObject { ["body"] = Aws.Body() });
            },
            Cancellation));
        await Task.WhenAll(asking.Concat(acting));
        Assert.Equal(100, _aws.Events().Count);
    }

    // On a port: operations and control over HTTP, on loopback alone; a cut connection ends without an answer.
    [Fact]
    public async Task It_listens_on_loopback()
    {
        using var simulator = new PartnerCentralSimulator(TimeProvider.System);
        await using var host = await SimulatorHost.Start(simulator);
        Assert.True(host.Address.IsLoopback);
        using var http = new HttpClient { BaseAddress = host.Address };

        using var planted = await http.PostAsync("/_control/seed", new StringContent("""{"opportunities":3}"""), Cancellation);
        Assert.Equal("""{"opportunities":3}""", await planted.Content.ReadAsStringAsync(Cancellation));
        using var request = Aws.Request("ListOpportunities", Solutions, host.Address.ToString());
        Signer.Sign(request, Solutions);
        using var answer = await http.SendAsync(request, Cancellation);
        Assert.Equal(3, JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!["OpportunitySummaries"]!.AsArray().Count);
        Assert.Equal("""{"events":[]}""", await http.GetStringAsync(new Uri("/_control/events", UriKind.Relative), Cancellation));

        simulator.Control.Do("fault", new JsonObject { ["kind"] = "CutBefore" });
        using var cut = Aws.Request("ListOpportunities", Solutions, host.Address.ToString());
        Signer.Sign(cut, Solutions);
        await Assert.ThrowsAsync<HttpRequestException>(() => http.SendAsync(cut, Cancellation));
    }

    [Theory]
    [InlineData("approve", "{}")]
    [InlineData("approve", """{"id":5}""")]
    [InlineData("approve", """{"id":"O9","catalog":"Elsewhere"}""")]
    [InlineData("clock", """{"advanceSeconds":1e300}""")]
    [InlineData("clock", """{"now":"soon"}""")]
    [InlineData("fault", """{"kind":"Fire"}""")]
    [InlineData("nothing", "{}")]
    [InlineData("seed", "[]")]
    public async Task A_wrong_verb_says_why(string verb, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://localhost/_control/" + verb) { Content = new StringContent(body) };
        using var answer = await _aws.Send(request);
        Assert.Equal(400, (int)answer.StatusCode);
        Assert.NotNull(JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!["error"]);
    }

    public void Dispose() => _aws.Dispose();

    async Task Answers(HttpRequestMessage request, int status, string? error)
    {
        using var answer = await _aws.Send(request);
        Assert.Equal((status, error), ((int)answer.StatusCode, answer.Headers.TryGetValues("x-amzn-ErrorType", out var types) ? types.Single() : null));
        if (error is not null)
            Assert.EndsWith("#" + error, JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!["__type"]!.GetValue<string>(), StringComparison.Ordinal);
    }
}
