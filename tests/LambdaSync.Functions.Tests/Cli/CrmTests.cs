using Xunit;

namespace LambdaSync.Functions.Tests.Cli;

[Trait("Row", "H4")]
public sealed class CrmTests : IDisposable
{
    const string Good = """{"Name":"Ours","StageName":"Prospecting","CloseDate":"2097-01-01"}""";

    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Good + "\n" + Good, 0, "2 imported, 0 refused")]
    [InlineData("\uFEFF" + Good + "\n" + Good, 0, "2 imported, 0 refused")]
    [InlineData("\uFEFF\r\n" + Good, 0, "1 imported, 0 refused")]
    [InlineData(Good + "\n{\"Name\":7}\n{", 3, "1 imported, 2 refused")]
    [InlineData("{\"No_such_field__c\":1}", 1, "0 imported, 1 refused")]
    public async Task Import_tells_what_it_refused(string input, int exit, string told)
    {
        var ran = await Ran.With(input, "crm", "import", "Opportunity", "--data", _folder.Root);
        Assert.True((exit, told) == (ran.Exit, ran.Out.Trim()), $"{ran.Exit} {ran.Out} {ran.Error}");
        Assert.Equal(exit != 0, ran.Error.Contains("error crm-rejected", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Set_takes_a_JSON_object_too()
    {
        await Ran.With(Good, "crm", "import", "Opportunity", "--data", _folder.Root);
        var id = Assert.Single((await Ran.Of("crm", "list", "Opportunity", "--output", "json", "--data", _folder.Root)).Lines).GetProperty("id").GetString()!;
        Assert.Equal(0, (await Ran.Of("crm", "set", "Opportunity", id, """{"Amount":12.5,"NextStep":null}""", "--data", _folder.Root)).Exit);
        Assert.Contains("\"Amount\":12.5", (await Ran.Of("crm", "show", "Opportunity", id, "--output", "json", "--data", _folder.Root)).Out, StringComparison.Ordinal);
        var broken = await Ran.Of("crm", "set", "Opportunity", id, "{\"Amount\":", "--data", _folder.Root);
        Assert.Equal((1, true), (broken.Exit, broken.Error.Contains("crm-rejected", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Help_calls_the_tool_by_its_name()
    {
        var help = await Ran.Of("crm", "set", "--help");
        Assert.Equal(0, help.Exit);
        Assert.Contains("lambdasync crm set", help.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_show_and_set()
    {
        await Ran.With(Good, "crm", "import", "Opportunity", "--data", _folder.Root);
        var list = await Ran.Of("crm", "list", "Opportunity", "--output", "json", "--data", _folder.Root);
        var id = Assert.Single(list.Lines).GetProperty("id").GetString()!;
        Assert.Contains(id, (await Ran.Of("crm", "list", "Opportunity", "--output", "table", "--data", _folder.Root)).Out, StringComparison.Ordinal);

        var set = await Ran.Of("crm", "set", "Opportunity", id, "Name=  Theirs = ours  ", "Amount=1e3", "AWS_city__c=Oslo", "--data", _folder.Root);
        Assert.True(set.Exit == 0, set.Error);
        Assert.Equal(id + " updated", set.Out.Trim());
        var fields = Assert.Single((await Ran.Of("crm", "show", "Opportunity", id, "--output", "json", "--data", _folder.Root)).Lines).GetProperty("fields");
        Assert.Equal(("Theirs = ours", 1000m, "Oslo"), (fields.GetProperty("Name").GetString(), fields.GetProperty("Amount").GetDecimal(), fields.GetProperty("AWS_city__c").GetString()));

        Assert.Equal(0, (await Ran.Of("crm", "set", "Opportunity", id, "AWS_city__c=", "--data", _folder.Root)).Exit);
        Assert.DoesNotContain("Oslo", (await Ran.Of("crm", "show", "Opportunity", id, "--output", "table", "--data", _folder.Root)).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("No_such_field__c=1", 1)]
    [InlineData("StageName=No such stage", 1)]
    [InlineData("CloseDate=tomorrow", 1)]
    [InlineData("Name", 2)]
    [InlineData("=Name", 2)]
    public async Task Set_refuses_and_changes_nothing(string assignment, int exit)
    {
        await Ran.With(Good, "crm", "import", "Opportunity", "--data", _folder.Root);
        var before = (await Ran.Of("crm", "list", "Opportunity", "--output", "json", "--data", _folder.Root)).Out;
        var id = (await Ran.Of("crm", "list", "Opportunity", "--output", "json", "--data", _folder.Root)).Lines[0].GetProperty("id").GetString()!;
        Assert.Equal(exit, (await Ran.Of("crm", "set", "Opportunity", id, assignment, "--data", _folder.Root)).Exit);
        Assert.Equal(before, (await Ran.Of("crm", "list", "Opportunity", "--output", "json", "--data", _folder.Root)).Out);
    }

    [Theory]
    [InlineData("show", "Opportunity", "O404")]
    [InlineData("set", "Opportunity", "O404", "Name=A")]
    [InlineData("list", "Nothing")]
    public async Task What_is_not_there_fails(params string[] args)
    {
        await Ran.With(Good, "crm", "import", "Opportunity", "--data", _folder.Root);
        var ran = await Ran.Of(["crm", .. args, "--data", _folder.Root]);
        Assert.Equal(1, ran.Exit);
        Assert.StartsWith("error", ran.Error, StringComparison.Ordinal);
    }
}
