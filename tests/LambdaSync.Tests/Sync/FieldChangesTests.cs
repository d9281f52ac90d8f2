using System.Text;
using System.Text.Json;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Tests.Sync;

public sealed class FieldChangesTests
{
    [Theory]
    [InlineData("""{"a":{"b":1}}""", """{"a":{"b":2}}""", "a.b", "1", "2")]
    [InlineData("{}", """{"a":{"b":"x"}}""", "a.b", null, "\"x\"")]
    [InlineData("""{"a":"Z\u00fcrich"}""", """{"a":null}""", "a", "\"Zürich\"", null)]
    [InlineData("""{"a":["x"]}""", """{"a":["x",{"c":1.50}]}""", "a", "[\"x\"]", "[\"x\",{\"c\":1.5}]")]
    [InlineData("""{"a":"Accept To View"}""", """{"a":"x"}""", "a", null, "\"x\"")]
    [InlineData("""{"a":[{"c":"ACCEPT TO VIEW"}]}""", """{"a":["x"]}""", "a", null, "[\"x\"]")]
    [InlineData("""{"a":"x"}""", """{"a":"We accept to view it"}""", "a", "\"x\"", "\"We accept to view it\"")]
    public void A_path_of_AWS_has_its_canonical_values_and_no_mask(string before, string sent, string path, string? old, string? now) =>
        Assert.Equal([new FieldChange(path, old, now)], FieldChanges.AtAws(Document(before), Document(sent)));

    [Theory]
    [InlineData("""{"a":[]}""", "{}")]
    [InlineData("""{"a":"Accept To View"}""", "{}")]
    public void What_looks_the_same_is_no_change(string before, string sent) => Assert.Empty(FieldChanges.AtAws(Document(before), Document(sent)));

    [Fact]
    public void Their_json_is_read_back()
    {
        FieldChange[] changes = [new("a.b", "\"x \\\" y\"", null), new("c", null, """[1.50,{"d":"ü"}]""")];
        var json = FieldChangeJson.Serialize(changes);
        Assert.Equal(changes, FieldChangeJson.Parse(json));
        Assert.Equal("""[{"field":"a.b","old":"x \" y","new":null},{"field":"c","old":null,"new":[1.50,{"d":"ü"}]}]""", Encoding.UTF8.GetString(json));
        Assert.Throws<JsonException>(() => FieldChangeJson.Parse("[1]"u8));
        Assert.Throws<JsonException>(() => FieldChangeJson.Parse("{}"u8));
    }

    [Theory]
    [InlineData("crm event", "event")]
    [InlineData("outage unsettled sweep", "sweep")]
    [InlineData("locked refresh", "refresh")]
    [InlineData("", null)]
    public void The_most_telling_reason_is_chosen(string reasons, string? expected) =>
        Assert.Equal(expected, Reason.MostTelling(reasons.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    static byte[] Document(string opportunity) => Encoding.UTF8.GetBytes($$"""{"opportunity":{{opportunity}}}""");
}
