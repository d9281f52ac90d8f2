using System.Text;
using LambdaSync.Sync;
using Xunit;

namespace LambdaSync.Tests.Sync;

public sealed class DraftTests
{
    [Theory]
    [InlineData(0, "created at AWS as O1, a draft: not submitted")]
    [InlineData(1, "created at AWS as O1, a draft: not submitted, 1 field missing")]
    [InlineData(11, "created at AWS as O1, a draft: not submitted, 11 fields missing")]
    public void A_creation_says_that_it_is_a_draft(int missing, string rule)
    {
        var issues = Enumerable.Range(0, missing).Select(n => Issue.Warning(IssueCodes.Required, $"F{n}", null, "is required", "fill it")).Append(Issue.Warning(IssueCodes.TooLong, "T", null, "is long", "cut it"));
        Assert.Equal((IssueCodes.Draft, Severity.Note, rule), Draft.Created("O1", issues) is var said ? (said.Code, said.Severity, said.Rule) : default);
    }

    [Fact]
    public void The_fix_names_the_fields_as_far_as_a_line_goes()
    {
        var issues = Enumerable.Range(0, 14).Select(n => Issue.Warning(IssueCodes.Required, $"F{n}", null, "is required", "fill it"));
        Assert.Equal("fill F0, F1, F2, F3, F4, F5, F6, F7, F8, F9, F10, F11 and 2 more, then submit it: 'lambdasync opportunity submit O1'", Draft.Created("O1", issues).Fix);
    }

    [Theory]
    [InlineData("Pending Submission", true)]
    [InlineData("Approved", false)]
    public void A_draft_that_lacks_fields_says_which(string review, bool isDraft)
    {
        var issue = Draft.Incomplete("O1", Encoding.UTF8.GetBytes($$"""{"opportunity":{"LifeCycle":{"ReviewStatus":"{{review}}","Stage":"Qualified"} } }"""));
        Assert.Equal(isDraft, issue is not null);
        if (issue is not null)
        {
            Assert.StartsWith("O1 is a draft at AWS: not submitted, ", issue.Rule, StringComparison.Ordinal);
            Assert.Contains("Project.Title", issue.Fix, StringComparison.Ordinal);
        }
    }
}
