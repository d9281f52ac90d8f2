using System.Text;
using LambdaSync.Sync;
using Xunit;

namespace LambdaSync.Tests.Sync;

[Trait("Row", "A2")]
public sealed class SubmissionStateTests
{
    const string Document = """{"opportunity":{"Id":"O1","LastModifiedDate":"2026-03-01T00:00:00Z","Project":{"Title":"Deal"}},"related":{"Solutions":["S-1","S-2"]}}""";

    [Theory]
    [InlineData("""{"opportunity":{"Id":"O1","LastModifiedDate":"2026-03-02T00:00:00Z","Marketing":null,"Project":{"Title":"Deal","SalesActivities":[],"AwsPartition":null}},"related":{"Solutions":["S-2","S-1"]}}""", true)]
    [InlineData("""{"opportunity":{"Id":"O1","Project":{"Title":"Deal"}},"related":{"Solutions":["S-1","S-2"]},"aws":{"LifeCycle":{"Stage":"Qualified"}}}""", true)]
    [InlineData("""{"opportunity":{"Id":"O1","LifeCycle":{"NextStepsHistory":[{"Time":"2026-03-02T00:00:00Z","Value":"Call"}],"ReviewComments":"see"},"Project":{"Title":"Deal"}},"related":{"Solutions":["S-1","S-2"]}}""", true)]
    [InlineData("""{"opportunity":{"Id":"O1","LifeCycle":{"NextSteps":"Call"},"Project":{"Title":"Deal"}},"related":{"Solutions":["S-1","S-2"]}}""", false)]
    [InlineData("""{"opportunity":{"Id":"O1","Project":{"Title":"Another"}},"related":{"Solutions":["S-1","S-2"]}}""", false)]
    [InlineData("""{"opportunity":{"Id":"O1","Project":{"Title":"Deal"}},"related":{"Solutions":["S-1"]}}""", false)]
    public void The_content_is_what_reviewers_see(string other, bool isSame) =>
        Assert.Equal(isSame, SubmissionState.ContentOf(Encoding.UTF8.GetBytes(Document)) == SubmissionState.ContentOf(Encoding.UTF8.GetBytes(other)));

    [Fact]
    public void A_state_is_read_as_it_was_stored()
    {
        var state = new SubmissionState("task-1", DateTimeOffset.UnixEpoch, SubmissionState.Failed, "Co-Sell", null, "0a") { ReasonCode = "InternalError", Attempts = 2 };
        Assert.Equal(state, SubmissionState.Read(state.ToJson()));
        Assert.Null(SubmissionState.Read(null));
    }
}
