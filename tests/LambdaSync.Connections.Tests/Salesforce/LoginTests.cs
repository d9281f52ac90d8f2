using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using LambdaSync.Connections.Salesforce;
using LambdaSync.Simulator.Salesforce;
using Xunit;

namespace LambdaSync.Connections.Tests.Salesforce;

/// <summary>Rows F-1, F-2, F-3.</summary>
public sealed class LoginTests
{
    [Fact]
    public async Task Callers_at_the_same_time_share_one_login()
    {
        using var rig = new Rig();
        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => rig.Crm.Open(Rig.Cancellation)));
        Assert.Single(rig.Simulator.Requests, r => r.Resource == "token");
    }

    [Fact]
    public async Task An_expired_session_is_renewed_once_and_the_secret_read_again()
    {
        using var rig = new Rig();
        await rig.Crm.Open(Rig.Cancellation);
        rig.Do("expire-sessions");
        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => rig.Crm.Find("Opportunity", "Id", ["006000000000001"], ["Name"], Rig.Cancellation)));
        Assert.Equal(2, rig.Simulator.Requests.Count(r => r.Resource == "token"));
        Assert.Equal([false, true], rig.SecretReads);
    }

    [Fact]
    public async Task A_session_that_is_refused_again_is_a_matter_of_set_up()
    {
        using var rig = new Rig();
        rig.Do("fault", """{"kind":"ExpiredSession","resource":"query","count":2}""");
        var failed = await Assert.ThrowsAsync<ConnectionException>(() => rig.Crm.Open(Rig.Cancellation));
        Assert.False(failed.Transient);
        Assert.Contains("INVALID_SESSION_ID. Fix: Give the integration user the permission API Enabled", failed.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"myDomain":false}""", "invalid_grant. Fix: Use your My Domain as host")]
    [InlineData("""{"runAsUser":false}""", "invalid_grant. Fix: Choose a run-as user")]
    [InlineData("""{"apiEnabled":false}""", "API_DISABLED_FOR_ORG. Fix: Use an edition with API access")]
    public async Task A_wrong_set_up_is_named(string settings, string expected)
    {
        using var rig = new Rig();
        rig.Do("settings", settings);
        var failed = await Assert.ThrowsAsync<ConnectionException>(() => rig.Crm.Open(Rig.Cancellation));
        Assert.Contains(expected, failed.Message, StringComparison.Ordinal);
        Assert.False(failed.Transient);
    }

    [Fact]
    public async Task A_refused_login_is_not_repeated_at_once()
    {
        using var rig = new Rig(secret: """{"clientId":"test","clientSecret":"another"}""");
        for (var i = 0; i < 3; i++)
        {
            var failed = await Assert.ThrowsAsync<ConnectionException>(() => rig.Crm.Open(Rig.Cancellation));
            Assert.Contains("invalid_client. Fix: Correct clientSecret", failed.Message, StringComparison.Ordinal);
        }

        Assert.Single(rig.Simulator.Requests, r => r.Resource == "token");
        rig.SecretText = """{"clientId":"test","clientSecret":"test"}""";
        rig.Advance(TimeSpan.FromMinutes(1));
        await rig.Crm.Open(Rig.Cancellation);
    }

    [Fact]
    public async Task An_API_version_that_is_not_offered_is_named()
    {
        using var rig = new Rig(s => s with { ApiVersion = "69.0" });
        var failed = await Assert.ThrowsAsync<ConnectionException>(() => rig.Crm.Open(Rig.Cancellation));
        Assert.Contains("does not offer version 69.0 of its API; the newest is 68.0", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_go_to_the_address_in_the_tokens_answer()
    {
        using var rig = new Rig();
        rig.Do("settings", """{"instanceUrl":"https://other.my.salesforce.com"}""");
        var hosts = new List<string>();
        using var handler = new Recorder(rig.Simulator, hosts);
        using var crm = new SalesforceCrm(new SalesforceSettings(new Uri("https://example.my.salesforce.com")), (_, _) => Task.FromResult(SalesforceSecret.Read("""{"clientId":"test","clientSecret":"test"}"""u8.ToArray(), out _)!), rig.Time, () => 0, handler);
        await crm.Open(Rig.Cancellation);
        Assert.Equal(["example.my.salesforce.com", "example.my.salesforce.com", "other.my.salesforce.com"], hosts);
    }

    [Fact]
    public async Task Two_keys_work_while_one_replaces_the_other()
    {
        using var before = RSA.Create(2048);
        using var after = RSA.Create(2048);
        using var rig = new Rig(secret: Secret(before, after), isNow: true);
        App(rig, before);
        await rig.Crm.Open(Rig.Cancellation);

        // The certificate is replaced: the other key is tried, and first from then on.
        App(rig, after);
        rig.Do("expire-sessions");
        await rig.Crm.Find("Opportunity", "Id", ["006000000000001"], ["Name"], Rig.Cancellation);
        rig.Do("expire-sessions");
        rig.Simulator.ForgetRequests();
        await rig.Crm.Find("Opportunity", "Id", ["006000000000001"], ["Name"], Rig.Cancellation);
        Assert.Equal([200], rig.Simulator.Requests.Where(r => r.Resource == "token").Select(r => r.Status));
        Assert.InRange(rig.Crm.CertificateEnds!.Value, DateTimeOffset.UtcNow.AddDays(399), DateTimeOffset.UtcNow.AddDays(401));
    }

    /// <summary>From 30 days before the last certificate ends, each login warns, and the check of the set-up names it.</summary>
    [Theory]
    [InlineData(29, true)]
    [InlineData(31, false)]
    public async Task A_certificate_that_ends_is_reported_thirty_days_ahead(int days, bool isReported)
    {
        using var key = RSA.Create(2048);
        var secret = Secret(days, key);
        using var rig = new Rig(secret: secret, isNow: true);
        App(rig, key);
        var faults = await rig.Crm.SetUpFaults(Rig.Cancellation);
        Assert.Equal(isReported ? [("certificate", false)] : [], faults.Select(f => (f.What, f.Stops)));
        Assert.All(faults, f => Assert.Contains(DateTimeOffset.UtcNow.AddDays(days).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), f.Detail, StringComparison.Ordinal));

        await using var host = await SalesforceHost.Start(rig.Simulator);
        var (file, warnings) = (Path.GetTempFileName(), new List<string>());
        await File.WriteAllTextAsync(file, secret, Rig.Cancellation);
        using var crm = SalesforceConnection.Open(
            name => name == "LAMBDASYNC_SALESFORCE_HOST" ? host.Address.ToString() : name == "LAMBDASYNC_SALESFORCE_SECRET" ? "file:" + file : null, TimeProvider.System, warnings.Add);
        await crm.Open(Rig.Cancellation);
        File.Delete(file);
        Assert.Equal(isReported, warnings is [var text] && text.StartsWith("The certificate of the Salesforce login ends on ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_that_is_not_uploaded_is_named()
    {
        using var key = RSA.Create(2048);
        using var other = RSA.Create(2048);
        using var rig = new Rig(secret: Secret(key), isNow: true);
        App(rig, other);
        var failed = await Assert.ThrowsAsync<ConnectionException>(() => rig.Crm.Open(Rig.Cancellation));
        Assert.Contains("Upload the certificate of the secret's key", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_that_is_not_permitted_is_named()
    {
        using var key = RSA.Create(2048);
        using var rig = new Rig(secret: Secret(key), isNow: true);
        App(rig, key);
        rig.Do("settings", """{"approved":false}""");
        var failed = await Assert.ThrowsAsync<ConnectionException>(() => rig.Crm.Open(Rig.Cancellation));
        Assert.Contains("Admin approved users are pre-authorized", failed.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"clientSecret":"x"}""", "clientId is missing")]
    [InlineData("""{"clientId":"x"}""", "neither clientSecret nor one or two keys are there")]
    [InlineData("""{"clientId":"x","clientSecret":" "}""", "neither clientSecret nor one or two keys are there")]
    [InlineData("""{"clientId":"x","clientSecret":"s","keys":[]}""", "it has both clientSecret and keys: leave one out")]
    [InlineData("""{"clientId":"x","username":"u","keys":[{"privateKey":"secret text"}]}""", "a key or certificate is no PEM text of an RSA key")]
    [InlineData("""{"clientId":"x","username":"u","keys":[{}]}""", "a key has no privateKey")]
    [InlineData("[1]", "it is no JSON object")]
    [InlineData("not json", "it is no JSON object")]
    public void A_half_filled_secret_is_named_without_its_content(string json, string expected)
    {
        Assert.Null(SalesforceSecret.Read(Encoding.UTF8.GetBytes(json), out var wrong));
        Assert.Equal(expected, wrong);
    }

    [Fact]
    public void A_key_without_a_user_and_a_certificate_of_another_key_are_named()
    {
        using var key = RSA.Create(2048);
        using var other = RSA.Create(2048);
        Assert.Null(SalesforceSecret.Read(Encoding.UTF8.GetBytes(Secret(key).Replace("username", "user", StringComparison.Ordinal)), out var wrong));
        Assert.Equal("username is missing: JWT bearer logs in as this user", wrong);
        var mixed = JsonNode.Parse(Secret(key))!;
        mixed["keys"]![0]!["certificate"] = Certificate(other);
        Assert.Null(SalesforceSecret.Read(Encoding.UTF8.GetBytes(mixed.ToJsonString()), out wrong));
        Assert.Equal("a certificate does not belong to its key", wrong);
    }

    static void App(Rig rig, RSA key) =>
        rig.Do("add-app", new JsonObject { ["clientId"] = "app", ["publicKey"] = key.ExportSubjectPublicKeyInfoPem(), ["removeKeys"] = true }.ToJsonString());

    static string Secret(params RSA[] keys) => Secret(400, keys);

    static string Secret(int days, params RSA[] keys)
    {
        using var organization = new Rig(isNow: true);
        var user = organization.Crm.Open(Rig.Cancellation).GetAwaiter().GetResult().UserId!;
        return new JsonObject
        {
            ["clientId"] = "app",
            ["username"] = organization.Show(user)["Username"]!.GetValue<string>(),
            ["keys"] = new JsonArray([.. keys.Select(key => (JsonNode)new JsonObject { ["privateKey"] = key.ExportPkcs8PrivateKeyPem(), ["certificate"] = Certificate(key, days) })]),
        }.ToJsonString();
    }

    static string Certificate(RSA key, int days = 400)
    {
        var request = new CertificateRequest("CN=lambdasync", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(days));
        return certificate.ExportCertificatePem();
    }

    sealed class Recorder(Simulator.Salesforce.SalesforceSimulator simulator, List<string> hosts) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            hosts.Add(request.RequestUri!.Host);
            return simulator.Answer(request, cancellationToken);
        }
    }
}
