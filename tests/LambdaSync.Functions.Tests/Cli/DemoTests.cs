using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LambdaSync.Cli;
using LambdaSync.Cli.Commands;
using LambdaSync.Cli.Demo;
using LambdaSync.Simulator;
using Xunit;

namespace LambdaSync.Functions.Tests.Cli;

/// <summary><c>demo</c>: the whole way of a referral, a lead and a deal, what it prints, and what is left afterwards.</summary>
[Trait("Row", "H4")]
public sealed partial class DemoTests : IDisposable
{
    const string Deal = "O1000003";

    static readonly string[] Steps =
    [
        "1. invited", "2. accepted", "3. lead offered", "4. lead accepted", "5. lead qualified", "6. lead converted", "7. requested",
        "8. shared", "9. associated", "10. submitted", "11. action required", "12. corrected", "13. approved", "14. both edited", "15. launched",
    ];

    readonly TempFolder _folder = new();

    static readonly string[] Shown = ["AWS_invitationKind__c", "AWS_partnerAcceptanceStatus__c", "AWS_qualificationStatus__c", "AWS_opportunity__c", "AWS_Sync_Status__c"];

    static CancellationToken None => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Row", "A2")]
    [Trait("Row", "A3")]
    [Trait("Row", "A17")]
    public async Task Every_record_goes_its_whole_way_and_the_printed_commands_work()
    {
        var started = Stopwatch.GetTimestamp();
        var ran = await Ran.Of("demo", "--data", _folder.File("data"));
        TestContext.Current.TestOutputHelper?.WriteLine($"{Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s");
        Assert.Equal((0, ""), (ran.Exit, ran.Error));
        Assert.Equal(Steps, StepsOf(ran.Out));
        Assert.Contains("Stage: LambdaSync translates \"Launched\" at AWS to \"Closed Won\" in the CRM.", ran.Out, StringComparison.Ordinal);

        var commands = CommandsOf(ran.Out).Where(c => c[0] != "demo").ToList();
        Assert.Equal(
            ["crm show", "explain " + Deal, "invitation list", "invitation show", "lead list", "lead show", "log list", "log show", "notification list"], commands.Select(c => $"{c[0]} {c[1]}").Order(StringComparer.Ordinal));
        foreach (var command in commands)
            Assert.Equal(0, (await Ran.Of(command)).Exit);
        await HasRealData(_folder.File("data"));
        await HasOneRecordOfEach(_folder.File("data"));
    }

    [Fact]
    [Trait("Row", "F3")]
    [Trait("Row", "F8")]
    [Trait("Row", "F10")]
    public async Task Offers_agreements_and_authorizations_go_their_whole_way_and_the_printed_commands_work()
    {
        var ran = await Ran.Of("demo", "--deal", "marketplace", "--data", _folder.File("data"));
        Assert.Equal((0, ""), (ran.Exit, ran.Error));
        Assert.Equal(
            ["1. products", "2. draft", "3. published", "4. shared", "5. linked", "6. accepted", "7. renewal offer", "8. authorized", "9. resold", "10. restricted"], StepsOf(ran.Out));
        var commands = CommandsOf(ran.Out);
        Assert.Equal(["crm list", "log list"], commands.Select(c => $"{c[0]} {c[1]}"));
        foreach (var command in commands)
            Assert.Equal(0, (await Ran.Of(command)).Exit);
    }

