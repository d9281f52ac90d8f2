using System.CommandLine;
using LambdaSync.Cli;
using Xunit;

namespace LambdaSync.Functions.Tests.Cli;

/// <summary>What the command line says of itself and of what it does not understand.</summary>
[Trait("Row", "H4")]
public sealed class UsageTests : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("'lambdasync log' does not know 'lst'. Did you mean 'list'?", "log", "lst")]
    [InlineData("'lambdasync' does not know 'logs'. Did you mean 'log'?", "logs", "list")]
    [InlineData("'lambdasync log list' does not know '--limt'. Did you mean '--limit'?", "log", "list", "--limt", "3")]
    [InlineData("'lambdasync log' needs one of: list, show, edit, replay", "log")]
    [InlineData("--deal marketplace has neither --wait nor --crm salesforce. Fix: leave them out.", "demo", "--deal", "marketplace", "--wait")]
    [InlineData("--days takes a whole number from 1 to 36500, not '-3'", "log", "list", "--days", "-3")]
    [InlineData("--days takes a whole number from 1 to 36500, not 'x'", "notification", "list", "--days", "x")]
    [InlineData("--limit takes a whole number from 1 to 1000000, not '0'", "crm", "list", "Opportunity", "--limit", "0")]
    [InlineData("--max-changes takes a whole number from 0 to 2147483647, not '-1'", "schedule", "set", "sweep-opportunities", "--max-changes", "-1")]
    [InlineData("--interval takes a whole number from 1 to 3600, not '0'", "serve", "--interval", "0")]
    [InlineData("--port takes a whole number from 0 to 65535, not '70000'", "simulator", "--port", "70000")]
    [InlineData("--status takes ApiSuccess, Processed, Partial, Error, not 'Eror'. Did you mean 'Error'?", "log", "list", "--status", "Eror")]
    [InlineData("--today takes a date, 2026-01-31 or 2026-01-31T12:00Z, not 'soon'", "map", "out", "--today", "soon")]
    public async Task Wrong_usage_is_one_line_with_what_was_meant(string line, params string[] args)
    {
        var ran = await Ran.Of(args);
        Assert.Equal(2, ran.Exit);
        var lines = ran.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["usage: " + line, lines[^1]], lines);
        Assert.Matches("^Run 'lambdasync.* --help' to see what there is, with examples\\.$", lines[^1]);
    }

    [Fact]
    public async Task No_type_of_the_program_is_named()
    {
        var ran = await Ran.Of("serve", "--once=maybe");
        Assert.Equal(2, ran.Exit);
        Assert.DoesNotContain("System.", ran.Error, StringComparison.Ordinal);
        Assert.Contains("maybe", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_verb_has_examples_and_each_of_them_is_right()
    {
        var root = Root();
        Assert.All(Verbs(root), verb => Assert.NotEmpty(Examples.Of(verb)));
        foreach (var line in Verbs(root).Append(root).SelectMany(Examples.Of))
        {
            foreach (var part in line.Replace("source <(", "", StringComparison.Ordinal).TrimEnd(')').Split(['|', '<', '>'])[..^0].Where(p => p.TrimStart().StartsWith("lambdasync ", StringComparison.Ordinal)))
                Assert.Empty(root.Parse(part.Trim()["lambdasync ".Length..], Parsing.Settings).Errors.Select(e => $"{line}: {e.Message}"));
        }
    }

    [Fact]
    public async Task Help_shows_the_examples()
    {
        var ran = await Ran.Of("log", "show", "--help");
        Assert.Equal(0, ran.Exit);
        Assert.Contains("Examples:\n  lambdasync log show O1000001\n", ran.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lambdasync lo", "log")]
    [InlineData("lambdasync log ", "edit", "list", "replay", "show")]
    [InlineData("lambdasync log list --st", "--stack", "--status")]
    [InlineData("lambdasync log list --output ", "csv", "json", "table")]
    [InlineData("lambdasync crm list Op", "Opportunity")]
    [InlineData("lambdasync completion ", "bash", "fish", "zsh")]
    public async Task A_shell_can_complete(string line, params string[] found)
    {
        var ran = await Ran.Of("complete", "--position", line.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), "--", line);
        Assert.Equal(0, ran.Exit);
        Assert.Subset(ran.Out.Split('\n').ToHashSet(), found.ToHashSet());
        Assert.DoesNotContain("complete", ran.Out.Split('\n'));
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public async Task A_shells_script_asks_the_tool(string shell) => Assert.Contains("lambdasync complete --position", (await Ran.Of("completion", shell)).Out, StringComparison.Ordinal);

    [Fact]
    public async Task Lists_say_when_they_are_cut_off()
    {
        await Ran.Of("demo", "files", "--data", _folder.Root);
        var cut = await Ran.Of("log", "list", "--limit", "1", "--data", _folder.Root);
        Assert.Equal(2, cut.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("the list is cut off after 1 jobs; to see more, use a larger --limit", cut.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("cut off", (await Ran.Of("log", "list", "--limit", "2", "--data", _folder.Root)).Error, StringComparison.Ordinal);
        Assert.Contains("cut off after 3 records", (await Ran.Of("crm", "list", "opportunity", "--limit", "3", "--data", _folder.Root)).Error, StringComparison.Ordinal);
        Assert.Contains("cut off after 1 entries", (await Ran.Of("log", "show", "O7100012", "--limit", "1", "--data", _folder.Root)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_object_of_the_CRM_goes_in_any_case_and_a_wrong_one_is_told()
    {
        await Ran.Of("demo", "files", "--data", _folder.Root);
        Assert.Equal((await Ran.Of("crm", "list", "Opportunity", "--data", _folder.Root)).Out, (await Ran.Of("crm", "list", "OPPORTUNITY", "--data", _folder.Root)).Out);
        var wrong = await Ran.Of("crm", "list", "Oportunity", "--data", _folder.Root);
        Assert.Equal(1, wrong.Exit);
        Assert.Contains("the CRM has no object 'Oportunity'. Did you mean 'Opportunity'? Fix: use one of ", wrong.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("60")]
    [InlineData("99")]
    [InlineData("120")]
    public async Task Identifiers_stay_whole_in_a_narrow_terminal(string columns)
    {
        await Ran.Of("demo", "files", "--data", _folder.Root);
        var jobs = (await Ran.Of("log", "list", "--output", "json", "--data", _folder.Root)).Lines.Select(j => j.GetProperty("id").GetString()!).ToList();
        var records = (await Ran.Of("crm", "list", "Opportunity", "--output", "json", "--data", _folder.Root)).Lines.Select(r => r.GetProperty("id").GetString()!).ToList();
        var environment = new Dictionary<string, string> { ["COLUMNS"] = columns };
        var list = (await CliProcess.Run(environment, null, "log", "list", "--output", "table", "--data", _folder.Root)).Output;
        Assert.All(jobs, id => Assert.Contains(id, list, StringComparison.Ordinal));
        Assert.All(list.Split('\n').Where(line => !line.Contains("landing/", StringComparison.Ordinal)), line => Assert.True(line.Length <= int.Parse(columns, System.Globalization.CultureInfo.InvariantCulture), line));
        Assert.Equal(columns == "120", list.Contains('│', StringComparison.Ordinal));
        var crm = (await CliProcess.Run(environment, null, "crm", "list", "Opportunity", "--output", "table", "--data", _folder.Root)).Output;
        Assert.All(records, id => Assert.Contains(id, crm, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_schema_is_printed_and_the_shipped_mapping_names_it()
    {
        var ran = await Ran.Of("mapping", "schema");
        Assert.Equal((0, LambdaSync.Mapping.MappingSchema.Text), (ran.Exit, ran.Out));
        using var mapping = System.Text.Json.JsonDocument.Parse(Connections.BuiltIn.BuiltInMapping.Json());
        Assert.Equal(LambdaSync.Mapping.MappingSchema.FileName, mapping.RootElement.GetProperty("$schema").GetString());
    }

    static Command Root() => CommandTree.Create(new Terminal(Stream.Null, Stream.Null, TextWriter.Null, false));

    static IEnumerable<Command> Verbs(Command command) =>
        command.Subcommands.Where(c => !c.Hidden).SelectMany(c => c.Subcommands.Count == 0 ? [c] : Verbs(c));
}
