using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace LambdaSync.Simulator.Tests.Salesforce;

/// <summary>The token endpoint, sessions, versions, the allowance.</summary>
public sealed class LoginTests : IDisposable
{
    const string JwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    readonly Org _org = new();

    [Fact]
    public async Task A_token_names_the_instance_and_the_user()
    {
        _org.Do("settings", """{"instanceUrl": "https://example.my.salesforce.com"}""");
        var token = (await _org.Token(("grant_type", "client_credentials"), ("client_id", "test"), ("client_secret", "test"))).Body!.AsObject();
        Assert.Equal(("Bearer", "https://example.my.salesforce.com", false), (token["token_type"]!.GetValue<string>(), token["instance_url"]!.GetValue<string>(), token.ContainsKey("refresh_token")));
        var identity = (await _org.Get(new Uri(token["id"]!.GetValue<string>()).AbsolutePath)).Body!;
        Assert.Equal("integration@example.com", identity["username"]!.GetValue<string>());
        Assert.Equal(await _org.Values("SELECT Id FROM Organization", "Id"), identity["organization_id"]!.GetValue<string>());
    }

    [Theory]
    [Trait("Row", "F-2")]
    [Trait("Row", "F-3")]
    [InlineData("{\"myDomain\": false}", "test", "test", "invalid_grant", "request not supported on this domain")]
    [InlineData("{\"runAsUser\": false}", "test", "test", "invalid_grant", "no client credentials user enabled")]
    [InlineData("{}", "other", "test", "invalid_client_id", "client identifier invalid")]
    [InlineData("{}", "test", "other", "invalid_client", "invalid client credentials")]
    public async Task A_login_is_refused(string settings, string client, string secret, string error, string description)
    {
        _org.Do("settings", settings);
        var reply = await _org.Token(("grant_type", "client_credentials"), ("client_id", client), ("client_secret", secret));
        Assert.Equal((400, error, description), (reply.Status, reply.Body!["error"]!.GetValue<string>(), reply.Body["error_description"]!.GetValue<string>()));
    }

    [Fact]
    public async Task There_is_no_other_grant() => Assert.Equal("unsupported_grant_type", (await _org.Token(("grant_type", "password"))).Body!["error"]!.GetValue<string>());

    [Fact]
    public async Task An_assertion_is_verified_with_each_registered_key()
    {
        using var old = RSA.Create(2048);
        using var current = RSA.Create(2048);
        using var other = RSA.Create(2048);
        foreach (var key in (RSA[])[old, current])
            _org.Do("add-app", new JsonObject { ["clientId"] = "app", ["publicKey"] = key.ExportSubjectPublicKeyInfoPem() }.ToJsonString());
        Assert.Equal("", await Assertion(Jwt(old)));
        Assert.Equal("", await Assertion(Jwt(current, audience: "https://login.salesforce.com")));
        Assert.Equal("invalid assertion", await Assertion(Jwt(other)));
        Assert.Equal("invalid assertion", await Assertion("nothing"));
        Assert.Equal("invalid signature algorithm", await Assertion(Jwt(current, algorithm: "none")));
        Assert.Equal("client identifier invalid", await Assertion(Jwt(current, issuer: "test")));
        Assert.Equal("audience is invalid", await Assertion(Jwt(current, audience: "https://example.com")));
        Assert.Equal("expired authorization code", await Assertion(Jwt(current, seconds: -1)));
        Assert.Equal("expiration is too far in the future", await Assertion(Jwt(current, seconds: 600)));
        Assert.Equal("user hasn't approved this consumer", await Assertion(Jwt(current, subject: "person@example.com")));
        _org.Do("settings", """{"approved": false}""");
        Assert.Equal("user hasn't approved this consumer", await Assertion(Jwt(current)));
    }

    [Fact]
    [Trait("Row", "F-1")]
    public async Task A_session_ends()
    {
        Assert.Equal(200, (await _org.Get("/limits")).Status);
        _org.Advance(TimeSpan.FromHours(2));
        Assert.Equal((401, "INVALID_SESSION_ID"), Outcome(await _org.Get("/limits")));
        await _org.LogInAgain();
        Assert.Equal(200, (await _org.Get("/limits")).Status);
        _org.Do("expire-sessions");
        Assert.Equal((401, "INVALID_SESSION_ID"), Outcome(await _org.Get("/limits")));
        Assert.Equal(200, (await _org.Get("/services/data/")).Status);
    }

    [Theory]
    [InlineData("/services/data/v30.0/limits", 410, "UNSUPPORTED_API_VERSION")]
    [InlineData("/services/data/v69.0/limits", 404, "NOT_FOUND")]
    [InlineData("/services/data/vX/limits", 404, "NOT_FOUND")]
    [InlineData("/services/other", 404, "NOT_FOUND")]
    [InlineData("/id/00D000000000001/005000000000001", 403, "FORBIDDEN")]
    public async Task An_address_is_refused(string path, int status, string code) => Assert.Equal((status, code), Outcome(await _org.Get(path)));