    [Fact]
    public async Task Without_a_folder_it_says_how_to_keep_the_data()
    {
        var ran = await Ran.Of("demo");
        Assert.Equal((0, ""), (ran.Exit, ran.Error));
        Assert.Contains("deletes its data now", ran.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(Path.GetTempPath(), ran.Out.Replace(AppContext.BaseDirectory, "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(["demo --data demo-data", "demo --wait", "demo files"], CommandsOf(ran.Out).Select(c => string.Join(' ', c)));
    }

    [Fact]
    public async Task A_folder_with_something_in_it_is_left_alone()
    {
        await File.WriteAllTextAsync(_folder.File("mapping.json"), "mine", None);
        var ran = await Ran.Of("demo", "--data", _folder.Root);
        Assert.Equal(1, ran.Exit);
        Assert.Contains("is not empty", ran.Error, StringComparison.Ordinal);
        Assert.Equal([_folder.File("mapping.json")], Directory.EnumerateFileSystemEntries(_folder.Root));
        Assert.Equal("mine", await File.ReadAllTextAsync(_folder.File("mapping.json"), None));
    }

    [Theory]
    [InlineData("StartEngagementByAcceptingInvitationTask", "accepted", 1)]
    [InlineData("StartOpportunityFromEngagementTask", "lead converted", 5)]
    [InlineData("CreateOpportunity", "shared", 7)]
    [InlineData("StartEngagementFromOpportunityTask", "submitted", 9)]
    public async Task A_step_that_does_not_happen_fails_the_demo_by_name(string operation, string step, int before)
    {
        using var simulator = new PartnerCentralSimulator(TimeProvider.System);
        simulator.Control.Do("fault", new JsonObject { ["kind"] = "Error500", ["operation"] = operation, ["count"] = 1_000 });
        using var output = new MemoryStream();
        await using var error = new StringWriter();
        int exit;
        using (var terminal = new Terminal(Stream.Null, output, error, IsTerminal: false))
        using (var folder = new DemoFolder(new DirectoryInfo(_folder.File("data"))))
        {
            exit = await DemoCommand.Run(folder, simulator, withSalesforce: false, wait: false, TimeSpan.FromSeconds(4), terminal, None);
        }

        Assert.Equal(Exit.Failed, exit);
        Assert.Contains($"error: the step '{step}' did not happen within 4 seconds", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("1 records are not done", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(Steps[..before], StepsOf(Encoding.UTF8.GetString(output.ToArray())));
    }

    [Fact]
    public async Task Sixty_columns_and_a_pipe_are_enough()
    {
        var (exit, output) = await CliProcess.Run(new Dictionary<string, string> { ["COLUMNS"] = "60" }, null, "demo", "--data", _folder.File("data"));
        Assert.True(exit == 0, output);
        Assert.DoesNotContain('\e', output);
        Assert.Equal(Steps, StepsOf(output));
        // Commands stay whole, so that they can be copied.
        Assert.All(output.Split('\n').Where(line => !PrintedCommand().IsMatch(line)), line => Assert.True(line.Length <= 60, line));
        var id = (await Ran.Of("crm", "show", "Opportunity", Deal, "--output", "json", "--data", _folder.File("data"))).Lines.Single().GetProperty("id").GetString()!;
        Assert.Contains(output.Split('\n'), line => line.Split(id).Length == 3);
    }

    [Fact]
    public async Task It_waits_with_the_simulated_AWS_until_it_is_stopped()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "the test ends the demo with a signal");
        using var demo = CliProcess.Start(new Dictionary<string, string> { ["TMPDIR"] = _folder.Root }, "demo", "--wait");
        var output = await Until(demo, "Ctrl-C here");
        var environment = Exported(output);
        Assert.Equal(4, environment.Count);
        foreach (var command in CommandsOf(output))
        {
            var (exit, printed) = await CliProcess.Run(environment, null, command);
            Assert.True(exit == 0, $"{string.Join(' ', command)}: {printed}");
        }

        var shown = await CliProcess.Run(environment, null, "opportunity", "show", Deal);
        Assert.Contains("Celebrate", shown.Output, StringComparison.Ordinal);
        Assert.Single(Directory.EnumerateDirectories(_folder.Root, "lambdasync-demo-*"));

        await Interrupt(demo);
        Assert.Equal(0, demo.ExitCode);
        Assert.Empty(Directory.EnumerateDirectories(_folder.Root, "lambdasync-demo-*"));
    }

    [Fact]
    [Trait("Row", "H1")]
    public async Task With_Salesforce_every_record_goes_its_whole_way_and_the_printed_commands_work()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "the test ends the demo with a signal");
        var started = Stopwatch.GetTimestamp();
        using var demo = CliProcess.Start(new Dictionary<string, string>(), "demo", "--crm", "salesforce", "--wait", "--data", _folder.File("data"));
        var output = await Until(demo, "Ctrl-C here");
        TestContext.Current.TestOutputHelper?.WriteLine($"{Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s");
        Assert.Equal(Steps, StepsOf(output));
        Assert.Contains("Stage: LambdaSync translates \"Launched\" at AWS to \"Closed Won\" in the CRM.", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Spend a month: ", output, StringComparison.Ordinal);

        // As a person types them, one after the other.
        var environment = Exported(output);
        Assert.Equal("salesforce", environment["LAMBDASYNC_CRM"]);
        var typed = output.Split('\n').Select(line => line.Trim()).Where(line => PrintedCommand().IsMatch("  " + line) || line.StartsWith("curl ", StringComparison.Ordinal)).ToList();
        Assert.Equal(
            ["crm usage", "curl", "curl", "explain " + Deal, "invitation list", "invitation show", "lead list", "lead show", "log list", "log show", "mapping check", "notification list", "opportunity show", "record refresh"],
            typed.Select(line => line.StartsWith("curl ", StringComparison.Ordinal) ? "curl" : string.Join(' ', CommandsOf("  " + line).Single().Take(2))).Order(StringComparer.Ordinal));
        foreach (var line in typed)
        {
            var (exit, printed) = await Shell(line.Replace("curl ", "curl --silent --show-error --fail ", StringComparison.Ordinal), environment);
            Assert.True(exit == 0 && printed.Trim().Length > 0, $"{line}: {printed}");
        }

        Assert.Contains("Celebrate", (await CliProcess.Run(environment, null, "opportunity", "show", Deal)).Output, StringComparison.Ordinal);
        var leads = (await CliProcess.Run(environment, null, "lead", "list", "--data", _folder.File("data"), "--output", "csv")).Output;
        Assert.Contains("Harbor Light Insurance", leads, StringComparison.Ordinal);

        await AnotherFolder(environment);
        await Interrupt(demo);
        Assert.Equal(0, demo.ExitCode);
        var log = await CliProcess.Run(new Dictionary<string, string>(), null, "log", "show", Deal, "--data", _folder.File("data"), "--output", "json");
        Assert.True(log.Exit == 0 && log.Output.Contains("Celebrate", StringComparison.Ordinal), log.Output);
    }

    // A second data folder does not begin with an organization that another one synchronizes (row S-19).
    async Task AnotherFolder(IReadOnlyDictionary<string, string> environment)
    {
        var other = _folder.File("other");
        string[] serve = ["serve", "--partner-central", "--once", "--data", other];
        var refused = await CliProcess.Run(environment, null, serve);
        Assert.Equal(1, refused.Exit);
        Assert.Contains("is synchronized with the catalog AWS by a data folder of the machine", refused.Output, StringComparison.Ordinal);
        var asked = await CliProcess.Run(environment, null, "crm", "takeover", "--reason", "a test", "--data", other);
        Assert.Equal(2, asked.Exit);
        var taken = await CliProcess.Run(environment, null, "crm", "takeover", "--reason", "a test", "--yes", "--data", other);
        Assert.True(taken.Exit == 0 && taken.Output.Contains("AWS: taken over from a data folder of the machine", StringComparison.Ordinal), taken.Output);
        Assert.DoesNotContain("is synchronized with", (await CliProcess.Run(environment, null, serve)).Output, StringComparison.Ordinal);
        Assert.Contains("nothing is to be taken over", (await CliProcess.Run(environment, null, "crm", "takeover", "--reason", "a test", "--data", other)).Output, StringComparison.Ordinal);
    }

    // Reads what a process writes up to a line.
    static async Task<string> Until(Process process, string last)
    {
        var output = new StringBuilder();
        while (await process.StandardOutput.ReadLineAsync(None) is { } line)
        {
            output.AppendLine(line);
            if (line.StartsWith(last, StringComparison.Ordinal))
                break;
        }

        return output.ToString();
    }

    static Dictionary<string, string> Exported(string output) => output.Split('\n').Where(line => line.StartsWith("  export ", StringComparison.Ordinal))
        .SelectMany(line => line.Trim().Split(' ')[1..]).Select(set => set.Split('=', 2)).ToDictionary(set => set[0], set => set[1]);

    static async Task<(int Exit, string Output)> Shell(string line, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("sh", ["-c", line + " 2>&1"]) { RedirectStandardOutput = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(None);
        await process.WaitForExitAsync(None);
        return (process.ExitCode, output);
    }

    static async Task Interrupt(Process process)
    {
        using var signal = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync(None).WaitAsync(TimeSpan.FromSeconds(20), None);
    }

    // What the lines say is in the CRM and in the log.
    static async Task HasRealData(string data)
    {
        var record = (await Ran.Of("crm", "show", "Opportunity", Deal, "--output", "json", "--data", data)).Lines.Single().GetProperty("fields");
        Assert.Equal(("Closed Won", "Launched", "Approved", "Synced"), (Text("StageName"), Text("AWS_stage__c"), Text("AWS_status__c"), Text("AWS_Sync_Status__c")));

        var log = (await Ran.Of("log", "show", Deal, "--output", "json", "--data", data)).Lines;
        var changes = log.Where(line => line.TryGetProperty("changes", out _))
            .SelectMany(line => line.GetProperty("changes").EnumerateArray().Select(c => $"{line.GetProperty("direction").GetString()} {c.GetProperty("field").GetString()}")).ToHashSet();
        Assert.Superset(new HashSet<string> { "outbound LifeCycle.NextSteps", "inbound CloseDate", "outbound related:Solutions", "inbound AWS_apnReviewerComments__c", "outbound Customer.Account.AwsAccountId" }, changes);
        Assert.Empty((await Ran.Of("log", "list", "--status", "Error", "--output", "json", "--data", data)).Lines);

        string? Text(string field) => record.GetProperty(field).GetString();
    }

    // The referral and the lead each have one opportunity at AWS and one record in the CRM; so has the deal. The request waits.
    static async Task HasOneRecordOfEach(string data)
    {
        var opportunities = (await Ran.Of("crm", "list", "Opportunity", "--output", "json", "--data", data)).Lines.Select(Fields).ToList();
        Assert.Equal(["O1000001 Synced", "O1000002 Draft", "O1000003 Synced"], opportunities.Select(f => $"{f["APN_CRM_Unique_Identifier__c"]} {f["AWS_Sync_Status__c"]}").Order(StringComparer.Ordinal));
        var referral = opportunities.Single(f => f["APN_CRM_Unique_Identifier__c"] == "O1000001");
        Assert.Equal(("Accepted", "contact@cobaltrail.example.com"), (referral["AWS_partnerAcceptanceStatus__c"], referral["AWS_customerEmail__c"]));

        var leads = (await Ran.Of("crm", "list", "Lead", "--output", "json", "--data", data)).Lines.Select(Fields).ToList();
        Assert.Equal(["Lead Accepted Qualified O1000002 Synced", "AWS Marketplace Request Pending   Invited"], leads.Select(f => string.Join(' ', Shown.Select(name => f.GetValueOrDefault(name)))));
        var request = (await Ran.Of("invitation", "list", "--output", "json", "--data", data)).Lines.Single();
        Assert.Equal(("AWS Marketplace Request", "PENDING"), (request.GetProperty("kind").GetString(), request.GetProperty("status").GetString()));

        static Dictionary<string, string?> Fields(System.Text.Json.JsonElement record) =>
            record.GetProperty("fields").EnumerateObject().ToDictionary(f => f.Name, f => (string?)f.Value.ToString());
    }

    static IEnumerable<string> StepsOf(string output) =>
        output.Split('\n').Where(line => line.Length > 20 && char.IsAsciiDigit(line[0]) && line.IndexOf('.', StringComparison.Ordinal) is 1 or 2).Select(line => line[..20].TrimEnd());

    // As printed, without what starts the tool.
    static IEnumerable<string[]> CommandsOf(string output) =>
        PrintedCommand().Matches(output).Select(command => command.Groups[1].Value.TrimEnd().Split(' '));

    [GeneratedRegex(@"^  (?:dotnet \S*LambdaSync\.Cli\.dll|\S*/lambdasync) (.+)$", RegexOptions.Multiline)]
    private static partial Regex PrintedCommand();
}
