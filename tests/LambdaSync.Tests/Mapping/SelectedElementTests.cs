using System.Text;
using LambdaSync.Fields;
using LambdaSync.Json;
using LambdaSync.Mapping;
using Xunit;

namespace LambdaSync.Tests.Mapping;

/// <summary>Elements that a line selects by a member's value, or by position, both ways.</summary>
[Trait("Row", "C14")]
public sealed class SelectedElementTests
{
    const string Amount = """{ "aws": "Project.ExpectedCustomerSpend[TargetCompany=AWS].Amount", "crm": "Amount" }""";
    const string Other = """{"Amount":"500","CurrencyCode":"EUR","Frequency":"Monthly","TargetCompany":"Nordlicht GmbH"}""";
    const string Aws = """{"Amount":"900.75","CurrencyCode":"USD","Frequency":"Monthly","TargetCompany":"AWS"}""";

    public static TheoryData<string, string, string, string> Rows() => new()
    {
        // line, CRM, AWS's list before, and after
        { Amount, """{"Amount":650}""", $"[{Other},{Aws}]", $"[{Other},{Aws.Replace("900.75", "650", StringComparison.Ordinal)}]" },
        { Amount, """{"Amount":650}""", $"[{Other}]", $"[{Other},{Aws.Replace("900.75", "650", StringComparison.Ordinal)}]" },
        { Amount, """{"Amount":650}""", "[]", $"[{Aws.Replace("900.75", "650", StringComparison.Ordinal)}]" },
        { Amount, """{"Amount":null}""", $"[{Aws},{Other}]", $"[{Other}]" },
        { Amount, """{"Amount":null}""", $"[{Other},{Aws}]", $"[{Other}]" },
        { Amount, """{"Amount":null}""", $"[{Aws}]", "[]" },
        // The update removes no member that no line of the mapping writes.
        { Amount, """{"Amount":null}""", """[{"Amount":"1","EstimationUrl":"https://calculator.aws/#/estimate","TargetCompany":"AWS"}]""", """[{"Amount":null,"EstimationUrl":"https://calculator.aws/#/estimate","TargetCompany":"AWS"}]""" },
        // A second element that fits is another one.
        { Amount, """{"Amount":2}""", """[{"CurrencyCode":"USD","TargetCompany":"AWS"},{"Amount":"7","TargetCompany":"AWS"}]""", """[{"Amount":"2","CurrencyCode":"USD","TargetCompany":"AWS"},{"Amount":"7","TargetCompany":"AWS"}]""" },
        // The mapping's literals come with a new element, and a member that is mapped is the CRM's.
        {
            Amount.Replace("TargetCompany=AWS", "TargetCompany=Nordlicht GmbH", StringComparison.Ordinal)
                + """, { "aws": "Project.ExpectedCustomerSpend[TargetCompany=Nordlicht GmbH].CurrencyCode", "crm": "Currency", "fallback": ["EUR"] }"""
                + """, { "aws": "Project.ExpectedCustomerSpend[TargetCompany=Nordlicht GmbH].Frequency", "crm": "Frequency", "fallback": ["Monthly"] }""",
            """{"Amount":500}""", $"[{Aws}]", $"[{Aws},{Other}]"
        },
        { """{ "aws": "expectedMonthlyAwsRevenue", "crm": "Amount" }""", """{"Amount":650}""", $"[{Other}]", $"[{Other},{Aws.Replace("900.75", "650", StringComparison.Ordinal)}]" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Only_the_selected_element_changes(string line, string crm, string before, string after)
    {
        var issues = new List<Issue>();
        var mapping = Compile(line, issues)!;
        var sent = Out(mapping, crm, Document(before), issues);
        Assert.Empty(issues);
        Assert.Equal(Encoding.UTF8.GetString(Document(after)), Encoding.UTF8.GetString(sent));
        // Of an element that is not there, nothing is said.
        Assert.Contains(In(mapping, sent).Replace(""","Currency":"EUR","Frequency":"Monthly" """.Trim(), "", StringComparison.Ordinal), new[] { crm, crm.Replace("\"Amount\":null", "", StringComparison.Ordinal) });
        Assert.Equal(Encoding.UTF8.GetString(sent), Encoding.UTF8.GetString(Out(mapping, In(mapping, sent), sent, issues)));
    }

    [Theory]
    [InlineData($"[{Other},{Aws}]", """{"Amount":900.75}""")]
    [InlineData($"[{Aws},{Other}]", """{"Amount":900.75}""")]
    [InlineData($"[{Other}]", "{}")]
    [InlineData("""[{"TargetCompany":"AWS"},{"Amount":"7","TargetCompany":"AWS"}]""", "{}")]
    [InlineData("[]", """{"Amount":null}""")]
    public void The_CRM_gets_the_selected_elements_value(string list, string crm)
    {
        Assert.Equal(crm, In(Compile(Amount, [])!, Document(list)));
        Assert.Equal(crm, In(Compile("""{ "aws": "expectedMonthlyAwsRevenue", "crm": "Amount" }""", [])!, Document(list)));
    }

    [Fact]
    public void A_new_element_that_AWS_would_refuse_is_held_and_the_missing_member_named()
    {
        var issues = new List<Issue>();
        var mapping = Compile(Amount.Replace("TargetCompany=AWS", "TargetCompany=Nordlicht GmbH", StringComparison.Ordinal), issues)!;
        Assert.Equal(Document($"[{Aws}]"), Out(mapping, """{"Amount":500}""", Document($"[{Aws}]"), issues));
        var issue = Assert.Single(issues);
        Assert.Equal((IssueCodes.Required, Severity.Error, "Amount"), (issue.Code, issue.Severity, issue.Field));
        Assert.Contains("Project.ExpectedCustomerSpend[TargetCompany=Nordlicht GmbH].CurrencyCode", issue.Fix, StringComparison.Ordinal);
        // One that is there needs nothing.
        issues.Clear();
        Assert.Equal(Document($"[{Other.Replace("500", "501", StringComparison.Ordinal)}]"), Out(mapping, """{"Amount":501}""", Document($"[{Other}]"), issues));
        Assert.Empty(issues);
    }

    [Theory]
    [InlineData("Project.ExpectedCustomerSpend[0].CurrencyCode", "name them alike: Project.ExpectedCustomerSpend[TargetCompany=AWS].CurrencyCode")]
    [InlineData("Project.ExpectedCustomerSpend[Frequency=Monthly].CurrencyCode", "name them alike: Project.ExpectedCustomerSpend[TargetCompany=AWS].CurrencyCode")]
    public void Lines_that_could_name_one_element_twice_are_refused(string path, string fix)
    {
        var issues = new List<Issue>();
        Assert.Null(Compile($$"""{{Amount}}, { "aws": "{{path}}", "crm": "X" }""", issues));
        Assert.Contains(fix, Assert.Single(issues).Fix, StringComparison.Ordinal);
        issues.Clear();
        Assert.NotNull(Compile($$"""{{Amount}}, { "aws": "{{path}}", "crm": "X", "outbound": false }""", issues));
    }

    [Fact]
    public void What_selects_an_element_is_not_sent()
    {
        var issues = new List<Issue>();
        var mapping = Compile($$"""{{Amount}}, { "aws": "Project.ExpectedCustomerSpend[TargetCompany=AWS].TargetCompany", "crm": "Company" }""", issues)!;
        Assert.Equal(Document($"[{Aws.Replace("900.75", "1", StringComparison.Ordinal)}]"), Out(mapping, """{"Amount":1,"Company":"AWS"}""", Document("[]"), issues));
        Assert.Empty(issues);
        Assert.Equal(Document($"[{Aws}]"), Out(mapping, """{"Company":"Another"}""", Document($"[{Aws}]"), issues));
        Assert.Equal((IssueCodes.ReadOnlyField, "Company"), (Assert.Single(issues).Code, issues[0].Field));
    }

    static byte[] Document(string list) => CanonicalJson.ToArray(Encoding.UTF8.GetBytes($$"""{"opportunity":{"Id":"O1","Project":{"ExpectedCustomerSpend":{{list}},"Title":"Deal"} } }"""));

    static string In(CompiledMapping mapping, byte[] document)
    {
        var buffer = new Utf8Buffer();
        mapping.MapInbound(document, buffer, new List<Issue>());
        return Encoding.UTF8.GetString(buffer.Written);
    }

    static byte[] Out(CompiledMapping mapping, string crm, byte[] document, List<Issue> issues)
    {
        var buffer = new Utf8Buffer();
        mapping.MapOutbound(Encoding.UTF8.GetBytes(crm), document, new DateOnly(2026, 11, 1), buffer, issues);
        return buffer.Written.ToArray();
    }

    static CompiledMapping? Compile(string lines, List<Issue> issues) => CompiledMapping.Compile(
        MappingReader.Read(Encoding.UTF8.GetBytes($$"""{ "version": 1, "opportunity": { "crmObject": "O", "awsId": "Id", "fields": [{{lines}}] } }"""), issues)!, AceObject.Opportunity, issues);
}
