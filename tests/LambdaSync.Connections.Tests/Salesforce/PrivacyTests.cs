using LambdaSync.Connections.Crm;
using LambdaSync.Connections.Salesforce;
using Xunit;

namespace LambdaSync.Connections.Tests.Salesforce;

/// <summary>No token, no secret and no value of a record is in an exception, a call's line or an address (rows F-3, D9).</summary>
public sealed class PrivacyTests
{
    const string Value = "Confidential", Secret = "the-client-secret";

    [Fact]
    public async Task Nothing_that_is_logged_has_a_value_or_a_token()
    {
        using var rig = new Rig(secret: $$"""{"clientId":"app","clientSecret":"{{Secret}}"}""");
        rig.Do("add-app", $$"""{"clientId":"app","secret":"{{Secret}}"}""");
        var shown = new List<string>();
        var tokens = new HashSet<string>(StringComparer.Ordinal);
        using var handler = new Listener(rig.Simulator, tokens);
        using var crm = new SalesforceCrm(
            new SalesforceSettings(new Uri("https://example.my.salesforce.com")), (_, _) => Task.FromResult(SalesforceSecret.Read(System.Text.Encoding.UTF8.GetBytes(rig.SecretText), out var _)!),
            rig.Time, () => 0, handler, call => shown.Add(call.ToString()));
        await Try(() => crm.Open(Rig.Cancellation));

        // Every kind of failure while a row with values is on its way.
        rig.Do("validation-rule", $$"""{"object":"Opportunity","when":"NextStep = '{{Value}}'","message":"Not {{Value}}","field":"NextStep"}""");
        var row = Rig.Row("O1", $$"""{"CloseDate":"2026-12-31","Description":"{{Value}}","Name":"{{Value}}","StageName":"Prospecting"}""");
        var refused = row with { Fields = System.Text.Encoding.UTF8.GetBytes($$"""{"CloseDate":"2026-12-31","Name":"{{Value}}","NextStep":"{{Value}}","StageName":"Prospecting"}""") };
        foreach (var kind in new[] { "Html503", "Error500", "Unavailable", "Concurrency", "CutBefore", "CutAfter", "ExpiredSession", "QueryTimeout", "QueryTooComplicated" })
        {
            rig.Do("fault", $$"""{"kind":"{{kind}}","count":8}""");
            await Try(() => crm.Write("Opportunity", [row, refused], Rig.Cancellation));
            await Try(() => crm.Find("Opportunity", Rig.Key, [Value], ["Name", "Account.Name"], Rig.Cancellation));
            await Try(() => crm.Changed("Opportunity", CrmInterest.All, null, 200, Rig.Cancellation));
            // A refused login waits for half a minute.
            for (var left = 0; left < 8; left++)
            {
                rig.Advance(TimeSpan.FromMinutes(1));
                await Try(() => crm.Find("Opportunity", Rig.Key, [Value], ["Name"], Rig.Cancellation));
            }
        }

        var written = await crm.Write("Opportunity", [row, refused], Rig.Cancellation);
        // What Salesforce says about a row goes to the store, in the issue's value alone.
        shown.AddRange(written.SelectMany(r => r.Issues).Select(i => $"{i.Code} {i.Field} {i.Rule} {i.Fix}"));
        await Try(() => crm.Find("Opportunity", Value + "'", [Value], ["Name"], Rig.Cancellation));
        await Try(() => crm.Find("Opportunity", Rig.Key, [Value], [$"{Value}; DROP"], Rig.Cancellation));
        rig.Do("settings", """{"runAsUser":false}""");
        rig.Do("expire-sessions");
        await Try(() => crm.Find("Opportunity", Rig.Key, [Value], ["Name"], Rig.Cancellation));

        Assert.NotEmpty(tokens);
        Assert.True(shown.Count > 100);
        Assert.All(shown, line =>
        {
            Assert.DoesNotContain(Secret, line, StringComparison.Ordinal);
            Assert.All(tokens, token => Assert.DoesNotContain(token, line, StringComparison.Ordinal));
        });
        // A field's name that the mapping gives may be shown; a record's value may not.
        Assert.All(shown.Where(line => !line.Contains("sees no field", StringComparison.Ordinal)), line => Assert.DoesNotContain(Value, line, StringComparison.Ordinal));

        async Task Try(Func<Task> work)
        {
            try
            {
                await work();
            }
            catch (ConnectionException failed)
            {
                shown.Add(failed.ToString());
            }
        }
    }

    [Fact]
    public void What_holds_a_secret_shows_nothing_of_it()
    {
        var secret = SalesforceSecret.Read("""{"clientId":"app","clientSecret":"the-client-secret"}"""u8.ToArray(), out var _)!;
        Assert.Equal("SalesforceSecret", secret.ToString());
        Assert.Equal("SalesforceSession", new SalesforceSession("token", new Uri("https://example.my.salesforce.com"), "00D", "005").ToString());
        Assert.Equal("query", new SalesforceRequest("query", HttpMethod.Get, "/query?q=secret").ToString());
        Assert.Equal("CODE", new SalesforceError("CODE", "a value", [], []).ToString());
    }

    [Fact]
    public async Task A_next_page_of_another_host_is_not_followed()
    {
        using var rig = new Rig();
        using var handler = new OtherHost(rig.Simulator);
        using var crm = new SalesforceCrm(new SalesforceSettings(new Uri("https://example.my.salesforce.com")), (_, _) => Task.FromResult(SalesforceSecret.Read("""{"clientId":"test","clientSecret":"test"}"""u8.ToArray(), out var _)!), rig.Time, () => 0, handler);
        await Assert.ThrowsAsync<ConnectionException>(() => crm.Open(Rig.Cancellation));
        Assert.All(handler.Hosts, host => Assert.Equal("example.my.salesforce.com", host));
    }

    // The tokens that go along with requests.
    sealed class Listener(Simulator.Salesforce.SalesforceSimulator simulator, HashSet<string> tokens) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Headers.Authorization?.Parameter is { } token)
                tokens.Add(token);
            return simulator.Answer(request, cancellationToken);
        }
    }

    sealed class OtherHost(Simulator.Salesforce.SalesforceSimulator simulator) : HttpMessageHandler
    {
        public List<string> Hosts { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Hosts.Add(request.RequestUri!.Host);
            if (!request.RequestUri.PathAndQuery.Contains("/query", StringComparison.Ordinal))
                return await simulator.Answer(request, cancellationToken);
            return new HttpResponseMessage { Content = new StringContent("""{"done":false,"nextRecordsUrl":"https://example.org/services/data/x","records":[]}""") };
        }
    }
}
