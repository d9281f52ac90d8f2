using System.Text;
using LambdaSync.Sync;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Tests.Sync.Schedules;

[Trait("Row", "A16")]
[Trait("Row", "A15")]
public sealed class OpportunityPageTests
{
    const string Sort = """
        "Sort":{"SortBy":"LastModifiedDate","SortOrder":"ASCENDING"}
        """;

    static readonly DateTimeOffset Known = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, false)]
    [InlineData(-60, false)]
    [InlineData(1, true)]
    public void A_later_date_needs_a_look(int seconds, bool look) => Assert.Equal(look, OpportunityPage.NeedsLook(State(), Known.AddSeconds(seconds)));

    [Fact]
    public void What_is_not_known_needs_a_look()
    {
        Assert.True(OpportunityPage.NeedsLook(null, Known));
        Assert.True(OpportunityPage.NeedsLook(State() with { AwsModified = null }, Known));
        // The echo of our own write did not come.
        Assert.True(OpportunityPage.NeedsLook(State() with { OwnWrite = Known }, Known));
        Assert.False(OpportunityPage.NeedsLook(State() with { Closed = true, OwnWrite = Known }, Known.AddDays(1)));
    }

    [Theory]
    [InlineData(null, false, null, "")]
    [InlineData("2026-03-02T09:00:00Z", false, null, """
        "LastModifiedDate":{"AfterLastModifiedDate":"2026-03-02T09:00:00.000Z"},
        """)]
    [InlineData(null, true, null, """
        "LifeCycleStage":["Prospect","Qualified","Technical Validation","Business Validation","Committed"],
        """)]
    [InlineData("2026-03-02T09:00:00Z", false, """{"Catalog":"Sandbox","LifeCycleStage":["Qualified"],"LastModifiedDate":{"AfterLastModifiedDate":"2026-01-01T00:00:00.000Z"}}""", """
        "LifeCycleStage":["Qualified"],"LastModifiedDate":{"AfterLastModifiedDate":"2026-03-02T09:00:00.000Z"},
        """)]
    [InlineData("2026-03-02T09:00:00Z", false, """{"LastModifiedDate":{"AfterLastModifiedDate":"2026-05-01T00:00:00.000Z"}}""", """
        "LastModifiedDate":{"AfterLastModifiedDate":"2026-05-01T00:00:00.000Z"},
        """)]
    public void A_request_goes_on_from_the_later_of_filter_and_cursor(string? after, bool onlyOpen, string? filter, string members) =>
        Assert.Equal(
            $$"""{"Catalog":"AWS",{{members.Trim()}}{{Sort.Trim()}}}""",
            Encoding.UTF8.GetString(OpportunityPage.Request("AWS", OpportunityPage.Date(after), onlyOpen, filter)));

    static RecordState State() => new(WorkKey.Opportunity("AWS", "O1"), "Opportunity", "1", [], [], Known, 0, false, 1);
}
