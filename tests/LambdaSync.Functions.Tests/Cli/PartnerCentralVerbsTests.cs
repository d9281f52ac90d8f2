using System.Text;
using System.Text.Json;
using Amazon.Runtime;
using LambdaSync.Connections.Aws;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Local.State;
using LambdaSync.Sync.Quotas;
using Xunit;

namespace LambdaSync.Functions.Tests.Cli;

/// <summary><c>simulator</c>, and the verbs that look at Partner Central, against it.</summary>
public sealed class PartnerCentralVerbsTests : IAsyncLifetime
{
    readonly TempFolder _data = new();
    CliSimulator _simulator = null!;

    static CancellationToken None => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _simulator = await CliSimulator.Start("230");

    public ValueTask DisposeAsync()
    {
        _simulator.Dispose();
        _data.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    [Trait("Row", "A15")]
    public async Task An_opportunity_is_shown_with_AWSs_side()
    {
        var (exit, output) = await Run("opportunity", "show", "O1000003");
        Assert.Equal(0, exit);
        var record = JsonDocument.Parse(output).RootElement;
        Assert.Equal("O1000003", record.GetProperty("opportunity").GetProperty("Id").GetString());
        Assert.Equal("O1000003", record.GetProperty("aws").GetProperty("RelatedOpportunityId").GetString());
        // A draft has no other side.
        Assert.False(JsonDocument.Parse((await Run("opportunity", "show", "O1000001")).Output).RootElement.TryGetProperty("aws", out _));
        Assert.Contains("Customer.Account.CompanyName", (await Run("opportunity", "show", "O1000003", "--output", "table")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("O9", "ResourceNotFoundException")]
    [InlineData("X9", "field-pattern")] // stopped before it leaves
    public async Task What_is_not_there_is_told(string id, string told)
    {
        var (exit, output) = await Run("opportunity", "show", id);
        Assert.Equal(1, exit);
        Assert.Contains(told, output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "A20")]
    public async Task An_engagement_is_shown_with_its_snapshot_jobs_and_says_that_their_role_is_missing()
    {
        var lead = await Control("invite-lead", """{"company":"Globex"}""");
        await Control("accept-elsewhere", $$"""{"id":"{{lead.GetProperty("id").GetString()}}"}""");
        var engagement = lead.GetProperty("engagementId").GetString()!;
        using var aws = new PartnerCentralClient(new AwsSettings { Endpoint = _simulator.Address, Credentials = new BasicAWSCredentials("test", "test") });
        await aws.Call(SellingOperations.StartOpportunityFromEngagementTask, Encoding.UTF8.GetBytes($$"""{"Catalog":"AWS","ClientToken":"t","ContextIdentifier":"1","Identifier":"{{engagement}}"}"""), None);
        await Control("clock", """{"advanceSeconds":10}""");
        var (exit, output) = await Run("engagement", "show", engagement);
        Assert.Equal(0, exit);
        Assert.Contains("warning snapshot-role-missing", output, StringComparison.Ordinal);
        Assert.Contains("\"snapshotJobs\":[{", output, StringComparison.Ordinal);
        Assert.Contains("\"Status\":\"Running\"", output, StringComparison.Ordinal);

        await aws.PutSellingSystemSettings("AWS", "snapshots", None);
        Assert.DoesNotContain("snapshot-role-missing", (await Run("engagement", "show", engagement)).Output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "A13")]
    public async Task The_sandbox_is_another_catalog()
    {
        Assert.Equal(0, (await Run("opportunity", "show", "O1000231", "--catalog", "Sandbox")).Exit);
        Assert.Equal(1, (await Run("opportunity", "show", "O1000231")).Exit);
    }

    [Fact]
    [Trait("Row", "A7")]
    public async Task Solutions_come_into_the_CRM_and_those_that_AWS_gives_up_are_marked()
    {
        Assert.Contains("3 solutions: 3 new, 0 no longer listed", (await Run("solution", "refresh", "--data", _data.File("d"))).Output, StringComparison.Ordinal);
        Assert.Contains("3 solutions: 0 new, 0 no longer listed", (await Run("solution", "refresh", "--data", _data.File("d"))).Output, StringComparison.Ordinal);
        await Run("crm", "set", "AWS_Solution__c", "S-0000001", "AWS_Solution_Id__c=S-0000009", "--data", _data.File("d"));

        Assert.Contains("3 solutions: 1 new, 1 no longer listed", (await Run("solution", "refresh", "--data", _data.File("d"))).Output, StringComparison.Ordinal);

        var gone = (await Run("crm", "show", "AWS_Solution__c", "S-0000009", "--data", _data.File("d"), "--output", "json")).Output;
        Assert.Contains("\"Active__c\":false", gone, StringComparison.Ordinal);
        // The Sandbox's are others, whatever their ids.
        Assert.Contains("4 solutions: 4 new", (await Run("solution", "refresh", "--catalog", "Sandbox", "--data", _data.File("d"))).Output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "A15")]
    public async Task A_dry_backfill_counts_all_pages_and_writes_nothing()
    {
        var (exit, output) = await Run("backfill", "--dry-run", "--data", _data.File("d"));
        Assert.Equal(0, exit);
        var count = JsonDocument.Parse(output).RootElement;
        Assert.Equal((3, 230, 230), (count.GetProperty("pages").GetInt32(), count.GetProperty("opportunities").GetInt32(), count.GetProperty("unlinked").GetInt32()));
        Assert.Equal(230, count.GetProperty("reviewStatuses").EnumerateObject().Sum(c => c.Value.GetInt32()));

        // Its three reads are in the ledger that serve keeps too. A slow machine lets send times lapse and takes new ones.
        using (var ledger = new SqliteQuotaStore(_data.File("d/sync.db")))
            Assert.InRange((await ledger.Read("own", QuotaGroup.Read, TestContext.Current.CancellationToken)).State.Day.Used(TimeProvider.System.GetUtcNow()).All, 3, 30);

        var some = JsonDocument.Parse((await Run("backfill", "--dry-run", "--stage", "Qualified", "--review-status", "Approved", "--data", _data.File("d"))).Output).RootElement;
        Assert.Equal(["Qualified"], some.GetProperty("stages").EnumerateObject().Select(s => s.Name));
        Assert.Equal(0, JsonDocument.Parse((await Run("backfill", "--dry-run", "--modified-since", "2099-01-01", "--data", _data.File("d"))).Output).RootElement.GetProperty("opportunities").GetInt32());
        Assert.Equal("", (await Run("log", "list", "--data", _data.File("d"), "--output", "json")).Output);
    }

    [Fact]
    [Trait("Row", "A15")]
    [Trait("Row", "E1")]
    public async Task A_backfill_a_refresh_and_schedules()
    {
        var data = _data.File("d");
        var (exit, output) = await Run("backfill", "--stage", "Qualified", "--review-status", "Approved", "--data", data);
        Assert.Equal(0, exit);
        var crm = (await Run("crm", "list", "Opportunity", "--data", data, "--output", "json")).Output;
        var id = System.Text.RegularExpressions.Regex.Match(crm, "O1[0-9]{6}").Value;
        Assert.NotEqual("", id);
        Assert.Contains(" compared, 0 overwritten, 0 failed", output, StringComparison.Ordinal);
        // Again, it finds nothing to do; linked ones can be left out.
        Assert.Contains(" 0 compared", (await Run("backfill", "--stage", "Qualified", "--review-status", "Approved", "--only-unlinked", "--data", data)).Output, StringComparison.Ordinal);
        Assert.Equal(1, (await Run("backfill", "--resume", "backfill-none", "--data", data)).Exit);

        Assert.Equal(0, (await Run("crm", "set", "Opportunity", id, "AWS_city__c=Portland", "--data", data)).Exit);
        var (refreshed, told) = await Run("record", "refresh", id, "--data", data);
        Assert.Equal(0, refreshed);
        Assert.StartsWith($"{id}: updated at AWS\n", told, StringComparison.Ordinal);
        Assert.Equal((0, $"{id}: both sides are the same\n"), await Run("record", "refresh", id, "--data", data));
        Assert.Contains("Portland", (await Run("opportunity", "show", id)).Output, StringComparison.Ordinal);
        Assert.Equal(3, (await Run("record", "refresh", id, "O9", "--data", data)).Exit);

        Assert.Contains("sweep-opportunities,15m", (await Run("schedule", "list", "--data", data, "--output", "csv")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await Run("schedule", "set", "sweep-opportunities", "--every", "2h", "--data", data)).Exit);
        Assert.Equal(0, (await Run("schedule", "off", "sweep-invitations", "--data", data)).Exit);
        var listed = (await Run("schedule", "list", "--data", data, "--output", "csv")).Output;
        Assert.Contains("sweep-opportunities,2h", listed, StringComparison.Ordinal);
        Assert.Contains("sweep-invitations,15m,off", listed, StringComparison.Ordinal);
        Assert.Equal(1, (await Run("schedule", "set", "nothing", "--data", data)).Exit);
        Assert.Equal(2, (await Run("schedule", "set", "sweep-summaries", "--every", "2d", "--data", data)).Exit);
        Assert.Equal(0, (await Run("schedule", "off", "--all", "--data", data)).Exit);

        // With Partner Central, serve ticks: all schedules are off, so only what the CRM changed would go out.
        Assert.Equal(0, (await Run("serve", "--once", "--partner-central", "--data", data)).Exit);
    }

    async Task<JsonElement> Control(string verb, string input)
    {
        using var http = new HttpClient();
        using var body = new StringContent(input);
        using var answer = await http.PostAsync(new Uri(_simulator.Address, "/_control/" + verb), body, None);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(None)).RootElement;
    }

    Task<(int Exit, string Output)> Run(params string[] arguments) => CliProcess.Run(_simulator.Environment, null, arguments);
}