    [Fact]
    public async Task A_version_is_retired()
    {
        var versions = (await _org.Get("/services/data/")).Body!.AsArray();
        Assert.Equal(("Version 68", "/services/data/v68.0", "68.0"), (versions[^1]!["label"]!.GetValue<string>(), versions[^1]!["url"]!.GetValue<string>(), versions[^1]!["version"]!.GetValue<string>()));
        _org.Do("settings", """{"oldestVersion": 69, "newestVersion": 70}""");
        Assert.Equal(410, (await _org.Get("/limits")).Status);
    }

    [Fact]
    [Trait("Row", "F-30")]
    public async Task The_day_has_so_many_calls_and_no_hour_at_which_it_begins()
    {
        _org.Do("settings", """{"dailyCalls": 10, "sessionSeconds": 200000}""");
        _org.Do("other-calls", """{"count": 8}""");
        Assert.Equal("api-usage=9/10", (await _org.Get("/limits")).Headers["Sforce-Limit-Info"]);
        Assert.Equal("0", (await _org.Get("/limits")).Body!["DailyApiRequests"]!["Remaining"]!.ToJsonString());
        var refused = await _org.Get("/limits");
        Assert.Equal((403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.", false), (refused.Status, refused.Code, refused.Message, refused.Headers.ContainsKey("Retry-After")));
        _org.Advance(TimeSpan.FromHours(24));
        Assert.Equal(200, (await _org.Get("/limits")).Status);
    }

    [Theory]
    [InlineData("Error500", 500, "UNKNOWN_EXCEPTION")]
    [InlineData("Unavailable", 503, "SERVER_UNAVAILABLE")]
    [InlineData("Concurrency", 403, "REQUEST_LIMIT_EXCEEDED")]
    [InlineData("QueryTimeout", 400, "QUERY_TIMEOUT")]
    [InlineData("QueryTooComplicated", 400, "QUERY_TOO_COMPLICATED")]
    [InlineData("ExpiredSession", 401, "INVALID_SESSION_ID")]
    public async Task A_fault_is_asked_for(string kind, int status, string code)
    {
        _org.Do("fault", $$"""{"kind": "{{kind}}", "resource": "query"}""");
        Assert.Equal(200, (await _org.Get("/limits")).Status);
        Assert.Equal((status, code), Outcome(await _org.TryQuery("SELECT Id FROM Lead")));
        Assert.Equal(200, (await _org.TryQuery("SELECT Id FROM Lead")).Status);
    }

    [Fact]
    public async Task A_gateway_answers_HTML()
    {
        await _org.LogInAgain();
        _org.Do("fault", """{"kind": "Html503"}""");
        var reply = await _org.Get("/limits");
        Assert.Equal((503, "text/html; charset=UTF-8"), (reply.Status, reply.Headers["Content-Type"]));
    }

    [Theory]
    [InlineData("ReplyLost", true)]
    [InlineData("CutAfter", true)]
    [InlineData("CutBefore", false)]
    public async Task A_reply_gets_lost(string kind, bool happened)
    {
        await _org.Get("/limits");
        _org.Do("fault", $$"""{"kind": "{{kind}}"}""");
        const string body = """{"Name": "Example Ltd"}""";
        if (kind == "ReplyLost")
            Assert.Equal(500, (await _org.Post("/sobjects/Account", body)).Status);
        else
            await Assert.ThrowsAsync<HttpRequestException>(() => _org.Post("/sobjects/Account", body));
        Assert.Equal(happened ? "Example Ltd" : "", await _org.Values("SELECT Name FROM Account"));
    }

    [Fact]
    public async Task The_organisation_can_be_another()
    {
        await _org.Get("/limits");
        _org.Do("settings", """{"organizationId": "00DSm0000000777", "sandbox": true}""");
        var row = Assert.Single(await _org.Query("SELECT Id, IsSandbox FROM Organization"));
        Assert.StartsWith("00DSm0000000777", row["Id"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.True(row["IsSandbox"]!.GetValue<bool>());
        _org.Do("settings", """{"apiEnabled": false}""");
        Assert.Equal((403, "API_DISABLED_FOR_ORG"), Outcome(await _org.Get("/limits")));
    }

    public void Dispose() => _org.Dispose();

    static (int, string) Outcome(Org.Reply reply) => (reply.Status, reply.Code);

    async Task<string> Assertion(string assertion) => (await _org.Token(("grant_type", JwtBearer), ("assertion", assertion))).Body!["error_description"]?.GetValue<string>() ?? "";

    static string Jwt(RSA key, string issuer = "app", string audience = "https://example.my.salesforce.com", string subject = "integration@example.com", int seconds = 120, string algorithm = "RS256")
    {
        var claims = new JsonObject { ["iss"] = issuer, ["aud"] = audience, ["sub"] = subject, ["exp"] = DateTimeOffset.UtcNow.AddSeconds(seconds).ToUnixTimeSeconds() };
        var signed = $"{Encode($$"""{"alg": "{{algorithm}}"}""")}.{Encode(claims.ToJsonString())}";
        return $"{signed}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
