using System.Text;
using LambdaSync.Cli.Demo;
using Xunit;

namespace LambdaSync.Functions.Tests.Cli;

[Trait("Row", "C1")]
public sealed class MappingTests : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task In_and_out_again_gives_the_same_document()
    {
        var file = _folder.File("a.json");
        await File.WriteAllTextAsync(file, InboundRig.File([.. Enumerable.Range(1, 3).Select(i => InboundRig.Record($"O{i}", ",\"city\":\"Oslo\",\"nextStep\":\"Call\""))]), TestContext.Current.CancellationToken);
        var read = await Ran.Of("file", "read", file);
        var mapped = await Ran.With(read.Out, "map", "in", "--data", _folder.File("data"));
        var back = await Ran.With(mapped.Out, "map", "out", "--data", _folder.File("data"), "--today", "2026-06-01");
        Assert.Equal((0, 0, 0), (read.Exit, mapped.Exit, back.Exit));
        Assert.Equal(read.Lines.Select(l => l.GetProperty("id").GetRawText()), back.Lines.Select(l => l.GetProperty("id").GetRawText()));
        Assert.Equal(read.Lines.Select(l => l.GetProperty("document").GetRawText()), back.Lines.Select(l => l.GetProperty("aws").GetRawText()));
        Assert.All(mapped.Lines, l => Assert.Equal("Oslo", l.GetProperty("crm").GetProperty("AWS_city__c").GetString()));
    }

    [Fact]
    public async Task The_demos_good_records_come_back_too()
    {
        var file = _folder.File("demo.json");
        await File.WriteAllBytesAsync(file, DemoFiles.First(), TestContext.Current.CancellationToken);
        var good = string.Join('\n', (await Ran.Of("file", "read", file)).Lines.Where(l => l.GetProperty("issues").GetArrayLength() == 0).Select(l => l.GetRawText()));
        var mapped = await Ran.With(good, "map", "in", "--data", _folder.File("data"));
        var back = await Ran.With(mapped.Out, "map", "out", "--data", _folder.File("data"), "--today", "2026-06-01");
        Assert.NotEmpty(mapped.Lines);
        Assert.Equal(mapped.Lines.Select(l => l.GetProperty("aws").GetRawText()), back.Lines.Select(l => l.GetProperty("aws").GetRawText()));
    }

    [Theory]
    [InlineData("in")]
    [InlineData("out")]
    public async Task A_bad_line_stops_no_other(string verb)
    {
        var good = """{"id":1,"document":{"opportunity":{}},"aws":{"opportunity":{}},"crm":{}}""";
        var ran = await Ran.With("{\n" + good + "\n7\n", "map", verb, "--data", _folder.File("data"));
        Assert.Equal((3, 1), (ran.Exit, ran.Lines.Count));
        Assert.Contains("line 1", ran.Error, StringComparison.Ordinal);
        Assert.Contains("line 3", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_passes_the_built_in_mapping_and_leaves_no_folder()
    {
        Assert.Equal(0, (await Ran.Of("mapping", "check", "--data", _folder.File("data"))).Exit);
        Assert.False(Directory.Exists(_folder.File("data")));
    }

    [Fact]
    public async Task Check_exits_with_1_for_an_unknown_field()
    {
        var built = Encoding.UTF8.GetString(LambdaSync.Connections.BuiltIn.BuiltInMapping.Json());
        await File.WriteAllTextAsync(_folder.File("m.json"), built.Replace("\"AWS_city__c\"", "\"No_such_field__c\"", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var ran = await Ran.Of("mapping", "check", "--mapping", _folder.File("m.json"), "--data", _folder.File("data"), "--output", "json");
        Assert.Equal(1, ran.Exit);
        Assert.Contains(ran.Lines, l => l.GetProperty("code").GetString() == IssueCodes.MappingUnknownCrmField);
    }

    [Theory]
    [InlineData("{")]
    [InlineData(null)]
    public async Task A_mapping_that_can_t_be_read_exits_with_1(string? content)
    {
        if (content is not null)
            await File.WriteAllTextAsync(_folder.File("m.json"), content, TestContext.Current.CancellationToken);
        Assert.Equal(1, (await Ran.Of("mapping", "check", "--mapping", _folder.File("m.json"), "--data", _folder.File("data"))).Exit);
    }

    [Fact]
    public async Task What_auto_drafts_passes_check()
    {
        Assert.Equal(0, (await Ran.Of("mapping", "auto", "--out", _folder.File("m.json"), "--data", _folder.File("data"))).Exit);
        var ran = await Ran.Of("mapping", "check", "--mapping", _folder.File("m.json"), "--data", _folder.File("data"));
        Assert.True(ran.Exit == 0, ran.Out + ran.Error);
        Assert.Equal(await File.ReadAllTextAsync(_folder.File("m.json"), TestContext.Current.CancellationToken), (await Ran.Of("mapping", "auto", "--data", _folder.File("data"))).Out);
    }
}
