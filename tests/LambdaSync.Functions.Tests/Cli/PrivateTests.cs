using LambdaSync.Cli;
using Xunit;

namespace LambdaSync.Functions.Tests.Cli;

/// <summary>What is stored is for its owner alone, and what is printed can do nothing but be read.</summary>
public sealed class PrivateTests : IDisposable
{
    const string Hostile = "A\u001b]0;title\u0007B\u202EC\u009b31mD\nerror: forged";

    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_data_folder_and_its_databases_are_their_owners()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes");
        Assert.Equal(0, (await Ran.Of("serve", "--once", "--data", _folder.File("data"))).Exit);
        Assert.Equal("700", Mode(_folder.File("data")));
        Assert.Equal("700", Mode(_folder.File("data/landing")));
        var files = Directory.GetFiles(_folder.File("data"));
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.Equal("600", Mode(file)));
    }

    [Fact]
    public async Task A_database_of_an_older_release_becomes_private_and_a_folder_that_exists_keeps_its_mode()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes");
        Directory.CreateDirectory(_folder.File("data"));
        await File.WriteAllTextAsync(_folder.File("data/sync.db"), "", TestContext.Current.CancellationToken);
        SetMode(_folder.File("data/sync.db"), "644");
        SetMode(_folder.File("data"), "755");
        Assert.Equal(0, (await Ran.Of("serve", "--once", "--data", _folder.File("data"))).Exit);
        Assert.Equal(("600", "755"), (Mode(_folder.File("data/sync.db")), Mode(_folder.File("data"))));
    }

    [Fact]
    public async Task A_value_can_neither_steer_the_terminal_nor_forge_a_line()
    {
        var data = _folder.File("data");
        Assert.Equal(0, (await Ran.With("{\"Name\":\"" + Hostile.Replace("\n", "\\n", StringComparison.Ordinal).Replace("\u001b", "\\u001b", StringComparison.Ordinal).Replace("\u0007", "\\u0007", StringComparison.Ordinal)
            + "\",\"StageName\":\"Prospecting\",\"CloseDate\":\"2097-03-15\"}\n", "crm", "import", "Opportunity", "--data", data)).Exit);
        var id = (await Ran.Of("crm", "list", "Opportunity", "--data", data, "--output", "json")).Lines[0].GetProperty("id").GetString()!;
        foreach (var ran in (Ran[])[await Ran.Of("crm", "list", "Opportunity", "--data", data, "--output", "table"), await Ran.Of("crm", "show", "Opportunity", id, "--data", data, "--output", "table")])
        {
            Assert.Contains("A]0;titleBC31mD", ran.Out, StringComparison.Ordinal);
            Assert.DoesNotContain(ran.Out, c => (char.IsControl(c) && c is not '\n' and not '\r') || c == '\u202E');
        }

        var refused = await Ran.Of("crm", "set", "Opportunity", id, "CloseDate=" + Hostile, "--data", data);
        Assert.Equal(1, refused.Exit);
        Assert.Single(refused.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.DoesNotContain(refused.Error, c => (char.IsControl(c) && c != '\n') || c == '\u202E');
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0")]
    [InlineData("-2+3", "'-2+3")]
    [InlineData("@SUM(A1,B1)", "\"'@SUM(A1,B1)\"")]
    [InlineData("\uFF1D1+1", "'\uFF1D1+1")]
    [InlineData("-5", "-5")]
    [InlineData("+3.25", "+3.25")]
    [InlineData("-1.5e3", "-1.5e3")]
    [InlineData("-", "-")]
    [InlineData("a=b", "a=b")]
    [InlineData("a\u001b[31m\u202Eb", "a[31mb")]
    [InlineData("a\nb", "\"a\nb\"")]
    public void A_cell_of_a_CSV_is_data_to_a_spreadsheet(string text, string cell) => Assert.Equal(cell, Csv.Cell(text));

    [Fact]
    public async Task A_response_file_is_an_argument_like_any_other()
    {
        await File.WriteAllTextAsync(_folder.File("more"), "list\n", TestContext.Current.CancellationToken);
        var ran = await Ran.Of("log", "@" + _folder.File("more"));
        Assert.Equal(2, ran.Exit);
        Assert.Contains("@" + _folder.File("more"), ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_count_from_1_and_sentences_end_once()
    {
        var mapped = await Ran.With("{}\n{\"id\":1,\n", "map", "in", "--data", _folder.File("none"));
        Assert.Contains("error: line 2: ", mapped.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", mapped.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("..", mapped.Error, StringComparison.Ordinal);

        await File.WriteAllTextAsync(_folder.File("mapping.json"), "{\n  \"version\": 1,\n  oops\n}", TestContext.Current.CancellationToken);
        var check = await Ran.Of("mapping", "check", "--mapping", _folder.File("mapping.json"));
        Assert.Contains("(line 3, byte 3)", check.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("..", check.Error, StringComparison.Ordinal);

        var imported = await Ran.With("{\n", "crm", "import", "Opportunity", "--data", _folder.File("data"));
        Assert.Contains("(line 1, byte ", imported.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_issue_has_one_full_stop_at_each_sentence()
    {
        Assert.Equal("a. Fix: b.", Sentence.OfIssue(Issue.Error("c", null, null, "a", "b")));
        Assert.Equal("a. Fix: b.", Sentence.OfIssue(Issue.Error("c", null, null, "a. ", "b.")));
        Assert.Equal("in ../x... Fix: run 'a --b ...'.", Sentence.OfIssue(Issue.Error("c", null, null, "in ../x...", "run 'a --b ...'")));
        Assert.Equal("why? Fix: so!", Sentence.OfIssue(Issue.Error("c", null, null, "why?", "so!")));
    }

    static string Mode(string path) => OperatingSystem.IsWindows() ? "" : Convert.ToString((int)File.GetUnixFileMode(path), 8);

    static void SetMode(string path, string octal)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32(octal, 8));
    }
}
