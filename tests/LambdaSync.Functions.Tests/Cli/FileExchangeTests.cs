using System.Text;
using LambdaSync.Fields;
using LambdaSync.Files;
using Xunit;

namespace LambdaSync.Functions.Tests.Cli;

/// <summary><c>file write</c> and <c>file results</c>.</summary>
public sealed class FileExchangeTests : IDisposable
{
    const string Line = """{"id":{},"aws":{"opportunity":{"Id":"O1","PartnerOpportunityIdentifier":"P1","LifeCycle":{"NextSteps":"Call"}}},"known":{"opportunity":{"Id":"O1","PartnerOpportunityIdentifier":"P1"}}}""";

    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Row", "B5")]
    public async Task Records_become_files_that_read_back()
    {
        var input = string.Concat(Enumerable.Range(1, 3).Select(i => Line.Replace("O1", "O" + i, StringComparison.Ordinal) + "\n"));
        var ran = await Ran.With(input, "file", "write", "--partner-id", "1234567", "--batch-size", "2", "--folder", _folder.Root, "--output", "json");
        Assert.Equal((0, ""), (ran.Exit, ran.Error));
        Assert.Equal([2, 1], ran.Lines.Select(line => line.GetProperty("records").GetInt32()));
        var files = Directory.GetFiles(_folder.Root).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(2, files.Count);
        Assert.All(files, file => Assert.Matches(@"^lambdasync-opportunity_\d{14}\.json$", Path.GetFileName(file)));
        Assert.All(files, file => Assert.Equal(AceObject.Opportunity, AceFile.Open("a.json", File.ReadAllBytes(file)).Object));
    }

    [Fact]
    [Trait("Row", "B5")]
    public async Task A_record_that_can_not_go_stops_no_other()
    {
        var lead = """{"aws":{"file":{"status":"Open"}}}""";
        var ran = await Ran.With($"{lead}\nno json\n{Line}\n", "file", "write", "--partner-id", "1234567", "--folder", _folder.Root, "--output", "json");
        Assert.Equal((3, 1), (ran.Exit, ran.Lines.Count));
        Assert.Contains(IssueCodes.NoIdentifier, ran.Error, StringComparison.Ordinal);
        Assert.Contains("line 2", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "B5")]
    public async Task A_name_has_only_plain_characters() => Assert.Equal(2, (await Ran.With("", "file", "write", "--partner-id", "1", "--name", "a b")).Exit);

    [Theory]
    [InlineData("""{"success":"ALL","inboundApiResults":[{"partnerCrmUniqueIdentifier":"P1","isSuccess":true,"errors":null,"warnings":null,"apnCrmUniqueIdentifier":"O1"}]}""", 0, "success")]
    [InlineData("""{"success":"NONE","inboundApiResults":[{"partnerCrmUniqueIdentifier":"P1","isSuccess":false,"errors":["Required: Country"],"apnCrmUniqueIdentifier":null}]}""", 3, "error")]
    [InlineData("""{"success":"NONE","inboundApiResults":[{"partnerCrmUniqueIdentifier":"P1","isSuccess":false,"errors":["No new update identified for this record"],"apnCrmUniqueIdentifier":"O1"}]}""", 0, "unchanged")]
    [InlineData("""{"error":"only .json"}""", 1, "file rejected")]
    [Trait("Row", "B6")]
    public async Task An_answer_is_read(string json, int exit, string result)
    {
        var file = _folder.File("a_11302026120000_result.json");
        await File.WriteAllTextAsync(file, json, Encoding.UTF8, TestContext.Current.CancellationToken);
        var ran = await Ran.Of("file", "results", file, "--output", "json");
        Assert.Equal((exit, result, "a_11302026120000"), (ran.Exit, ran.Lines[0].GetProperty("result").GetString(), ran.Lines[0].GetProperty("file").GetString()));
        Assert.Contains(result, (await Ran.Of("file", "results", file, "--output", "table")).Out, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "B6")]
    public async Task What_is_no_answer_exits_with_1()
    {
        var file = _folder.File("a.json");
        await File.WriteAllTextAsync(file, "{}", TestContext.Current.CancellationToken);
        var ran = await Ran.Of("file", "results", file, _folder.File("none.json"));
        Assert.Equal(1, ran.Exit);
        Assert.Contains(IssueCodes.ResultsFile, ran.Error, StringComparison.Ordinal);
        Assert.Contains(IssueCodes.ObjectMissing, ran.Error, StringComparison.Ordinal);
    }
}
