using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Tests.Sync.Work;

/// <summary>What the end of a claim leaves of its reasons: a request is carried out once, whatever else came during the claim.</summary>
[Trait("Row", "A9")]
public sealed class WorkRowTests
{
    const string Submit = "submit?by=jane&job=1", Later = "submit?by=jane&job=2";

    static readonly DateTimeOffset At = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(false, "")]
    [InlineData(true, "crm event " + Later)]
    public void A_request_that_is_answered_is_gone(bool woken, string left) => Left(WorkNext.Finished, woken, left);

    [Theory]
    [InlineData(false, "refresh")]
    [InlineData(true, "crm event refresh " + Later)]
    public void A_request_that_is_not_among_what_is_left_is_gone(bool woken, string left) => Left(new WorkNext.Again(At, null, false, ["refresh"]), woken, left);

    [Theory]
    [InlineData(false, "crm " + Submit)]
    [InlineData(true, "crm event " + Submit + " " + Later)]
    public void A_request_that_is_left_is_kept(bool woken, string left)
    {
        Left(new WorkNext.Again(At, null, false, ["crm", Submit]), woken, left);
        Left(new WorkNext.Parked("why", [Submit]), woken, left);
        Left(new WorkNext.Parked("why"), woken, left);
    }

    [Theory]
    [InlineData(false, "crm")]
    [InlineData(true, "crm event " + Later)]
    public void A_parked_record_keeps_no_answered_request(bool woken, string left) => Left(new WorkNext.Parked("why", ["crm"]), woken, left);

    static void Left(WorkNext next, bool woken, string left)
    {
        IEnumerable<string> claimed = ["crm", Submit];
        var row = claimed.Aggregate(WorkRow.Clean, (row, reason) => row.Woken(new Wake(new WorkKey("AWS", WorkKind.Opportunity, "O1"), reason, Lane.Edit, At)));
        if (woken)
            row = new[] { "event", Later }.Aggregate(row, (row, reason) => row.Woken(new Wake(new WorkKey("AWS", WorkKind.Opportunity, "O1"), reason, Lane.Event, At)));
        Assert.Equal(left.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(), row.Ended(next, woken, claimed.ToHashSet()).Reasons.Order());
    }
}
