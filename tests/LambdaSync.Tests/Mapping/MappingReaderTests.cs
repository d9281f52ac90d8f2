using System.Text;
using LambdaSync.Mapping;
using Xunit;

namespace LambdaSync.Tests.Mapping;

[Trait("Row", "C1")]
public sealed class MappingReaderTests
{
    [Theory]
    [InlineData("""{ "version": 1, "version": 1, "lead": { "crmObject": "L", "awsId": "I", "fields": [] } }""", "version")]
    [InlineData("""{ "version": 1, "lead": { "crmObject": "L", "awsId": "I", "awsId": "J", "fields": [] } }""", "lead.awsId")]
    [InlineData("""{ "version": 1, "lead": { "crmObject": "L", "awsId": "I", "fields": [{ "aws": "a", "crm": "b", "values": { "x y": "1", "x y": "2" } }] } }""", "lead.fields[0].values[\"x y\"]")]
    public void A_member_written_twice_is_refused(string json, string at) => Assert.Equal(at, Assert.Single(Issues(json)).Field);

    [Fact]
    public void Every_mistake_is_told_at_its_place()
    {
        var issues = Issues("""
            { "version": 1, "opportunity": { "crmObject": "Opportunity", "awsid": "Id", "when": { "outbound": [{ "crm": "Amount", "gte": true }] },
              "fields": [{ "aws": "a", "crm": "A" }, { "aws": "b", "values": 5, "round": 9 }] } }
            """);
        Assert.Equal(
            ["opportunity.awsid", "opportunity", "opportunity.when.outbound[0].gte", "opportunity.fields[1].values", "opportunity.fields[1]", "opportunity.fields[1].round"],
            issues.Select(i => i.Field));
        Assert.StartsWith("Did you mean 'awsId'?", issues[0].Fix, StringComparison.Ordinal);
        Assert.Equal("9", issues[^1].Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{ } x")]
    [InlineData("{ \"version\": 1, /* why */ \"lead\": {} }")]
    [InlineData("{ \"version\": 1, }")]
    [InlineData("{ \"\\ud800\": 1 }")]
    public void What_is_not_JSON_is_said_to_be_so(string json)
    {
        var issue = Assert.Single(Issues(json));
        Assert.Equal(IssueCodes.MappingNotJson, issue.Code);
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_not_JSON()
    {
        var issues = new List<Issue>();
        Assert.Null(MappingReader.Read([(byte)'"', 0xFF, (byte)'"'], issues));
        Assert.Equal(IssueCodes.MappingNotJson, Assert.Single(issues).Code);
    }

    [Fact]
    public void A_byte_order_mark_is_let_through() => Assert.NotNull(Read("\uFEFF" + Line("")));

    [Fact]
    public void A_default_for_a_boolean_is_kept_under_its_canonical_text()
    {
        var line = Field("""
            "values": { "A": [true, "x"], "B": [true, 1.50], "C": 1.5 }, "outboundDefault": { "true": "B", "1.5": "C", "x": "A" }
            """);
        Assert.Equal(["\"x\"", "1.5", "true"], line.OutboundDefault.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("1.5", line.Values[1].Crm[1]);
    }

    [Theory]
    [InlineData("\"today\"", FallbackKind.Date, "today")]
    [InlineData("\"today-3m\"", FallbackKind.Date, "today-3m")]
    [InlineData("\"error\"", FallbackKind.Error, "")]
    [InlineData("{ \"error\": \"No.\" }", FallbackKind.Error, "No.")]
    [InlineData("{ \"crm\": \"A.B\" }", FallbackKind.Crm, "A.B")]
    [InlineData("\"Today\"", FallbackKind.Literal, "\"Today\"")]
    [InlineData("{ \"value\": \"today\" }", FallbackKind.Literal, "\"today\"")]
    [InlineData("1.20e2", FallbackKind.Literal, "120")]
    [InlineData("false", FallbackKind.Literal, "false")]
    [Trait("Row", "C10")]
    public void Tiers_of_fallback(string json, FallbackKind kind, string text) =>
        Assert.Equal(new FallbackTier(kind, text), Assert.Single(Field($"\"fallback\": [{json}]").Fallback));

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0.00", "0")]
    [InlineData("1e3", "1000")]
    [InlineData("12.50", "12.5")]
    [InlineData("1.2345E-3", "0.0012345")]
    [InlineData("-100", "-100")]
    [InlineData("12345678901234567890.10", "12345678901234567890.1")]
    [InlineData("1e99999", null)]
    [Trait("Row", "C9")]
    public void Numbers_become_plain_decimals(string json, string? plain) => Assert.Equal(plain, Scalars.OfNumber(json));

    [Theory]
    [InlineData("today", "2026-01-31")]
    [InlineData("today+15d", "2026-02-15")]
    [InlineData("today-1w", "2026-01-24")]
    [InlineData("today+1m", "2026-02-28")]
    [InlineData("today+999y", "3025-01-31")]
    [Trait("Row", "C10")]
    public void Dates_are_relative_to_the_day_of_the_run(string text, string day)
    {
        Assert.True(RelativeDate.TryParse(text, out var date));
        Assert.Equal(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture), date.From(new DateOnly(2026, 1, 31)));
    }

    internal static MappingDocument? Read(string json) => MappingReader.Read(Encoding.UTF8.GetBytes(json), []);

    static List<Issue> Issues(string json)
    {
        var issues = new List<Issue>();
        Assert.Null(MappingReader.Read(Encoding.UTF8.GetBytes(json), issues));
        return issues;
    }

    static string Line(string members) =>
        $$"""{ "version": 1, "opportunity": { "crmObject": "O", "awsId": "I", "fields": [{ "aws": "a", "crm": "b"{{(members.Length == 0 ? "" : ", " + members)}} }] } }""";

    static FieldMapping Field(string members) => Assert.Single(Read(Line(members))!.Opportunity!.Fields);
}
