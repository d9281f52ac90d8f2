using System.Diagnostics;
using System.Text;
using LambdaSync.Files;
using LambdaSync.Json;
using Xunit;

namespace LambdaSync.Tests.Files;

/// <summary>Files of a few megabytes that would take gigabytes or hours without a limit.</summary>
[Trait("Row", "B2")]
public class HostileFileTests
{
    const int MaxListed = IssueList.MaxPerSeverity + 1;

    static AceFile Open(string records, string more = "") =>
        AceFile.Open("a.json", Encoding.UTF8.GetBytes($$"""{"version":"2.0",{{more}}"opportunities":[{{records}}]}"""));

    static AceRecord Read(AceFile file, int index = 0) => file.Read(index, new Utf8Buffer());

    static AceRecord One(string members) => Read(Open($$"""{"apnCrmUniqueIdentifier":"O1",{{members}}}"""));

    static string Many(int count, Func<int, string> one, char separator = ',') => string.Join(separator, Enumerable.Range(0, count).Select(one));

    [Theory]
    [InlineData("deliveryModel")]
    [InlineData("partnerPrimaryNeedFromAws")]
    public void A_text_of_very_many_values_is_one_issue(string field)
    {
        var issue = Assert.Single(One($"\"{field}\":\"{Many(200_000, _ => "x", ';')}\"").Issues, i => i.Severity == Severity.Error);
        Assert.Equal((IssueCodes.TooMany, true), (issue.Code, issue.Rule.Contains("200000", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_list_of_very_many_elements_is_one_issue() =>
        Assert.Equal(IssueCodes.TooMany, Assert.Single(One($"\"awsProducts\":[{Many(100_000, _ => "\"x\"")}]").Issues, i => i.Severity == Severity.Error).Code);

    [Fact]
    public void As_many_values_as_are_allowed_are_read_and_their_issues_counted()
    {
        var record = One($"\"deliveryModel\":\"{Many(AceFile.MaxMembers, i => $"x{i}", ';')}\"");
        Assert.False(record.Bad);
        Assert.Equal(MaxListed, record.Issues.Count);
        Assert.Equal((IssueCodes.MoreIssues, Severity.Warning), (record.Issues[^1].Code, record.Issues[^1].Severity));
        Assert.Contains($"and {AceFile.MaxMembers - IssueList.MaxPerSeverity} more", record.Issues[^1].Rule, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, IssueCodes.TooManyMembers)]
    [InlineData(true, IssueCodes.DuplicateKey)]
    public void A_record_of_very_many_members_is_refused_with_few_issues(bool same, string code)
    {
        var record = One(Many(40_000, i => same ? "\"a\":1" : $"\"{i:x}\":1"));
        Assert.Contains(code, record.Issues.Select(i => i.Code));
        Assert.True(record.Bad && record.Issues.Count <= 3 * MaxListed, $"{record.Issues.Count} issues");
    }

    [Fact]
    public void A_record_has_a_largest_size()
    {
        var file = Open($$"""{"apnCrmUniqueIdentifier":"O1","customerCompanyName":"{{new string('x', AceFile.MaxRecordBytes)}}"},{"apnCrmUniqueIdentifier":"O2"}""");
        Assert.Equal(IssueCodes.RecordTooLarge, Assert.Single(Read(file).Issues).Code);
        Assert.Empty(Read(file, 1).Issues);
        var document = new Utf8Buffer();
        file.Read(0, document);
        Assert.True(document.Length < 100, "its content is in no document");
    }

    [Fact]
    public void Records_that_are_worked_on_together_have_a_largest_size()
    {
        var large = $"{{\"apnCrmUniqueIdentifier\":\"O1\",\"a\":\"{new string('x', 400_000)}\"}}";
        var file = Open(string.Join(',', [large, large, large, "{}", "{}", "{}", "{}", large]));
        Assert.Equal([[0, 1], [2, 3, 4], [5, 6, 7]], file.Batches([0, 1, 2, 3, 4, 5, 6, 7], 3));
        Assert.Equal([[1], [3], [7]], file.Batches([1, 3, 7], 1));
        Assert.Empty(file.Batches([], 3));
    }

    [Fact]
    public void An_error_is_listed_however_many_notes_there_are()
    {
        var record = One(Many(900, i => $"\"{i:x}\":1") + ",\"customerCompanyName\":{}");
        Assert.Contains(record.Issues, i => i is { Severity: Severity.Error, Field: "customerCompanyName" });
    }

    [Fact]
    public void A_file_has_a_largest_number_of_records()
    {
        var file = Open(Many(AceFile.MaxRecords + 1, i => $$"""{"apnCrmUniqueIdentifier":"O{{i}}"}"""));
        Assert.Equal((AceFile.MaxRecords, IssueCodes.TooManyRecords), (file.Count, Assert.Single(file.Issues).Code));
        Assert.False(Read(file, AceFile.MaxRecords - 1).Bad);
        Assert.Empty(Open(Many(AceFile.MaxRecords, i => $$"""{"apnCrmUniqueIdentifier":"O{{i}}"}""")).Issues);
    }

    [Fact]
    public void Very_many_lists_or_names_beside_the_records_are_a_few_issues()
    {
        Assert.InRange(Open("", Many(200_000, _ => "\"opportunities\":[]") + ",").Issues.Count, 1, MaxListed);
        Assert.InRange(Open("", Many(200_000, i => $"\"\\ud800{i}\":1") + ",").Issues.Count, 1, MaxListed);
    }

    [Fact]
    public void No_issue_is_as_long_as_what_it_is_about()
    {
        var name = new string('n', 200_000);
        Issue[] issues =
        [
            .. One($"\"{name}\":1").Issues, .. One($"\"{name}\":1,\"{name}\":2").Issues, .. One($"\"{name}\":\"\\ud800\"").Issues,
            .. One($"\"customerCompanyName\":\"{name}\"").Issues, .. One($"\"x\":{{\"{name}\":1,\"a\":1,\"{name}\":2}}").Issues,
            .. AceFile.Open("a.json", Encoding.UTF8.GetBytes($$"""{"version":"{{name}}","opportunities":[]}""")).Issues,
        ];
        Assert.Equal([], issues.Where(i => (i.Field?.Length ?? 0) + (i.Value?.Length ?? 0) + i.Rule.Length + i.Fix.Length > 2_000).Select(i => i.Code));
        Assert.True(issues.Length >= 6);
    }

    // Generous: the slowest takes a tenth of a second, without the limits minutes.
    [Fact]
    public void The_largest_hostile_files_are_read_in_seconds()
    {
        var clock = Stopwatch.StartNew();
        One(Many(450_000, i => $"\"{i:x}\":1"));
        One($"\"a\\u0041\":{{{Many(40_000, i => $"\"{450_000 - i:x}\":1")}}}");
        One($"\"deliveryModel\":\"{Many(2_000_000, _ => "x", ';')}\"");
        Open("", Many(300_000, i => $"\"{i:x}\":1") + ",");
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), clock.Elapsed.ToString());
    }
}
