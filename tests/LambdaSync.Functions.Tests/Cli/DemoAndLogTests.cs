using Xunit;

namespace LambdaSync.Functions.Tests.Cli;

[Trait("Row", "H4")]
public sealed class DemoAndLogTests : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_files_demo_tells_its_two_deliveries_once()
    {
        var first = await Ran.Of("demo", "files", "--data", _folder.Root);
        Assert.Equal(0, first.Exit);
        Assert.Contains("25 records", first.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("no change", first.Out, StringComparison.Ordinal);
        var rows = (await Ran.Of("crm", "list", "Opportunity", "--output", "json", "--data", _folder.Root)).Out;
        Assert.NotEmpty(rows);
        var second = await Ran.Of("demo", "files", "--data", _folder.Root);
        Assert.Equal(0, second.Exit);
        Assert.Contains("no change", second.Out, StringComparison.Ordinal);
        Assert.Equal(rows, (await Ran.Of("crm", "list", "Opportunity", "--output", "json", "--data", _folder.Root)).Out);
    }

    [Fact]
    public async Task Without_a_folder_the_demo_says_that_its_data_is_gone()
    {
        var ran = await Ran.Of("demo", "files");
        Assert.Equal(0, ran.Exit);
        Assert.Contains("deletes its temporary data", ran.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(Path.GetTempPath(), ran.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("demo")]
    [InlineData("demo", "files")]
    public async Task Without_a_folder_nothing_stays_behind(params string[] args)
    {
        // A process of its own, so that its temporary folder can be looked into.
        var (exit, output) = await CliProcess.Run(new Dictionary<string, string> { ["TMPDIR"] = _folder.Root, ["TMP"] = _folder.Root, ["TEMP"] = _folder.Root }, null, args);
        Assert.True(exit == 0, output);
        Assert.Empty(Directory.EnumerateDirectories(_folder.Root, "lambdasync-demo-*"));
    }

    [Fact]
    [Trait("Row", "D1")]
    public async Task The_log_tells_the_same_in_each_format()
    {
        await Ran.Of("demo", "files", "--data", _folder.Root);
        var jobs = await Ran.Of("log", "list", "--output", "json", "--data", _folder.Root);
        Assert.Equal((0, 2), (jobs.Exit, jobs.Lines.Count));
        Assert.Equal(["Partial 25", "Processed 8"], jobs.Lines.Select(job => $"{job.GetProperty("status").GetString()} {job.GetProperty("records").GetInt32()}").Order(StringComparer.Ordinal));
        var csv = await Ran.Of("log", "list", "--data", _folder.Root);
        Assert.Equal(3, csv.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Empty((await Ran.Of("log", "list", "--output", "json", "--status", "Error", "--data", _folder.Root)).Lines);

        var first = jobs.Lines.Single(job => job.GetProperty("records").GetInt32() == 25).GetProperty("id").GetString()!;
        Assert.Contains(first, csv.Out, StringComparison.Ordinal);
        Assert.Contains(first, (await Ran.Of("log", "list", "--output", "table", "--data", _folder.Root)).Out, StringComparison.Ordinal);
        var details = await Ran.Of("log", "show", first, "--output", "json", "--data", _folder.Root);
        Assert.Equal((0, 25), (details.Exit, details.Lines.Count));
        Assert.Equal(26, (await Ran.Of("log", "show", first, "--data", _folder.Root)).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("O7100012", (await Ran.Of("log", "show", first, "--output", "table", "--data", _folder.Root)).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_has_its_way_through_all_jobs()
    {
        await Ran.Of("demo", "files", "--data", _folder.Root);
        var ran = await Ran.Of("log", "show", "O7100012", "--output", "json", "--data", _folder.Root);
        Assert.Equal(["created", "failed"], ran.Lines.Select(line => line.GetProperty("outcome").GetString()).Order(StringComparer.Ordinal));
        Assert.Equal(1, (await Ran.Of("log", "show", "O1", "--data", _folder.Root)).Exit);
    }

    [Fact]
    [Trait("Row", "D13")]
    public async Task An_entry_shows_each_field_with_old_and_new_value_direction_and_reason()
    {
        await Ran.Of("demo", "files", "--data", _folder.Root);
        var ran = await Ran.Of("log", "show", "O7100005", "--output", "json", "--data", _folder.Root);
        Assert.All(ran.Lines, line => Assert.Equal(("inbound", "landed"), (line.GetProperty("direction").GetString(), line.GetProperty("reason").GetString())));
        var changes = ran.Lines.Single(line => line.GetProperty("outcome").GetString() == "updated").GetProperty("changes").EnumerateArray().ToList();
        Assert.NotEmpty(changes);
        Assert.All(changes, change => Assert.NotEqual(change.GetProperty("old").GetRawText(), change.GetProperty("new").GetRawText()));

        var table = (await Ran.Of("log", "show", "O7100005", "--output", "table", "--data", _folder.Root)).Out;
        Assert.Contains("O7100005  updated  inbound  landed", table, StringComparison.Ordinal);
        Assert.Contains(changes[0].GetProperty("field").GetString()!, table, StringComparison.Ordinal);
        Assert.Contains(changes[0].GetProperty("new").GetRawText(), table, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("log", "list")]
    [InlineData("log", "show", "O1")]
    [InlineData("crm", "list", "Opportunity")]
    [InlineData("crm", "show", "Opportunity", "O1")]
    [InlineData("crm", "set", "Opportunity", "O1", "Name=A")]
    public async Task Looking_into_no_data_fails_and_makes_none(params string[] args)
    {
        var ran = await Ran.Of([.. args, "--data", _folder.File("none")]);
        Assert.Equal(1, ran.Exit);
        Assert.Contains("holds no data", ran.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("none")));
    }
}
