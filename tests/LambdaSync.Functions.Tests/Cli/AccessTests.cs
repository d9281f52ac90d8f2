using System.Text.Json.Nodes;
using LambdaSync.Local.State;
using LambdaSync.Simulator;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Cli;

/// <summary>What is wrong for every record (credentials, the address, the mapping) ends a command at its start and touches no record.</summary>
[Trait("Row", "H4")]
public sealed class AccessTests : IAsyncLifetime
{
    readonly TempFolder _folder = new();
    readonly PartnerCentralSimulator _simulator = new(TimeProvider.System);
    SimulatorHost _host = null!;

    static CancellationToken None => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _simulator.Control.Do("seed", new JsonObject { ["opportunities"] = 3 });
        _simulator.Control.Do("add-key", new JsonObject { ["accessKey"] = "AKIDKNOWN", ["secret"] = "right" });
        _host = await SimulatorHost.Start(_simulator);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _simulator.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("AKIDKNOWN", "wrong", null, "AWS does not accept the request's signature", "check AWS_SECRET_ACCESS_KEY or the profile")]
    [InlineData("AKIDOTHER", "right", null, "AWS does not know the access key", "check AWS_ACCESS_KEY_ID or the profile")]
    [InlineData("", "", null, "no AWS credentials were found", "set AWS_PROFILE")]
    [InlineData("AKIDKNOWN", "right", "http://127.0.0.1:1", "no answer from AWS: Connection refused", "check the network")]
    [InlineData("AKIDKNOWN", "right", "partner-central", "not a valid URL", "check AWS_ENDPOINT_URL")]
    public async Task Every_command_says_in_one_line_why_AWS_cannot_be_called(string key, string secret, string? endpoint, string rule, string fix)
    {
        var environment = Environment(key, secret, endpoint);
        var data = _folder.File("data");
        Assert.Equal(0, (await CliProcess.Run(environment, null, "serve", "--once", "--data", data)).Exit);
        string[][] commands =
        [
            ["serve", "--once", "--partner-central", "--data", data], ["serve", "--partner-central", "--data", data + "2"], ["record", "refresh", "O1000001", "--data", data],
            ["backfill", "--data", data], ["backfill", "--dry-run", "--data", data], ["solution", "refresh", "--data", data], ["opportunity", "show", "O1000001"],
        ];
        foreach (var (exit, output) in await Task.WhenAll(commands.Select(command => CliProcess.Run(environment, null, command))))
        {
            Assert.True(exit == 1, output);
            var line = Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
            Assert.StartsWith("error", line, StringComparison.Ordinal);
            Assert.Contains(rule, line, StringComparison.Ordinal);
            Assert.Contains("Fix: " + fix, line, StringComparison.Ordinal);
        }

        using var store = new SqliteSyncStore(_folder.File("data/sync.db"));
        Assert.Empty(await store.ListWork("AWS", 100, None));
        Assert.Null(await store.GetWork(WorkKey.Opportunity("AWS", "O1000001"), None));
    }

    [Fact]
    public async Task One_broken_connection_and_a_busy_AWS_end_nothing()
    {
        _simulator.Control.Do("fault", new JsonObject { ["kind"] = "CutBefore", ["operation"] = "ListOpportunities" });
        var (exit, output) = await CliProcess.Run(Environment("AKIDKNOWN", "right", null), null, "record", "refresh", "O1000001", "--data", await Data());
        Assert.True(exit == 0, output);
        _simulator.Control.Do("fault", new JsonObject { ["kind"] = "Error500", ["operation"] = "ListOpportunities" });
        (exit, output) = await CliProcess.Run(Environment("AKIDKNOWN", "right", null), null, "record", "refresh", "O1000002", "--data", _folder.File("data"));
        Assert.True(exit == 0, output);
    }

    [Theory]
    [InlineData("""{"crmObject":"Opportunity","awsId":"APN_CRM_Unique_Identifier__c","fields":[{"aws":"Customer.Account.CompanyName","crm":"Name"},{"aws":"Customer.Account.CompanyName","crm":"NextStep"}]}""")]
    [InlineData("""{"crmObject":"Opportunity","fields":[]}""")]
    public async Task A_mapping_that_contradicts_itself_ends_the_command_at_its_start(string opportunity)
    {
        await File.WriteAllTextAsync(_folder.File("mapping.json"), $$"""{"version":1,"opportunity":{{opportunity}}}""", None);
        var ran = await Ran.Of("serve", "--once", "--data", _folder.File("data"), "--mapping", _folder.File("mapping.json"));
        Assert.Equal(1, ran.Exit);
        Assert.StartsWith("error mapping-", Assert.Single(ran.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Once_exits_with_3_when_a_record_or_a_sweep_is_left()
    {
        var environment = Environment("AKIDKNOWN", "right", null);
        var data = await Data();
        Assert.Equal(0, (await CliProcess.Run(environment, null, "record", "refresh", "O1000001", "--data", data)).Exit);
        _simulator.Control.Do("fault", new JsonObject { ["kind"] = "Error500", ["operation"] = "UpdateOpportunity" });
        Assert.Equal(0, (await CliProcess.Run(environment, null, "crm", "set", "Opportunity", "O1000001", "AWS_city__c=Portland", "--data", data)).Exit);

        var (exit, output) = await CliProcess.Run(environment, null, "serve", "--once", "--partner-central", "--data", data);
        Assert.True(exit == 3, output);
        Assert.Contains("1 records are not done", output, StringComparison.Ordinal);
        Assert.Contains("  O1000001 waits: UpdateOpportunity", output, StringComparison.Ordinal);

        Assert.Equal(0, (await CliProcess.Run(environment, null, "record", "refresh", "O1000001", "--data", data)).Exit);
        _simulator.Control.Do("fault", new JsonObject { ["kind"] = "Error500", ["operation"] = "ListEngagementInvitations" });
        Assert.Equal(0, (await CliProcess.Run(environment, null, "schedule", "set", "sweep-invitations", "--data", data)).Exit);
        (exit, output) = await CliProcess.Run(environment, null, "serve", "--once", "--partner-central", "--data", data);
        Assert.True(exit == 3, output);
        Assert.Contains("  sweep-invitations waits: ListEngagementInvitations", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_named_with_the_fix()
    {
        Directory.CreateDirectory(_folder.File("data"));
        await File.WriteAllTextAsync(_folder.File("data/sync.db"), "no database", None);
        var ran = await Ran.Of("log", "list", "--data", _folder.File("data"));
        Assert.Equal(1, ran.Exit);
        var line = Assert.Single(ran.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith($"error: {_folder.File("data/sync.db")} can't be opened: ", line, StringComparison.Ordinal);
        Assert.Contains("Fix: restore the file from a backup", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AWS_REGION", "", "no AWS region is set", "set AWS_REGION")]
    [InlineData("AWS_ENDPOINT_URL", "http://127.0.0.1:1", "can't be reached: Connection refused", "check the network, AWS_REGION")]
    public async Task A_stack_that_cannot_be_reached(string name, string value, string rule, string fix)
    {
        var environment = Environment("AKIDKNOWN", "right", null);
        environment[name] = value;
        var (exit, output) = await CliProcess.Run(environment, null, "log", "list", "--stack", "none");
        Assert.Equal(1, exit);
        var line = Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(rule, line, StringComparison.Ordinal);
        Assert.Contains("Fix: " + fix, line, StringComparison.Ordinal);
    }

    async Task<string> Data()
    {
        Assert.Equal(0, (await Ran.Of("serve", "--once", "--data", _folder.File("data"))).Exit);
        return _folder.File("data");
    }

    Dictionary<string, string> Environment(string key, string secret, string? endpoint) => new()
    {
        ["AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING"] = endpoint ?? _host.Address.ToString().TrimEnd('/'),
        ["AWS_ACCESS_KEY_ID"] = key,
        ["AWS_SECRET_ACCESS_KEY"] = secret,
        ["AWS_REGION"] = "us-east-1",
        ["AWS_EC2_METADATA_DISABLED"] = "true",
        ["HOME"] = _folder.Root,
    };
}
