using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LambdaSync.Connections.State;
using LambdaSync.Local.State;
using LambdaSync.Sync;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Cli;

/// <summary><c>backfill</c>, <c>record refresh</c> and <c>schedule</c> where something stops or fails, against the simulator.</summary>
public sealed partial class BackfillTests : IAsyncLifetime
{
    readonly TempFolder _folder = new();
    readonly HttpClient _control = new();
    CliSimulator _simulator = null!;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _simulator = await CliSimulator.Start("12");
        _control.BaseAddress = _simulator.Address;
    }

    public ValueTask DisposeAsync()
    {
        _simulator.Dispose();
        _control.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    [Trait("Row", "A15")]
    public async Task A_backfill_that_overwrites_too_much_stops_and_goes_on_when_it_may()
    {
        var first = await Run("backfill");
        Assert.True(first.Exit == 0, first.Output);
        Assert.Contains("12 seen, 12 compared, 0 overwritten, 0 failed\n", first.Output, StringComparison.Ordinal);
        Assert.Contains("\n12 seen, 12 compared\n", "\n" + first.Output, StringComparison.Ordinal); // the progress, in a pipe
        foreach (var id in new[] { "O1000002", "O1000006", "O1000010" })
            await Do("edit-opportunity", $$"""{"id":"{{id}}","body":{"Project":{"Title":"Changed"} } }""");

        var stopped = await Run("backfill", "--max-changes", "1");
        Assert.Equal(1, stopped.Exit);
        var name = Name().Match(stopped.Output).Value;
        Assert.Contains("the run would overwrite more than 1 existing records", stopped.Output, StringComparison.Ordinal);
        Assert.Contains($"'lambdasync backfill --resume {name} --max-changes N'", stopped.Output, StringComparison.Ordinal);
        Assert.Equal(1, await Changed());
        Assert.Contains($"{name},once,stopped,-,", (await Run("schedule", "list", "--output", "csv")).Output, StringComparison.Ordinal);

        Assert.Equal(1, (await Run("backfill", "--resume", name)).Exit);
        Assert.Equal(1, await Changed());
        var resumed = await Run("backfill", "--resume", name, "--max-changes", "3");
        Assert.True(resumed.Exit == 0, resumed.Output);
        Assert.Equal(3, await Changed());
        Assert.Equal((0, $"{name} is complete; there is nothing to resume\n"), await Run("backfill", "--resume", name));
    }

    [Theory]
    [Trait("Row", "A15")]
    [InlineData(new[] { "--review-status", "Approved" }, "O1000003 O1000007 O1000011")]
    [InlineData(new[] { "--stage", "Qualified" }, "O1000005 O1000006 O1000007 O1000008")]
    [InlineData(new[] { "--stage", "Prospect", "--stage", "Qualified", "--review-status", "Action Required" }, "O1000004 O1000008")]
    public async Task A_backfill_takes_what_its_filters_name_and_nothing_else(string[] filters, string ids)
    {
        var (exit, output) = await Run(["backfill", .. filters]);
        Assert.True(exit == 0, output);
        var count = ids.Split(' ').Length;
        Assert.Contains($"{count} seen, {count} compared, 0 overwritten, 0 failed\n", output, StringComparison.Ordinal);
        var crm = (await Run("crm", "list", "Opportunity", "--output", "json")).Output;
        Assert.Equal(ids, string.Join(' ', Identifier().Matches(crm).Select(m => m.Value).Distinct().Order(StringComparer.Ordinal)));
    }

    [Fact]
    [Trait("Row", "A15")]
    [Trait("Row", "E1")]
    public async Task A_backfill_whose_filter_AWS_refuses_is_not_tried_again()
    {
        var (exit, output) = await Run("backfill", "--stage", "Qualifed");
        Assert.Equal(1, exit);
        var name = Name().Match(output).Value;
        Assert.Contains("ValidationException", output, StringComparison.Ordinal);
        Assert.EndsWith("Fix: correct the filter and start a new backfill.\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain("--resume", output, StringComparison.Ordinal);
        Assert.Contains($"{name},once,stopped,-,", (await Run("schedule", "list", "--output", "csv")).Output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "E1")]
    public async Task A_backfill_that_is_turned_off_is_listed_and_can_go_on()
    {
        await Store("backfill-1", "AWS", new Schedule(TimeSpan.Zero));
        Assert.Equal(0, (await Run("schedule", "off", "backfill-1")).Exit);
        Assert.Contains("backfill-1,once,off,-,-,0,0,,turned off", (await Run("schedule", "list", "--output", "csv")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await Run("backfill", "--resume", "backfill-1")).Exit);
        // One that is done needs no list.
        Assert.Equal(0, (await Run("schedule", "off", "backfill-1")).Exit);
        Assert.DoesNotContain("backfill-1", (await Run("schedule", "list", "--output", "csv")).Output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "A15")]
    public async Task Records_that_fail_make_it_partly_done_and_a_refresh_says_what_became_of_each()
    {
        Assert.Equal(0, (await Run("backfill")).Exit);
        Assert.Equal((0, "O1000003: both sides are the same\n"), await Run("record", "refresh", "O1000003"));
        // AWS does not take a close date that is past.
        await Run("crm", "set", "Opportunity", "O1000003", "CloseDate=2020-01-01");

        var failed = await Run("backfill");
        Assert.Equal(3, failed.Exit);
        Assert.Contains("12 compared, 0 overwritten, 1 failed\n", failed.Output, StringComparison.Ordinal);
        var refreshed = await Run("record", "refresh", "O1000003");
        Assert.Equal(1, refreshed.Exit);
        Assert.Contains("O1000003: failed: ", refreshed.Output, StringComparison.Ordinal);
        Assert.Contains("CloseDate is in the past", refreshed.Output, StringComparison.Ordinal);

        await Run("crm", "set", "Opportunity", "O1000003", "CloseDate=2099-06-01");
        var corrected = await Run("record", "refresh", "O1000003");
        Assert.Equal(0, corrected.Exit);
        Assert.StartsWith("O1000003: updated at AWS\n", corrected.Output, StringComparison.Ordinal);
        await Do("edit-opportunity", """{"id":"O1000004","body":{"Project":{"Title":"Changed"}}}""");
        Assert.Equal((0, "O1000004: updated in the CRM\n"), await Run("record", "refresh", "O1000004"));

        // AWS has approved it, which closes its title and leaves its city open.
        await Run("crm", "set", "Opportunity", "O1000003", "Name=Renamed", "AWS_city__c=Portland");
        var half = await Run("record", "refresh", "O1000003");
        Assert.Equal(1, half.Exit);
        Assert.Contains("sync-closed-field Project.Title", half.Output, StringComparison.Ordinal);
        Assert.Contains("Portland", (await CliProcess.Run(_simulator.Environment, null, "opportunity", "show", "O1000003")).Output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "A15")]
    public async Task What_failed_before_a_backfill_was_resumed_counts_too()
    {
        Assert.Equal(0, (await Run("backfill")).Exit);
        await Run("crm", "set", "Opportunity", "O1000003", "CloseDate=2020-01-01");
        // It moves to the end of AWS's list.
        await Do("edit-opportunity", """{"id":"O1000002","body":{"Project":{"Title":"Changed"} } }""");
        var name = string.Create(CultureInfo.InvariantCulture, $"backfill-{DateTimeOffset.UtcNow:yyyyMMdd-HHmmss}-001");
        await Store(name, "AWS", new Schedule(TimeSpan.Zero, MaxChanges: 0, Part: 1));
        Assert.Contains("stopped: the run would overwrite more than 0 existing", (await Run("backfill", "--resume", name)).Output, StringComparison.Ordinal);

        var (exit, output) = await Run("backfill", "--resume", name, "--max-changes", "1");

        Assert.Contains(" 1 overwritten, 1 failed\n", output, StringComparison.Ordinal);
        Assert.Equal(3, exit);
    }

    [Fact]
    [Trait("Row", "A15")]
    public async Task A_refresh_of_a_CRM_record_that_AWS_does_not_have_creates_it_there()
    {
        const string New = """
            {"Name":"From the CRM","Sync_with_AWS__c":true,"StageName":"Prospecting","CloseDate":"2099-03-15","AWS_customerCompanyName__c":"Example Ltd","AWS_customerWebsite__c":"https://example.com","AWS_industry__c":"Travel","AWS_country__c":"US","AWS_postalCode__c":"98101","AWS_projectDescription__c":"A problem that is long enough to be described here.","AWS_expectedMonthlyAwsRevenue__c":1000,"AWS_IsOppFromMarketingActivity__c":"None"}
            """;
        var imported = await CliProcess.Run(_simulator.Environment, New.Trim(), "crm", "import", "Opportunity", "--data", _folder.File("data"));
        Assert.True(imported.Exit == 0, imported.Output);
        var id = JsonNode.Parse((await Run("crm", "list", "Opportunity", "--output", "json")).Output)!["id"]!.GetValue<string>();

        var (exit, output) = await Run("record", "refresh", id);

        Assert.True(exit == 0, output);
        var shared = Regex.Match(output, $"^Opportunity/{id}: created at AWS as (O[0-9]+), a draft: not submitted, [0-9]+ fields missing\n").Groups[1].Value;
        Assert.Contains("From the CRM", (await CliProcess.Run(_simulator.Environment, null, "opportunity", "show", shared)).Output, StringComparison.Ordinal);
        // From now on it is the shared record, under either id. The command has brought what AWS set of itself to the CRM.
        Assert.StartsWith(shared + ": both sides are the same\n", (await Run("record", "refresh", id)).Output, StringComparison.Ordinal);
        var missing = await Run("record", "refresh", "nothing");
        Assert.Equal(1, missing.Exit);
        Assert.Contains("the CRM has no Opportunity/nothing", missing.Output, StringComparison.Ordinal);
        await CliProcess.Run(_simulator.Environment, New.Trim().Replace("\"Sync_with_AWS__c\":true,", "", StringComparison.Ordinal), "crm", "import", "Opportunity", "--data", _folder.File("data"));
        var other = (await Run("crm", "list", "Opportunity", "--output", "json")).Output.Split('\n').Select(line => Regex.Match(line, "^{\"id\":\"([^\"]+)").Groups[1].Value).Single(found => found.Length > 0 && found != id);
        // Asking is enough: the flag is for what shares by itself.
        Assert.StartsWith($"Opportunity/{other}: created at AWS as O", (await Run("record", "refresh", other)).Output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "A13")]
    [Trait("Row", "A15")]
    public async Task A_backfill_of_the_sandbox_goes_on_in_the_sandbox()
    {
        var name = "backfill-1";
        await Store(name, "Sandbox", new Schedule(TimeSpan.Zero, IsOff: true, MaxChanges: 1));
        Assert.DoesNotContain(name, (await Run("schedule", "list", "--output", "csv")).Output, StringComparison.Ordinal);
        Assert.Contains(name + ",once,off", (await Run("schedule", "list", "--catalog", "Sandbox", "--output", "csv")).Output, StringComparison.Ordinal);
        Assert.Equal(1, (await Run("backfill", "--resume", name)).Exit);

        var resumed = await Run("backfill", "--resume", name, "--catalog", "Sandbox", "--max-changes", "5");

        Assert.True(resumed.Exit == 0, resumed.Output);
        using var store = new SqliteSyncStore(_folder.File("data/sync.db"));
        var end = Schedule.Read((await store.GetWork(new WorkKey("Sandbox", WorkKind.Schedule, name), Cancellation))!.Data);
        Assert.Equal((5, false), (end.MaxChanges, end.IsOff));
        Assert.NotNull(end.Ended);
    }

    [Fact]
    [Trait("Row", "E1")]
    public async Task What_another_worker_has_is_left_to_it()
    {
        var schedule = new Schedule(TimeSpan.FromMinutes(15));
        await Store(Schedules.Opportunities, "AWS", schedule);
        await Store("backfill-1", "AWS", schedule);
        using (var store = new SqliteSyncStore(_folder.File("data/sync.db")))
        {
            var now = TimeProvider.System.GetUtcNow();
            WorkKey[] keys = [new("AWS", WorkKind.Schedule, Schedules.Opportunities), new("AWS", WorkKind.Schedule, "backfill-1")];
            Assert.All(await store.Claim(keys, new ClaimTerms("another", now, now.AddMinutes(5)), Cancellation), Assert.NotNull);
        }

        foreach (var arguments in new string[][] { ["schedule", "set", Schedules.Opportunities, "--every", "1h"], ["schedule", "off", Schedules.Opportunities], ["backfill", "--resume", "backfill-1", "--max-changes", "5"] })
        {
            var (exit, output) = await Run(arguments);
            Assert.Equal(1, exit);
            Assert.Contains("is running. Fix:", output, StringComparison.Ordinal);
        }

        Assert.Contains("sweep-opportunities,15m,on", (await Run("schedule", "list", "--output", "csv")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("backfill", "--resume", "sweep-opportunities")]
    [InlineData("backfill", "--resume", "backfill-1", "--stage", "Qualified")]
    [InlineData("backfill", "--resume", "backfill-1", "--dry-run")]
    [InlineData("backfill", "--modified-since", "yesterday")]
    [InlineData("notification", "list", "--from", "yesterday")]
    public async Task What_makes_no_sense_is_wrong_usage(params string[] arguments) => Assert.Equal(2, (await Run(arguments)).Exit);

    [Fact]
    [Trait("Row", "A8")]
    public async Task Notifications_of_a_time()
    {
        Directory.CreateDirectory(_folder.File("data"));
        using (var store = new SqliteSyncStore(_folder.File("data/sync.db")))
        {
            Notification Told(int day, string catalog = "AWS") => new($"{catalog}{day}", catalog, new DateTimeOffset(2026, 1, day, 12, 0, 0, TimeSpan.Zero), "Opportunity Updated", $"O{day}", null, Found: false);
            await store.Settle([new Settlement { Notifications = [Told(1), Told(2), Told(3), Told(2, "Sandbox")] }], Cancellation);
        }

        Assert.Equal(["O3", "O2"], await Subjects("--from", "2026-01-02", "--to", "2026-01-04"));
        Assert.Equal(["O1"], await Subjects("--to", "2026-01-02"));
        var listed = await Run("notification", "list", "--output", "csv", "--to", "2026-01-02");
        Assert.Equal((0, "at,kind,about,role,how\n2026-01-01 12:00:00Z,Opportunity Updated,O1,,event\n"), listed);
        Assert.Equal(["O3"], await Subjects("--from", "2026-01-01", "--limit", "1"));
        Assert.Equal(["O2"], await Subjects("--from", "2026-01-01", "--catalog", "Sandbox"));

        async Task<string[]> Subjects(params string[] arguments) =>
            [.. (await Run(["notification", "list", "--output", "csv", .. arguments])).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.StartsWith("2026", StringComparison.Ordinal)).Select(line => line.Split(',')[2])];
    }

    // As a schedule is stored, due at once.
    async Task Store(string name, string catalog, Schedule schedule)
    {
        Directory.CreateDirectory(_folder.File("data"));
        using var store = new SqliteSyncStore(_folder.File("data/sync.db"));
        await store.Wake([new Wake(new WorkKey(catalog, WorkKind.Schedule, name), Reason.Timer, Lane.Sweep, TimeProvider.System.GetUtcNow(), schedule.ToJson())], Cancellation);
    }

    async Task<int> Changed() => TitleChanged().Count((await Run("crm", "list", "Opportunity", "--output", "json")).Output);

    async Task Do(string verb, string input)
    {
        using var answer = await _control.PostAsync(new Uri("/_control/" + verb, UriKind.Relative), new StringContent(input, Encoding.UTF8, "application/json"), Cancellation);
        Assert.True(answer.IsSuccessStatusCode, (JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation)))!.ToString());
    }

    Task<(int Exit, string Output)> Run(params string[] arguments) => CliProcess.Run(_simulator.Environment, null, [.. arguments, "--data", _folder.File("data")]);

    [GeneratedRegex("backfill-[0-9]{8}-[0-9]{6}-[0-9]{3}")]
    private static partial Regex Name();

    [GeneratedRegex("O1[0-9]{6}")]
    private static partial Regex Identifier();

    [GeneratedRegex("\"AWS_partnerProjectTitle__c\":\"Changed\"")]
    private static partial Regex TitleChanged();
}
