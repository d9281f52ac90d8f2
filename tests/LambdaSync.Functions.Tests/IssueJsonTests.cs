using System.Text;
using System.Text.Json;
using Xunit;

namespace LambdaSync.Functions.Tests;

public sealed class IssueJsonTests
{
    static readonly Issue Whole = Issue.Warning("a-code", "Amount", "5 €", "The rule.", "The fix.") with { File = "a.json", Record = 3, Event = "e-1" };

    [Fact]
    public void Members_without_a_value_are_left_out() => Assert.Equal(
        """[{"code":"a-code","severity":"warning","file":"a.json","record":3,"event":"e-1","field":"Amount","value":"5 €","rule":"The rule.","fix":"The fix."},{"code":"b","severity":"error","rule":"r","fix":"f"}]""",
        Encoding.UTF8.GetString(IssueJson.Serialize([Whole, Issue.Error("b", null, null, "r", "f")])));

    [Fact]
    public void What_is_written_is_read_back()
    {
        Issue[] issues = [Whole, Issue.Note("b", null, new string('x', 500), "r", "f"), Issue.Error("c", "f", null, "r", "f")];
        Assert.Equal(issues, IssueJson.Parse(IssueJson.Serialize(issues)));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("""[{"code":"c","severity":"fatal","rule":"r","fix":"f"}]""")]
    [InlineData("""[{"code":"c","severity":"note","fix":"f"}]""")]
    public void Anything_else_is_an_error(string json) => Assert.ThrowsAny<JsonException>(() => IssueJson.Parse(Encoding.UTF8.GetBytes(json)));
}
