using LambdaSync.Connections.State;
using LambdaSync.Local.State;
using LambdaSync.PartnerCentral;
using LambdaSync.Sync;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Cli;

[Trait("Row", "B10")]
public sealed class MigrateTests : IDisposable
{
    const string Known = """{"Name":"Ours","StageName":"Prospecting","CloseDate":"2097-01-01","APN_CRM_Unique_Identifier__c":"O1000001"}""";
    const string New = """{"Name":"New","StageName":"Prospecting","CloseDate":"2097-01-01","Sync_with_AWS__c":true}""";

    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_has_no_link_is_named_and_nothing_stops_the_change()
    {
        await Ran.With(Known + "\n" + New, "crm", "import", "Opportunity", "--data", _folder.Root);
        var ran = await Ran.Of("migrate", "check", "--data", _folder.Root, "--output", "json");
        Assert.Equal((3, ""), (ran.Exit, ran.Error));
        Assert.Equal(["records with AWS's identifier and no link", "records to be shared that AWS does not have"], ran.Lines.Where(line => line.GetProperty("state").GetString() == "look").Select(line => line.GetProperty("check").GetString()));
        Assert.All(ran.Lines, line => Assert.Equal(line.GetProperty("count").GetInt32() == 0, line.GetProperty("state").GetString() == "ok"));
    }

    [Fact]
    public async Task A_call_whose_effect_is_not_known_stops_the_change_to_files()
    {
        await Ran.With(Known, "crm", "import", "Opportunity", "--data", _folder.Root);
        await OnItsWay(null);
        var set = await Ran.Of("migrate", "set", "opportunity", "files", "--data", _folder.Root);
        Assert.Equal(1, set.Exit);
        Assert.Contains("O1000001", set.Error, StringComparison.Ordinal);
        Directory.CreateDirectory(_folder.File("ace"));
        var served = await Ran.Of("serve", "--once", "--exchange", _folder.File("ace"), "--partner-id", "1234567", "--data", _folder.Root);
        Assert.Equal(1, served.Exit);
        Assert.Contains("records on their way: 1, O1000001 among them", served.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await Ran.Of("migrate", "set", "lead", "files", "--data", _folder.Root)).Exit);
    }

    [Fact]
    public async Task A_record_in_a_file_stops_the_change_and_the_backfill()
    {
        await Ran.With(Known, "crm", "import", "Opportunity", "--data", _folder.Root);
        Assert.Equal(0, (await Ran.Of("migrate", "set", "opportunity", "files", "--data", _folder.Root)).Exit);
        await OnItsWay("opportunity-inbound/a_11302026120000.json");
        var ran = await Ran.Of("migrate", "check", "--data", _folder.Root, "--output", "json");
        Assert.Equal(1, ran.Exit);
        Assert.Equal("O1000001", ran.Lines.Single(line => line.GetProperty("check").GetString() == "records on their way in a file").GetProperty("examples")[0].GetString());
        var set = await Ran.Of("migrate", "set", "opportunity", "api", "--data", _folder.Root);
        Assert.Equal(1, set.Exit);
        Assert.Contains("O1000001", set.Error, StringComparison.Ordinal);
        var backfill = await Ran.Of("migrate", "backfill", "--data", _folder.Root);
        Assert.Equal(1, backfill.Exit);
        Assert.Contains("records on their way in a file: 1", backfill.Error, StringComparison.Ordinal);
    }

    // As a worker leaves a record that it has sent: in a file, or with a call that got no answer.
    async Task OnItsWay(string? file)
    {
        using var store = new SqliteSyncStore(_folder.File("sync.db"));
        var (key, now) = (WorkKey.Opportunity("AWS", "O1000001"), DateTimeOffset.UtcNow);
        await store.Wake([new Wake(key, Reason.Crm, Lane.Edit, now)], CancellationToken.None);
        var claim = (await store.Claim([key], new ClaimTerms("test", now, now.AddMinutes(1), false), CancellationToken.None))[0]!;
        var state = new RecordState(key, "Opportunity", "006", "{}"u8.ToArray(), "{}"u8.ToArray(), null, 0, false, 0);
        var call = new PendingCall(nameof(UpdateOpportunity), "{}"u8.ToArray(), now, state, []) { File = file };
        await store.Settle([new Settlement { Claim = claim, Intent = new StoredIntent(Aws: call).ToJson(), Next = new WorkNext.Again(now.AddHours(1), "it waits", Counts: false) }], CancellationToken.None);
    }

    [Theory]
    [InlineData(null, Schedules.PullOpportunities, Schedules.PullLeads)]
    [InlineData("lead", Schedules.PullArchivePrefix + "lead")]
    [Trait("Row", "B1")]
    public async Task A_pull_is_requested_with_a_schedule(string? archive, params string[] names)
    {
        await Ran.With(New, "crm", "import", "Opportunity", "--data", _folder.Root);
        string[] args = ["file", "pull", "--data", _folder.Root, .. archive is null ? (string[])[] : ["--archive", archive]];
        var ran = await Ran.Of(args);
        Assert.True(ran.Exit == 0, ran.Error);
        using var store = new SqliteSyncStore(_folder.File("sync.db"));
        var items = await store.ListWork("AWS", 100, CancellationToken.None);
        Assert.All(names, name => Assert.True(Assert.Single(items, item => item.Key.Id.StartsWith(name, StringComparison.Ordinal)).Due <= DateTimeOffset.UtcNow));
    }
}
