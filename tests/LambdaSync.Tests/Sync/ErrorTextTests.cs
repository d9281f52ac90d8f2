using System.Text;
using LambdaSync.Fields;
using LambdaSync.Json;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using Xunit;

namespace LambdaSync.Tests.Sync;

[Trait("Row", "D10")]
public sealed class ErrorTextTests
{
    const string Secret = "Jane O'Secret";

    [Theory]
    [InlineData(null, "Two words", "do it", "request-not-json: Two words. Fix: do it.")]
    [InlineData("A[0].B", "Two words.", "Do it. ", "request-not-json A[0].B: Two words. Fix: Do it.")]
    [InlineData(null, "Line\r\nand\u0000line", "do\tit", "request-not-json: Line and line. Fix: do it.")]
    public void Code_field_rule_and_fix_on_one_line(string? field, string rule, string fix, string text) =>
        Assert.Equal(text, ErrorText.Of(Issue.Error(IssueCodes.RequestNotJson, field, Secret, rule, fix)));

    /// <summary>Issues from outside, whose words may quote a value, and what is left of them.</summary>
    [Theory]
    [InlineData(IssueCodes.AwsRejected, "AWS answered UpdateOpportunity with ValidationException: INVALID_VALUE: Value 'Jane O'Secret' at 'x' is bad",
        "aws-rejected F: AWS answered UpdateOpportunity with ValidationException: INVALID_VALUE; see the sync log for its message. Fix: correct it.")]
    [InlineData(IssueCodes.AwsRejected, "AWS answered UpdateOpportunity with ValidationException: TOO_MANY_VALUES.",
        "aws-rejected F: AWS answered UpdateOpportunity with ValidationException: TOO_MANY_VALUES; see the sync log for its message. Fix: correct it.")]
    [InlineData(IssueCodes.AwsRejected, "AWS answered UpdateOpportunity with ValidationException: SECRET.",
        "aws-rejected F: AWS answered UpdateOpportunity with ValidationException; see the sync log for its message. Fix: correct it.")]
    [InlineData(IssueCodes.AwsConflict, "AWS answered UpdateOpportunity with ConflictException: Jane O'Secret changed it",
        "aws-conflict F: AWS answered UpdateOpportunity with ConflictException; see the sync log for its message. Fix: correct it.")]
    [InlineData(IssueCodes.AwsUnavailable, "AWS answered GetOpportunity with HTTP 503.",
        "aws-unavailable F: AWS answered GetOpportunity with HTTP 503; see the sync log for its message. Fix: correct it.")]
    [InlineData(IssueCodes.AwsUnavailable, "AWS answered GetOpportunity with no answer: timed out for Jane O'Secret",
        "aws-unavailable F: AWS answered GetOpportunity with no answer; see the sync log for its message. Fix: correct it.")]
    [InlineData(IssueCodes.AwsRejected, "Jane O'Secret is not allowed", "aws-rejected F: AWS refused the request; see the sync log for its message. Fix: correct it.")]
    [InlineData(IssueCodes.CrmRejected, "Email: invalid email address: jane o'secret", "crm-rejected F: the CRM refused a value; see the sync log for its message. Fix: correct it.")]
    [InlineData(IssueCodes.CrmRejected, "F takes at most 5 characters, this has 13.", "crm-rejected F: F takes at most 5 characters, this has 13. Fix: correct it.")]
    public void What_others_say_is_shown_without_values(string code, string rule, string text) =>
        Assert.Equal(text, ErrorText.Of(Issue.Error(code, "F", Secret, rule, "correct it")));

    [Fact]
    public void No_issue_of_the_mapping_or_of_a_decision_shows_a_value()
    {
        var issues = new List<Issue>();
        var mapping = Compile(issues);
        var quoted = Encoding.UTF8.GetString(JsonText.Quote(Secret));
        var aws = Canonical($$"""{"opportunity":{"Customer":{"Account":{"CompanyName":{{quoted}} } },"LifeCycle":{"Stage":{{quoted}} } } }""");
        mapping.MapInbound(aws, new Utf8Buffer(), issues);
        mapping.MapOutbound(Canonical($$"""{"Company":"Other","Stage":{{quoted}},"Title":"{{Secret}} of Bergen"}"""), aws, new DateOnly(2026, 3, 1), new Utf8Buffer(), issues);
        var crm = Canonical("""{"AwsId":"O1","Company":"Jane O'Secret too"}""");
        var decision = new Decision("AWS", mapping, []);
        issues.AddRange(decision.Plan(new AwsObservation(AceObject.Opportunity, "O1", null, null, 0, false, aws, []), null, new CrmCurrent("006A", crm, null, null)).Issues);

        string[] codes = [IssueCodes.ValueUnmapped, IssueCodes.ValueNotReversible, IssueCodes.NoOwner];
        Assert.Empty(codes.Except(issues.Select(i => i.Code)));
        // Their own words do quote it: otherwise this would prove nothing.
        Assert.Contains(issues, i => (i.Rule + i.Fix).Contains("O'Secret", StringComparison.OrdinalIgnoreCase));
        Assert.All(issues, i => Assert.DoesNotContain("O'Secret", ErrorText.Of(i), StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void A_value_too_long_for_an_issue_is_found_too()
    {
        var value = string.Concat(Enumerable.Repeat(Secret + " ", 30));
        var issue = Issue.Error(IssueCodes.CrmRejected, "F", value, $"bad value: {value}", $"do not send {value}");
        Assert.Equal("crm-rejected F: the CRM refused a value; see the sync log for its message. Fix: correct the value.", ErrorText.Of(issue));
    }

    [Fact]
    public void A_variants_spelling_is_left_out()
    {
        var issue = Issue.Error(IssueCodes.ValueVariant, "Stage", Secret, "this differs from AWS's \"Prospect\" only by case", $"accept it with \"{Secret}\"");
        Assert.DoesNotContain(Secret, ErrorText.Of(issue), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("\U0001F600")] // two UTF-16 units, which are not torn apart
    public void It_is_cut_to_what_a_long_text_takes(string unit)
    {
        var text = ErrorText.Of(Issue.Error(IssueCodes.RequestNotJson, null, null, string.Concat(Enumerable.Repeat(unit, 40_000)), "y"));
        Assert.InRange(text.Length, ErrorText.MaxCharacters - 1, ErrorText.MaxCharacters);
        Assert.Equal(text, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)));
    }

    static byte[] Canonical(string json) => CanonicalJson.ToArray(Encoding.UTF8.GetBytes(json));

    static CompiledMapping Compile(List<Issue> issues)
    {
        var document = MappingReader.Read(
            """
            {"version":1,"opportunity":{"crmObject":"Opportunity","awsId":"AwsId","fields":[
              {"aws":"Customer.Account.CompanyName","crm":"Company"},
              {"aws":"LifeCycle.Stage","crm":"Stage","values":{"Prospect":["Open"]}},
              {"aws":"Project.Title","crm":"Title","truncate":13}]}}
            """u8, issues);
        return CompiledMapping.Compile(document!, AceObject.Opportunity, issues)!;
    }
}
