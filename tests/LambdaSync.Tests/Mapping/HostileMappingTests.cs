using System.Diagnostics;
using System.Globalization;
using System.Text;
using LambdaSync.Fields;
using LambdaSync.Mapping;
using Xunit;

namespace LambdaSync.Tests.Mapping;

/// <summary>Mappings of megabytes: read or refused in linear time, with few issues.</summary>
[Trait("Row", "C3")]
public class HostileMappingTests
{
    const int MaxListed = MappingReader.MaxIssues + 1;

    static (MappingDocument? Document, List<Issue> Issues) Read(string members)
    {
        var issues = new List<Issue>();
        var document = MappingReader.Read(Encoding.UTF8.GetBytes("{\"version\":1,\"opportunity\":{\"crmObject\":\"Opportunity\",\"awsId\":\"APN_CRM_Unique_Identifier__c\"," + members + "}}"), issues);
        return (document, issues);
    }

    static (MappingDocument? Document, List<Issue> Issues) Lines(int count, Func<int, string> line) => Read($"\"fields\":[{Many(count, line)}]");

    static string Many(int count, Func<int, string> one) => string.Join(',', Enumerable.Range(0, count).Select(one));

    static string Line(string aws, string crm = "F__c", string more = "") => $$"""{"aws":"{{aws}}","crm":"{{crm}}"{{more}}}""";

    [Theory]
    [InlineData(FieldPath.MaxSteps, true)]
    [InlineData(FieldPath.MaxSteps + 1, false)]
    [InlineData(1_000_000, false)]
    public void A_path_has_at_most_16_steps(int steps, bool parses)
    {
        var text = string.Join('.', Enumerable.Repeat("A", steps));
        Assert.Equal(parses, FieldPath.TryParse(text, out _, out var error));
        Assert.Equal(parses ? "" : "a path has at most 16 steps", error);
        if (parses)
            return;
        var issue = Assert.Single(MappingCheck.Check(Lines(1, _ => Line(text)).Document!, null), i => i.Severity == Severity.Error && i.Code == IssueCodes.MappingUnknownPath);
        Assert.True(issue.Rule.Length + issue.Fix.Length < 1_000, "the message is short");
        var compiled = new List<Issue>();
        Assert.Null(CompiledMapping.Compile(Lines(1, _ => Line(text)).Document!, AceObject.Opportunity, compiled));
    }

    [Fact]
    public void A_CRM_path_of_very_many_steps_is_one_short_issue()
    {
        var document = Lines(1, _ => Line("Project.Title", string.Join('.', Enumerable.Repeat("A", 1_000_000)))).Document!;
        Assert.All(MappingCheck.Check(document, null), issue => Assert.True(issue.Rule.Length + issue.Fix.Length < 1_000, issue.Code));
    }

    [Fact]
    public void An_object_has_at_most_2000_lines()
    {
        Assert.NotNull(Lines(MappingReader.MaxLines, i => Line($"Project.X{i}", $"F{i}__c")).Document);
        var (document, issues) = Lines(MappingReader.MaxLines + 1, i => Line($"Project.X{i}", $"F{i}__c"));
        Assert.Null(document);
        Assert.Contains("at most 2000", Assert.Single(issues).Rule, StringComparison.Ordinal);
    }

    [Fact]
    public void The_largest_mapping_is_checked_in_seconds_and_lists_few_issues()
    {
        var document = Lines(MappingReader.MaxLines, i => Line($"Project.X{i}", $"F{i}__c")).Document!;
        var clock = Stopwatch.StartNew();
        var issues = MappingCheck.Check(document, SampleCrm.With());
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), clock.Elapsed.ToString());
        Assert.InRange(issues.Count(i => i.Severity == Severity.Warning), 1, MaxListed);
        Assert.InRange(issues.Count(i => i.Severity == Severity.Error), 1, MaxListed);
        Assert.Contains(issues, i => i.Code == IssueCodes.MoreIssues && i.Rule.StartsWith("and ", StringComparison.Ordinal));
    }

    [Fact]
    public void Lines_that_send_to_one_place_are_still_found_among_many()
    {
        string[] pairs = ["Project.Title", "Project.Title", "Customer.Account", "Customer.Account.CompanyName", "Customer.Contacts[0].Email", "Customer.Contacts[1].Email"];
        var lines = Enumerable.Range(0, 500).Select(i => Line($"Project.X{i}", $"F{i}__c")).Concat(pairs.Select((aws, i) => Line(aws, $"P{i}__c"))).ToList();
        var found = MappingCheck.Check(Lines(lines.Count, i => lines[i]).Document!, null).Where(i => i.Code == IssueCodes.MappingDuplicate).ToList();
        Assert.Equal(["opportunity.fields[501]", "opportunity.fields[503]"], found.Select(i => i.Field));
    }

    [Fact]
    public void A_line_has_at_most_10000_values()
    {
        string Values(int count) => Line("LifeCycle.Stage", more: $",\"values\":{{{Many(count, i => $"\"V{i}\":[\"C{i}\"]")}}}");
        Assert.NotNull(Lines(1, _ => Values(MappingReader.MaxValues)).Document);
        Assert.Single(Lines(1, _ => Values(MappingReader.MaxValues + 1)).Issues);
        Assert.NotEmpty(Lines(1, _ => Line("LifeCycle.Stage", more: $",\"values\":{{\"V\":[{Many(MappingReader.MaxValues + 1, i => i.ToString(CultureInfo.InvariantCulture))}]}}")).Issues);
    }

    [Fact]
    public void Very_many_values_are_compiled_and_checked_in_seconds()
    {
        const int Count = MappingReader.MaxValues;
        var more = $",\"values\":{{{Many(Count, i => $"\"V{i}\":[\"C{i}\"]")}}},\"outboundDefault\":{{{Many(Count, i => $"\"C{i}\":\"V{i}\"")}}}";
        var clock = Stopwatch.StartNew();
        var document = Lines(1, _ => Line("LifeCycle.Stage", more: more)).Document!;
        Assert.InRange(MappingCheck.Check(document, SampleCrm.With()).Count, 1, 3 * MaxListed);
        CompiledMapping.Compile(document, AceObject.Opportunity, new List<Issue>());
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), clock.Elapsed.ToString());
    }

    [Fact]
    public void Very_many_unknown_members_are_few_issues()
    {
        var (document, issues) = Read(Many(9_000, i => $"\"x{i}\":1"));
        Assert.Null(document);
        Assert.Equal((MaxListed, IssueCodes.MoreIssues), (issues.Count, issues[^1].Code));
        Assert.Single(Read(Many(100_000, i => $"\"x{i}\":1")).Issues);
    }

    [Fact]
    public void An_elements_text_has_at_most_1000_characters() =>
        Assert.Contains("at most 1000", Assert.Single(Lines(1, _ => Line("aws:LifeCycle.NextStepsHistory[]", more: $",\"outbound\":false,\"element\":\"{string.Concat(Enumerable.Repeat("{Time}", 300_000))}\"")).Issues).Rule, StringComparison.Ordinal);
}
