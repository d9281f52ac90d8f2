using System.Text;
using System.Text.Json.Nodes;
using LambdaSync.Fields;
using LambdaSync.Json;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Outbound;
using Xunit;

namespace LambdaSync.Tests.Mapping;

/// <summary>The tiers of a fallback, in their order, for a field that is empty in the CRM.</summary>
[Trait("Row", "C10")]
public sealed class FallbackTests
{
    static readonly DateOnly Today = new(2026, 11, 1);

    /// <summary>The tiers, the CRM's fields, and what a new opportunity has.</summary>
    [Theory]
    [InlineData("\"Call\"", """{"Next":"Visit"}""", "Visit")]
    [InlineData("\"Call\"", """{"Next":null}""", "Call")]
    [InlineData("\"Call\"", """{"Next":""}""", "Call")]
    [InlineData("\"Call\"", "{}", "Call")]
    [InlineData("""{ "crm": "Other" }, "Call" """, """{"Next":null,"Other":"Write"}""", "Write")]
    [InlineData("""{ "crm": "Other" }, "Call" """, """{"Next":null,"Other":null}""", "Call")]
    [InlineData("""{ "crm": "Other" }, "Call" """, """{"Next":null,"Other":""}""", "Call")]
    [InlineData("""{ "crm": "Other" }, { "crm": "Third" }, "Call" """, """{"Third":"Ask"}""", "Ask")]
    [InlineData("""{ "crm": "Other" }, { "crm": "Third" }, "Call" """, """{"Other":"Write","Third":"Ask"}""", "Write")]
    [InlineData("""{ "crm": "Other" }""", "{}", null)]
    [InlineData("""{ "value": "today" }""", "{}", "today")]
    [InlineData("\"today\"", "{}", "2026-11-01")]
    [InlineData("\"today+15d\"", "{}", "2026-11-16")]
    [InlineData("\"today-2w\"", "{}", "2026-10-18")]
    [InlineData("\"today+3m\"", "{}", "2027-02-01")]
    [InlineData("\"today+1y\"", "{}", "2027-11-01")]
    [InlineData("""{ "crm": "Other" }, "today+15d" """, """{"Other":"2027-05-05"}""", "2027-05-05")]
    public void The_first_tier_that_has_a_value_counts(string tiers, string crm, string? sent)
    {
        var issues = new List<Issue>();
        Assert.Equal(sent, NextSteps(Out(Compile(tiers), crm, "{}"u8.ToArray(), issues)));
        Assert.Empty(issues);
    }

    [Theory]
    [InlineData("\"error\"", "{}", "")]
    [InlineData("""{ "error": "Enter the next step." }""", """{"Next":null}""", "Enter the next step.")]
    [InlineData("""{ "crm": "Other" }, { "error": "Enter one of both." }""", """{"Other":null}""", "Enter one of both.")]
    public void An_error_is_told_and_nothing_sent(string tiers, string crm, string words)
    {
        var issues = new List<Issue>();
        Assert.Null(NextSteps(Out(Compile(tiers), crm, "{}"u8.ToArray(), issues)));
        var issue = Assert.Single(issues);
        Assert.Equal((IssueCodes.FallbackMissing, Severity.Error, "Next"), (issue.Code, issue.Severity, issue.Field));
        Assert.Contains(words, issue.Rule, StringComparison.Ordinal);
        issues.Clear();
        Assert.Equal("Visit", NextSteps(Out(Compile(tiers), """{"Next":"Visit"}""", "{}"u8.ToArray(), issues)));
        Assert.Empty(issues);
    }

    /// <summary>A value that somebody cleared stays cleared at AWS, and one that AWS has is not replaced.</summary>
    [Theory]
    [InlineData("{}", "Call")]
    [InlineData("""{"Next":null}""", null)]
    public void Only_a_new_opportunity_gets_a_fallback(string crm, string? after)
    {
        var issues = new List<Issue>();
        var document = """{"opportunity":{"Id":"O1","LifeCycle":{"NextSteps":"Call"}}}"""u8.ToArray();
        Assert.Equal(after, NextSteps(Out(Compile("\"Visit\""), crm, document, issues)));
        Assert.Empty(issues);
    }

    [Fact]
    public void A_literal_is_a_value_of_the_CRM()
    {
        var issues = new List<Issue>();
        Assert.Equal("Call", NextSteps(Out(Compile("\"C\"", """, "values": { "Call": ["C"], "Visit": ["V"] }"""), "{}", "{}"u8.ToArray(), issues)));
        Assert.Empty(issues);
        Assert.Null(NextSteps(Out(Compile("\"X\"", """, "values": { "Call": ["C"] }"""), "{}", "{}"u8.ToArray(), issues)));
        Assert.Equal(IssueCodes.ValueUnmapped, Assert.Single(issues).Code);
    }

    [Fact]
    public void The_request_of_a_new_opportunity_has_it_and_an_error_holds_it()
    {
        var crm = new FlatRecord("""{"Company":"Example"}"""u8);
        var send = Assert.IsType<OutboundPlan.Send>(new OutboundDecision("AWS", Compile("\"today+15d\"")).Create("006A", crm, "token", Today, asked: true));
        Assert.Equal("2026-11-16", JsonNode.Parse(send.Body)!["LifeCycle"]?["NextSteps"]?.GetValue<string>());
        var held = Assert.IsType<OutboundPlan.Held>(new OutboundDecision("AWS", Compile("""{ "error": "Enter the next step." }""")).Create("006A", crm, "token", Today, asked: true));
        Assert.Contains(held.Issues, i => i is { Code: IssueCodes.FallbackMissing, Rule: "Enter the next step." });
    }

    static string? NextSteps(byte[] document) => JsonNode.Parse(document)!["opportunity"]?["LifeCycle"]?["NextSteps"]?.GetValue<string>();

    static byte[] Out(CompiledMapping mapping, string crm, byte[] document, List<Issue> issues)
    {
        var buffer = new Utf8Buffer();
        mapping.MapOutbound(CanonicalJson.ToArray(Encoding.UTF8.GetBytes(crm)), document, Today, buffer, issues);
        return buffer.Written.ToArray();
    }

    static CompiledMapping Compile(string tiers, string members = "")
    {
        var issues = new List<Issue>();
        var document = MappingReader.Read(Encoding.UTF8.GetBytes(
            $$"""{"version":1,"opportunity":{"crmObject":"Opportunity","awsId":"AwsId","fields":[{"aws":"Customer.Account.CompanyName","crm":"Company"},{"aws":"LifeCycle.NextSteps","crm":"Next"{{members}},"fallback":[{{tiers}}]}] } }"""), issues);
        Assert.Empty(issues);
        return CompiledMapping.Compile(document!, AceObject.Opportunity, issues)!;
    }
}
