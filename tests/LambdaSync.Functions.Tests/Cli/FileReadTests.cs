using System.Text.Json;
using Xunit;

namespace LambdaSync.Functions.Tests.Cli;

[Trait("Row", "B2")]
public sealed class FileReadTests : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Good_records_are_json_lines()
    {
        var ran = await Ran.Of("file", "read", Put("a.json", InboundRig.File(InboundRig.Record("O1"), InboundRig.Record("O2"))));
        Assert.Equal(0, ran.Exit);
        Assert.Equal(["O1", "O2"], ran.Lines.Select(line => line.GetProperty("id").GetProperty("apnCrmUniqueIdentifier").GetString()));
        Assert.All(ran.Lines, line => Assert.True(line.GetProperty("document").TryGetProperty("opportunity", out _)));
    }

    [Fact]
    public async Task Bad_records_exit_with_3_and_stop_no_other()
    {
        var ran = await Ran.Of("file", "read", Put("a.json", InboundRig.File("7", InboundRig.Record("O2"))));
        Assert.Equal((3, 2), (ran.Exit, ran.Lines.Count));
        Assert.NotEmpty(ran.Lines[0].GetProperty("issues").EnumerateArray());
    }

    [Theory]
    [InlineData("a.csv", false, IssueCodes.WrongExtension)]
    [InlineData("a_result.json", false, IssueCodes.ResultsFile)]
    [InlineData("a.json", true, IssueCodes.Truncated)]
    public async Task A_file_that_is_refused_or_cut_off_exits_with_1(string name, bool cut, string code)
    {
        var content = InboundRig.File(InboundRig.Record("O1"), InboundRig.Record("O2"));
        var ran = await Ran.Of("file", "read", Put(name, cut ? content[..^30] : content));
        Assert.Equal(1, ran.Exit);
        Assert.Contains(code, ran.Error, StringComparison.Ordinal);
        Assert.Equal(cut ? 1 : 0, ran.Lines.Count(line => line.GetProperty("id").GetProperty("apnCrmUniqueIdentifier").GetString() == "O1"));
    }

    [Fact]
    public async Task As_JSON_what_is_wrong_with_a_file_is_JSON_lines_too()
    {
        var missing = _folder.File("none.json");
        var ran = await Ran.Of("file", "read", "--output", "json", Put("a.csv", ""), missing);
        var issues = ran.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal([IssueCodes.WrongExtension, IssueCodes.ObjectMissing], issues.Select(i => i.GetProperty("code").GetString()));
        Assert.Equal(missing, issues[1].GetProperty("file").GetString());
    }

    [Fact]
    public async Task As_a_table_what_is_wrong_with_a_file_is_text()
    {
        var ran = await Ran.Of("file", "read", "--output", "table", Put("a.csv", ""));
        Assert.StartsWith($"error {IssueCodes.WrongExtension} ", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_file_weighs_more_than_bad_records()
    {
        var ran = await Ran.Of("file", "read", Put("a.json", InboundRig.File("7")), Put("b.csv", ""));
        Assert.Equal(1, ran.Exit);
    }

    [Fact]
    public async Task A_file_that_is_not_there_exits_with_1() => Assert.Equal(1, (await Ran.Of("file", "read", _folder.File("none.json"))).Exit);

    [Theory]
    [InlineData("file", "read")]
    [InlineData("file", "write")]
    [InlineData("file", "read", "a.json", "--output", "xml")]
    [InlineData("serve", "--batch", "0")]
    [InlineData("nothing")]
    public async Task Wrong_usage_exits_with_2(params string[] args)
    {
        var ran = await Ran.Of(args);
        Assert.Equal((2, ""), (ran.Exit, ran.Out));
        Assert.StartsWith("usage: ", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_a_table_it_counts()
    {
        var ran = await Ran.Of("file", "read", "--output", "table", Put("a.json", InboundRig.File(InboundRig.Record("O1"), "7")));
        Assert.Equal(3, ran.Exit);
        Assert.Contains("2 records, 1 bad", ran.Out, StringComparison.Ordinal);
    }

    string Put(string name, string content)
    {
        File.WriteAllText(_folder.File(name), content);
        return _folder.File(name);
    }
}
