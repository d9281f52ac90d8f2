using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>An entry of AWS's list that can't be read does not end the sweep.</summary>
[Trait("Row", "A16")]
public sealed partial class SweepEntriesTests : IDisposable
{
    readonly SyncRig _rig = new();

    static CancellationToken None => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task An_opportunity_without_an_id_is_skipped()
    {
        var (bad, good) = (_rig.AwsHas("Bad"), _rig.AwsHas("Good"));
        _rig.Drain();
        Rename("OpportunitySummaries", bad);
        await _rig.Sweep(TimeSpan.Zero);
        Assert.NotNull(await _rig.Crm.Get("Opportunity", good, None));
        Assert.Null(await _rig.Crm.Get("Opportunity", bad, None));
        await Skipped(Schedules.Opportunities, "ListOpportunities", bad);
    }

    [Fact]
    public async Task An_invitation_without_an_id_is_skipped()
    {
        foreach (var title in (string[])["Bad", "Good"])
            _rig.Simulator.Control.Do("invite", new JsonObject { ["company"] = "Example Ltd", ["title"] = title });
        _rig.Drain();
        var first = true;
        _rig.Http.Changes = body => body.Contains("EngagementInvitationSummaries", StringComparison.Ordinal)
            ? Id().Replace(body, match => first && !(first = false) ? "\"Other\":" : match.Value)
            : body;
        await _rig.Sweep(TimeSpan.Zero);
        Assert.Single(await _rig.Store.ListWork("AWS", 100, None), item => item.Key.IsInvitation);
        await Skipped(Schedules.Invitations, "ListEngagementInvitations", "Example Ltd");
    }

    [Fact]
    public async Task An_engagement_without_an_id_is_skipped()
    {
        var (bad, good) = (_rig.AwsHasLead("Example Ltd"), _rig.AwsHasLead("Another Ltd"));
        _rig.Drain();
        Rename("EngagementSummaryList", bad);
        await _rig.Sweep(TimeSpan.Zero);
        Assert.NotNull(await _rig.Engagement(good));
        Assert.Null(await _rig.Engagement(bad));
        await Skipped(Schedules.Engagements, "ListEngagements", bad);
    }

    // The entry's Id has another name.
    void Rename(string list, string id) => _rig.Http.Changes = body =>
        body.Contains($"\"{list}\"", StringComparison.Ordinal) ? body.Replace($"\"Id\":\"{id}\"", $"\"Other\":\"{id}\"", StringComparison.Ordinal) : body;

    async Task Skipped(string schedule, string list, string value)
    {
        var item = (await _rig.Store.GetWork(WorkKey.Schedule("AWS", schedule), None))!;
        Assert.Equal((0, null), (item.Attempts, item.Cause));
        Assert.NotNull(Schedule.Read(item.Data).Ended);
        Assert.Contains($"warning: skipped 1 entries of {list}: ", _rig.Told.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(value, _rig.Told.ToString(), StringComparison.Ordinal);
    }

    [GeneratedRegex("\"Id\":")]
    private static partial Regex Id();
}
