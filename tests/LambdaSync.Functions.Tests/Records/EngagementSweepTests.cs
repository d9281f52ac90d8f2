using System.Text.Json.Nodes;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>Leads that were accepted in Partner Central's pages, and what AWS changes of them, without an event.</summary>
[Trait("Row", "A16")]
public sealed class EngagementSweepTests : IDisposable
{
    static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    readonly SyncRig _rig = new();

    static CancellationToken None => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task An_accepted_lead_is_found()
    {
        var id = _rig.AwsHasLead("Example Ltd");
        _rig.Drain();
        await _rig.Sweep(TimeSpan.Zero);

        var engagement = await _rig.Engagement(id);
        Assert.Equal(_rig.Answer("GetEngagement", new JsonObject { ["Catalog"] = "AWS", ["Identifier"] = id }).ToJsonString(), engagement!.ToJsonString());
        Assert.Equal("Example Ltd", SyncRig.Lead(engagement)["Customer"]!["CompanyName"]!.GetValue<string>());
        var found = Assert.Single(await Told());
        Assert.Equal(("Engagement Created", id, null, true), (found.Kind, found.Subject, found.Role, found.Found));
        Assert.Equal(DateTimeOffset.Parse(engagement["ModifiedAt"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture), found.At);
    }

    [Fact]
    public async Task A_change_of_it_is_found()
    {
        var (changed, same) = (_rig.AwsHasLead("Example Ltd"), _rig.AwsHasLead("Another Ltd"));
        _rig.Drain();
        await _rig.Sweep(TimeSpan.Zero);
        var before = (await Told()).Select(n => n.Id).ToHashSet();
        _rig.AwsEditsLead(changed, "Qualified");
        _rig.Drain();
        _rig.Forget();
        await _rig.Sweep(Hour);

        Assert.Equal("Qualified", SyncRig.Lead((await _rig.Engagement(changed))!)["QualificationStatus"]!.GetValue<string>());
        Assert.Equal("Unqualified", SyncRig.Lead((await _rig.Engagement(same))!)["QualificationStatus"]!.GetValue<string>());
        var found = Assert.Single(await Told(), n => !before.Contains(n.Id) && n.Role is null);
        Assert.Equal(("Engagement Updated", changed, true), (found.Kind, found.Subject, found.Found));
        Assert.Single(_rig.Http.Operations, "GetEngagement");
    }

    [Fact]
    public async Task What_is_as_it_was_costs_nothing_but_the_list()
    {
        var (found, told) = (_rig.AwsHasLead("Found"), _rig.AwsHasLead("Told"));
        var events = _rig.Drain();
        events.Records.RemoveAll(r => r.Body.Contains(found, StringComparison.Ordinal));
        Assert.Empty((await _rig.Events.Handle(events, _rig.Context)).BatchItemFailures);
        await _rig.Sweep(TimeSpan.Zero);
        Assert.Equal(found, Assert.Single(await Told(), n => n.Found).Subject);
        Assert.NotNull(await _rig.Engagement(told));

        // Their invitations were answered just before the first sweep.
        await _rig.Sweep(Hour);
        var before = (await Told()).Count;
        _rig.Forget();
        await _rig.Sweep(Hour);
        Assert.Equal(["ListEngagementInvitations", "ListEngagementInvitations", "ListEngagements", "ListOpportunities"], _rig.Http.Operations.Order(StringComparer.Ordinal));
        Assert.Equal(before, (await Told()).Count);
    }

    [Fact]
    public async Task An_engagement_without_a_lead_is_its_opportunitys()
    {
        var referral = _rig.Simulator.Control.Do("invite", new JsonObject { ["company"] = "Example Ltd", ["title"] = "Referral" });
        _rig.Simulator.Control.Do("accept-elsewhere", new JsonObject { ["id"] = referral["id"]!.DeepClone() });
        _rig.Drain();
        await _rig.Sweep(TimeSpan.Zero);
        Assert.Null(await _rig.Engagement(referral["engagementId"]!.GetValue<string>()));
        Assert.Equal(1, await _rig.Count());
    }

    Task<IReadOnlyList<Notification>> Told() => _rig.Store.ListNotifications("AWS", DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 100, None);
}
