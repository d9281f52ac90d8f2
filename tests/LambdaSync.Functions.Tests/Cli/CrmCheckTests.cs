using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaSync.Cli;
using LambdaSync.Connections.Aws;
using LambdaSync.Connections.Crm;
using LambdaSync.Simulator.Salesforce;
using LambdaSync.Testing;
using Xunit;

namespace LambdaSync.Functions.Tests.Cli;

/// <summary><c>crm check</c>: an organization, its event relays, and their event sources in AWS.</summary>
[Trait("Row", "F-19")]
public sealed class CrmCheckTests : IDisposable
{
    const string Source = "aws.partner/salesforce.com/00DSm0000000001EAA/0YLSm0000000001EAA";

    static readonly DateTimeOffset Expires = new(2026, 12, 14, 8, 0, 0, TimeSpan.Zero);

    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("RUNNING", "ACTIVE", "ok: RUNNING, last event 2026-12-01 05:00:00Z", "ok: active")]
    [InlineData("PAUSED", "ACTIVE", "look: PAUSED, last event", "ok: active")]
    [InlineData("STOPPED", "PENDING", "look: STOPPED, last event", "look: pending: AWS deletes it on 2026-12-14 08:00:00Z")]
    [InlineData("ERROR", "ACTIVE", "look: ERROR, last event 2026-12-01 05:00:00Z; REPLAY: the replay id is too old", "ok: active")]
    [InlineData("RUNNING", "DELETED", "ok: RUNNING", "look: deleted")]
    [InlineData("RUNNING", null, "ok: RUNNING", "look: not in this account and region")]
    public void Each_state_of_a_relay_and_of_its_source_says_what_to_do(string status, string? state, string relay, string source)
    {
        var found = CrmChecks.Relays(
            [new CrmRelay("ER-1", status, status == "ERROR" ? "REPLAY: the replay id is too old" : null, new DateTimeOffset(2026, 12, 1, 5, 0, 0, TimeSpan.Zero), Source)],
            state is null ? [new PartnerEventSource(Source + "x", "ACTIVE", null)] : [new PartnerEventSource(Source, state, Expires)]).ToList();
        Assert.StartsWith(relay, $"{found[0].State}: {found[0].Detail}", StringComparison.Ordinal);
        Assert.StartsWith(source, $"{found[1].State}: {found[1].Detail}", StringComparison.Ordinal);
        Assert.All(found, f => Assert.Equal(f.State == CrmFinding.Ok, f.Fix.Length == 0));
    }

    [Fact]
    public async Task A_relay_in_error_and_a_source_that_AWS_will_delete_are_shown()
    {
        using var organization = new SalesforceSimulator(TimeProvider.System);
        organization.Control.Do("deploy", new JsonObject { ["folder"] = RepositoryFolder.File("infra", "salesforce", "force-app") });
        organization.Control.Do("relay", new JsonObject { ["status"] = "ERROR", ["errorCode"] = "REPLAY_ID", ["errorMessage"] = "too old", ["lastRelayed"] = "2026-12-01T05:00:00Z" });
        await using var host = await SalesforceHost.Start(organization);
        var name = organization.Control.Do("show", new JsonObject { ["object"] = "EventRelayFeedback" })["records"]![0]!["RemoteResource"]!.GetValue<string>();
        using var events = new EventBridge(_ => $$"""{"EventSources":[{"Name":"{{name}}","State":"PENDING","ExpirationTime":{{Expires.ToUnixTimeSeconds()}}.0}]}""");
        var environment = Environment(host, events);
        var folder = _folder.File("data");

        // The folder is new: the connection is checked before anything is synchronized.
        var (exit, output) = await CliProcess.Run(environment, null, "crm", "check", "--data", folder, "--output", "json");
        var found = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToDictionary(f => f.GetProperty("check").GetString()!);
        Assert.Equal(3, exit);
        Assert.Equal(["organization", "owner", "API calls", "event relay ER-00001", "event source " + name], found.Keys);
        Assert.Equal("pending: AWS deletes it on 2026-12-14 08:00:00Z", found["event source " + name].GetProperty("detail").GetString());
        Assert.Equal("ERROR, last event 2026-12-01 05:00:00Z; REPLAY_ID: too old", found["event relay ER-00001"].GetProperty("detail").GetString());
        Assert.Equal("no one yet: the first to synchronize becomes it", found["owner"].GetProperty("detail").GetString());
        Assert.Equal(["AWSEvents.ListEventSources"], events.Targets);
        // It only looks.
        Assert.Empty(organization.Control.Do("show", new JsonObject { ["object"] = "LambdaSync_Owner__c" })["records"]!.AsArray());

        organization.Control.Do("settings", new JsonObject { ["apiEnabled"] = false });
        var (refused, text) = await CliProcess.Run(environment, null, "crm", "check", "--data", folder, "--output", "json");
        Assert.Equal(1, refused);
        Assert.Contains("\"state\":\"stops\"", text, StringComparison.Ordinal);
    }

    /// <summary>The first step of infra/salesforce's guide, in an organization with what that folder deploys.</summary>
    [Theory]
    [InlineData("mapping.standard.json", "Opportunity", "Lead")]
    [InlineData("mapping.ace.json", "ACE_Opportunity__c", "ACE_Lead__c")]
    [Trait("Row", "H6")]
    public async Task A_mapping_of_the_guide_is_checked_from_a_saved_description(string mapping, string opportunity, string lead)
    {
        using var organization = new SalesforceSimulator(TimeProvider.System);
        organization.Control.Do("deploy", new JsonObject { ["folder"] = RepositoryFolder.File("infra", "salesforce", "force-app") });
        await using var host = await SalesforceHost.Start(organization);
        using var events = new EventBridge(_ => "{}");
        Assert.Equal(0, (await CliProcess.Run(Environment(host, events), null, "crm", "describe", opportunity, lead, "--data", _folder.File("one"), "--out", _folder.File("crm.json"))).Exit);

        // No CRM is connected here.
        var (exit, output) = await CliProcess.Run(new Dictionary<string, string>(), null, "mapping", "check", "--mapping", RepositoryFolder.File("infra", "salesforce", mapping), "--describe", _folder.File("crm.json"), "--data", _folder.File("none"));

        Assert.True(exit == 0 && output.Contains("0 errors, ", StringComparison.Ordinal), output);
    }

    [Fact]
    public async Task The_connection_is_used_from_a_new_folder_and_what_is_wrong_is_named()
    {
        using var organization = new SalesforceSimulator(TimeProvider.System);
        await using var host = await SalesforceHost.Start(organization);
        using var events = new EventBridge(_ => "{}");
        var environment = Environment(host, events);

        Assert.Contains("\"crm\":\"salesforce\"", (await CliProcess.Run(environment, null, "crm", "usage", "--data", _folder.File("one"), "--output", "json")).Output, StringComparison.Ordinal);
        var (exit, output) = await CliProcess.Run(environment, null, "crm", "describe", "Opportunity", "Nothing__c", "--data", _folder.File("one"), "--out", _folder.File("crm.json"));
        Assert.Equal(1, exit);
        Assert.Contains("the CRM shows no object Nothing__c", output, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("crm.json")));

        foreach (var (text, said) in ((string, string)[])[("{}", "It has no list 'objects'."), ("[]", "It has no list 'objects'."), ("""{"objects":[{"name":"A"}]}""", "A has no list 'fields'.")])
        {
            await File.WriteAllTextAsync(_folder.File("wrong.json"), text, TestContext.Current.CancellationToken);
            (exit, output) = await CliProcess.Run(environment, null, "mapping", "check", "--data", _folder.File("one"), "--describe", _folder.File("wrong.json"));
            Assert.Equal(1, exit);
            Assert.Contains($"wrong.json does not hold what 'lambdasync crm describe' writes: {said}", output, StringComparison.Ordinal);
        }

        (exit, output) = await CliProcess.Run(environment, null, "mapping", "auto", "--data", _folder.File("one"), "--describe", _folder.File("none.json"));
        Assert.Equal(1, exit);
        Assert.Contains("none.json can't be read", output, StringComparison.Ordinal);

        environment["LAMBDASYNC_SALESFORCE_SECRET"] = "/lambdasync/lambdasync/salesforce";
        environment["AWS_ENDPOINT_URL_SSM"] = events.Address + "nothing-of-ssm";
        (exit, output) = await CliProcess.Run(environment, null, "crm", "usage", "--data", _folder.File("one"));
        Assert.Equal(1, exit);
        Assert.DoesNotContain("): .", output, StringComparison.Ordinal);
    }

    Dictionary<string, string> Environment(SalesforceHost host, EventBridge events)
    {
        var login = _folder.File("login.json");
        File.WriteAllText(login, """{"clientId":"test","clientSecret":"test"}""");
        return new Dictionary<string, string>
        {
            ["LAMBDASYNC_CRM"] = "salesforce",
            ["LAMBDASYNC_SALESFORCE_HOST"] = host.Address.ToString().TrimEnd('/'),
            ["LAMBDASYNC_SALESFORCE_SECRET"] = "file:" + login,
            ["AWS_ENDPOINT_URL_EVENTBRIDGE"] = events.Address,
            ["AWS_ACCESS_KEY_ID"] = "test",
            ["AWS_SECRET_ACCESS_KEY"] = "test",
            ["AWS_REGION"] = "us-east-1",
        };
    }

    /// <summary>Amazon EventBridge on a loopback port, as far as one operation goes.</summary>
    sealed class EventBridge : IDisposable
    {
        readonly HttpListener _listener = new();

        public EventBridge(Func<string, string> answer)
        {
            Address = $"http://127.0.0.1:{FreePort()}/";
            _listener.Prefixes.Add(Address);
            _listener.Start();
            _ = Task.Run(async () =>
            {
                while (await _listener.GetContextAsync() is { } http)
                {
                    Targets.Add(http.Request.Headers["X-Amz-Target"] ?? "");
                    using var body = new StreamReader(http.Request.InputStream);
                    var bytes = Encoding.UTF8.GetBytes(answer(await body.ReadToEndAsync()));
                    http.Response.ContentType = "application/x-amz-json-1.1";
                    await http.Response.OutputStream.WriteAsync(bytes);
                    http.Response.Close();
                }
            });
        }

        public string Address { get; }

        public List<string> Targets { get; } = [];

        public void Dispose() => _listener.Close();

        static int FreePort()
        {
            using var free = new TcpListener(IPAddress.Loopback, 0);
            free.Start();
            return ((IPEndPoint)free.LocalEndpoint).Port;
        }
    }
}
