using Xunit;

namespace LambdaSync.Functions.Tests.Cli;

[Trait("Row", "H4")]
public sealed class ServeTests : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Once_with_good_files_exits_with_0_and_finds_nothing_the_next_time()
    {
        Put("opportunity-outbound/two records (1)+ü.json", InboundRig.File(InboundRig.Record("O1"), InboundRig.Record("O2")));
        var ran = await Once();
        Assert.True(ran.Exit == 0, ran.Out + ran.Error);
        Assert.Equal(2, ran.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("Processed,2,2,0", ran.Out, StringComparison.Ordinal);
        var again = await Once();
        Assert.Equal((0, 1), (again.Exit, again.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length));
        Assert.Equal(2, (await Ran.Of("crm", "list", "Opportunity", "--output", "json", "--data", _folder.File("data"))).Lines.Count);
    }

    [Theory]
    [InlineData("a.json", "Partial")]
    [InlineData("a.csv", "Error")]
    public async Task Once_exits_with_3_when_a_job_did_not_go_well(string name, string status)
    {
        Put(name, InboundRig.File(InboundRig.Record("O1"), "7"));
        var ran = await Once();
        Assert.Equal(3, ran.Exit);
        Assert.Contains(status, ran.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_that_are_still_hidden_are_left_alone()
    {
        Put(".a.json.part", "{");
        Assert.Equal(0, (await Once()).Exit);
    }

    Task<Ran> Once() => Ran.Of("serve", "--once", "--data", _folder.File("data"), "--folder", _folder.File("landing"));

    void Put(string key, string content)
    {
        var path = Path.Combine(_folder.File("landing"), key);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }
}
