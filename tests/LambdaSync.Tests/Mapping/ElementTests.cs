using System.Text;
using LambdaSync.Fields;
using LambdaSync.Mapping;
using Xunit;

namespace LambdaSync.Tests.Mapping;

/// <summary>Lists of objects, which the CRM gets as one text.</summary>
[Trait("Row", "A10")]
public sealed class ElementTests
{
    const string Line = """{ "aws": "aws:LifeCycle.NextStepsHistory[]", "crm": "History", "outbound": false, "element": "{Time}: {Value}." }""";

    [Theory]
    [InlineData("""[{"Time":"2026-11-02T09:00:00Z","Value":"Say \"yes\""},{"Time":"2026-11-01T09:00:00Z","Value":"Call"}]""", """{"History":"2026-11-02T09:00:00Z: Say \"yes\".\n2026-11-01T09:00:00Z: Call."}""")]
    [InlineData("""[{"Other":{"Value":"no"},"Value":"Call"}]""", """{"History":": Call."}""")]
    [InlineData("""[{"Time":5,"Value":true}]""", """{"History":"5: true."}""")]
    [InlineData("[]", """{"History":null}""")]
    [InlineData("null", """{"History":null}""")]
    [InlineData("""[{"Time":"2026-11-01T09:00:00Z","Value":"Accept To View"}]""", "{}")]
    public void Each_object_becomes_a_text(string list, string crm)
    {
        var issues = new List<Issue>();
        Assert.Equal(crm, Map(list, issues));
        Assert.Empty(issues);
    }

    [Theory]
    [InlineData("""["Call"]""")]
    [InlineData("""[{"Value":"Call"},"Call"]""")]
    public void Texts_are_no_objects(string list)
    {
        var issues = new List<Issue>();
        Assert.Equal("{}", Map(list, issues));
        Assert.Contains("list of objects", Assert.Single(issues).Rule, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no member")]
    [InlineData("{Time")]
    [InlineData("{}")]
    [InlineData("{Time} }")]
    [InlineData("{a.b}")]
    public void A_text_without_members_or_with_odd_braces_is_refused(string element)
    {
        var issues = new List<Issue>();
        Assert.Null(MappingReader.Read(Document(Line.Replace("{Time}: {Value}.", element, StringComparison.Ordinal)), issues));
        Assert.Equal("opportunity.fields[0].element", Assert.Single(issues).Field);
    }

    [Theory]
    [InlineData("\"outbound\": false, ", "")]
    [InlineData("[]", "")]
    [InlineData("\"element\"", "\"values\": { \"a\": \"b\" }, \"element\"")]
    public void What_cant_be_turned_back_is_not_sent(string from, string to)
    {
        var issues = new List<Issue>();
        Assert.Null(Compile(Line.Replace(from, to, StringComparison.Ordinal), issues));
        Assert.Contains(issues, i => i.Code == IssueCodes.MappingInvalid);
    }

    [Fact]
    public void A_separator_stands_between_them()
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        Compile(Line.Replace("\"element\"", "\"join\": \" | \", \"element\"", StringComparison.Ordinal), [])!
            .MapInbound("""{"aws":{"LifeCycle":{"NextStepsHistory":[{"Time":"1","Value":"a"},{"Time":"2","Value":"b"}]}}}"""u8, output, []);
        Assert.Equal("""{"History":"1: a. | 2: b."}""", Encoding.UTF8.GetString(output.WrittenSpan));
    }

    static string Map(string list, List<Issue> issues)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        Compile(Line, issues)!.MapInbound(Encoding.UTF8.GetBytes("""{"aws":{"LifeCycle":{"NextStepsHistory":""" + list + "}}}"), output, issues);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    static CompiledMapping? Compile(string line, List<Issue> issues) => CompiledMapping.Compile(MappingReader.Read(Document(line), issues)!, AceObject.Opportunity, issues);

    static byte[] Document(string line) =>
        Encoding.UTF8.GetBytes($$"""{ "version": 1, "opportunity": { "crmObject": "O", "awsId": "Id", "fields": [{{line}}] } }""");
}
