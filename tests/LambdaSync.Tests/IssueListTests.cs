using Xunit;

namespace LambdaSync.Tests;

public class IssueListTests
{
    static Issue Of(Severity severity, int i = 0) => new("test", severity, null, null, $"rule {i}", "fix") { File = "a.json", Record = 3 };

    [Fact]
    public void Each_severity_keeps_its_first_issues_and_counts_the_rest()
    {
        var list = new IssueList();
        for (var i = 0; i < 120; i++)
            list.Add(Of(Severity.Note, i));
        list.Add(Of(Severity.Error));
        var all = list.ToList();
        Assert.Equal((121, true, 52), (list.Total, list.HasErrors, all.Count));
        Assert.Equal(("rule 0", "rule 49"), (all[0].Rule, all[49].Rule));
        Assert.Equal((Severity.Error, "test"), (all[50].Severity, all[50].Code));
        Assert.Equal((IssueCodes.MoreIssues, Severity.Note, "a.json", 3), (all[51].Code, all[51].Severity, all[51].File, all[51].Record));
        Assert.StartsWith("and 70 more notes", all[51].Rule, StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_beyond_the_limit_stay_errors()
    {
        var all = IssueList.Limit([.. Enumerable.Range(0, 60).Select(i => Of(Severity.Error, i))]);
        Assert.Equal((51, Severity.Error), (all.Count, all[^1].Severity));
    }

    [Fact]
    public void A_list_that_was_limited_before_is_not_counted_again()
    {
        var once = IssueList.Limit([.. Enumerable.Range(0, 60).Select(i => Of(Severity.Note, i))]);
        Assert.Equal(once, IssueList.Limit(once));
        Assert.Equal(once, IssueList.Limit([.. once]));
    }

    [Fact]
    public void A_value_is_never_cut_inside_a_character()
    {
        var value = new Issue("test", Severity.Note, null, new string('x', 199) + "\U0001F600 more", "rule", "fix").Value;
        Assert.Equal(new string('x', 199) + "...", value);
    }
}
