using System.Text.Json.Nodes;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>Five hundred opportunities whose events get lost, come twice and in no order; nothing at all tells of invitations and leads.</summary>
[Trait("Row", "A16")]
public sealed class StormTests : IDisposable
{
    const int Most = 500;

    static readonly (string Aws, string Crm)[] Edited =
    [
        ("Project.Title", "Name"), ("Project.AdditionalComments", "AWS_additionalComments__c"), ("LifeCycle.NextSteps", "AWS_nextStep__c"),
        ("Customer.Account.Address.City", "AWS_city__c"),
    ];

    // What the mapping that ships makes of them is the same text.
    static readonly (string Aws, string Crm)[] Compared =
    [
        .. Edited, ("LifeCycle.Stage", "AWS_stage__c"), ("LifeCycle.ReviewStatus", "AWS_status__c"), ("LifeCycle.TargetCloseDate", "AWS_targetCloseDate__c"),
        ("LifeCycle.TargetCloseDate", "CloseDate"), ("Project.Title", "AWS_partnerProjectTitle__c"),
        ("Customer.Account.CompanyName", "AWS_customerCompanyName__c"), ("Summary.LifeCycle.Stage", "AWS_aWSStage__c"),
        ("Summary.LifeCycle.TargetCloseDate", "AWS_aWSCloseDate__c"), ("Summary.Insights.EngagementScore", "AWS_engagementScore__c"),
        ("Summary.Insights.NextBestActions", "AWS_recommendedNextBestActions__c"),
    ];

    readonly SyncRig _rig = new(maxChanges: 10_000);
    readonly Random _random = new(7);
    readonly HashSet<string> _delivered = new(StringComparer.Ordinal);

    static CancellationToken None => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task After_all_four_cursors_have_gone_round_the_crm_equals_Partner_Central()
    {
        var ids = Enumerable.Range(0, Most).Select(i => _rig.AwsHas($"Deal {i}", status: i % 3 == 0 ? "Approved" : null)).ToList();
        foreach (var id in ids)
            EditSummary(id, "Qualified", "First");
        await Storm();

        for (var i = 0; i < 400; i++)
            _rig.AwsEdits(ids[_random.Next(Most)], Nested(Edited[i % Edited.Length].Aws, $"Text {i}").ToJsonString());
        for (var i = 0; i < 100; i++)
            EditSummary(ids[_random.Next(Most)], "Committed", $"Action {i}");
        var (referrals, leads) = (Invited("invite"), Invited("invite-lead"));
        var accepted = Enumerable.Range(0, 4).Select(i => _rig.AwsHasLead($"Lead {i} Ltd")).ToList();
        await Storm();
        await _rig.Sweep(TimeSpan.Zero);
        // Leads change once their sweep has gone round, so that it has to find them again.
        for (var i = 0; i < 2; i++)
            _rig.AwsEditsLead(accepted[i], $"Status {i}");
        _rig.Drain();
        for (var tick = 0; tick < 20; tick++)
            await _rig.Sweep(TimeSpan.FromMinutes(5));
        // What invitations that somebody else has accepted led to.
        await _rig.Tick();

        Assert.Empty(await Differences());
        var work = await _rig.Store.ListWork("AWS", 1000, None);
        Assert.Equal(referrals, Waiting(work, "OpportunityInvitation"));
        Assert.Equal(leads, Waiting(work, "LeadInvitation"));
        Assert.Empty(work.Where(w => w.Key.Kind is not (WorkKind.Invitation or WorkKind.Schedule)).Select(w => $"{w.Key}: {string.Join(", ", w.Reasons)}"));
        foreach (var id in accepted)
            Assert.Equal(_rig.Answer("GetEngagement", new JsonObject { ["Catalog"] = "AWS", ["Identifier"] = id }).ToJsonString(), (await _rig.Engagement(id))?.ToJsonString());

        var told = await _rig.Store.ListNotifications("AWS", DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 10_000, None);
        Assert.Equal(referrals.Concat(leads).Order(StringComparer.Ordinal), Found(told, "Engagement Invitation Created"));
        Assert.Equal(accepted.Order(StringComparer.Ordinal), Found(told, "Engagement Created"));
        Assert.Equal(accepted.Take(2).Order(StringComparer.Ordinal), Found(told, "Engagement Updated"));
        // However often an event came, it was told once.
        Assert.Equal(_delivered.Order(StringComparer.Ordinal), told.Where(n => !n.Found).Select(n => n.Id).Order(StringComparer.Ordinal));
    }

    // 30 % are lost, 30 % come twice, in no order.
    async Task Storm()
    {
        var bodies = _rig.Drain().Records.Select(r => r.Body).Where(_ => _random.NextDouble() >= 0.3).Where(b => !Event(b).Type.StartsWith("Engagement ", StringComparison.Ordinal)).ToList();
        bodies.AddRange([.. bodies.Where(_ => _random.NextDouble() < 0.3)]);
        foreach (var chunk in bodies.OrderBy(_ => _random.Next()).Chunk(10))
            Assert.Empty((await _rig.Events.Handle(SyncRig.Messages(chunk), _rig.Context)).BatchItemFailures);
        _delivered.UnionWith(bodies.Select(b => Event(b).Id));
    }

    async Task<IReadOnlyList<string>> Differences()
    {
        var (wrong, all) = (new List<string>(), _rig.Simulator.Control.Do("show", [])["opportunities"]!.AsArray());
        Assert.Equal(Most, all.Count);
        foreach (var view in all)
        {
            var id = view!["Id"]!.GetValue<string>();
            var fields = new FlatRecord((await _rig.Crm.Get("Opportunity", id, None))?.Fields ?? "{}"u8);
            foreach (var (aws, crm) in Compared)
            {
                if (Text(view, aws) is var there && there != fields[crm]?.Trim('"'))
                    wrong.Add($"{id}: {aws} is {there}, {crm} is {fields[crm]}");
            }
        }

        return wrong;
    }

    List<string> Invited(string verb) =>
        [.. Enumerable.Range(0, 3).Select(i => _rig.Simulator.Control.Do(verb, new JsonObject { ["company"] = "Example Ltd", ["title"] = $"Referral {i}" })["id"]!.GetValue<string>()).Order(StringComparer.Ordinal)];

    static IEnumerable<string> Waiting(IReadOnlyList<WorkItem> work, string payload) =>
        work.Where(w => w.AwaitsAnswer && Text(JsonNode.Parse(w.Data!), "PayloadType") == payload).Select(w => w.Key.Id).Order(StringComparer.Ordinal);

    static IEnumerable<string> Found(IReadOnlyList<Notification> told, string kind) =>
        told.Where(n => n.Found && n.Kind == kind).Select(n => n.Subject).Order(StringComparer.Ordinal);

    // AWS's own side moves no date, and nothing tells of it.
    void EditSummary(string id, string stage, string action) => _rig.Simulator.Control.Do("edit-summary", new JsonObject
    {
        ["id"] = id,
        ["silent"] = true,
        ["summary"] = new JsonObject
        {
            ["LifeCycle"] = new JsonObject { ["Stage"] = stage, ["TargetCloseDate"] = stage == "Committed" ? "2097-05-01" : "2097-04-01" },
            ["Insights"] = new JsonObject { ["EngagementScore"] = stage == "Committed" ? "High" : "Low", ["NextBestActions"] = action },
        },
    });

    static (string Id, string Type) Event(string body)
    {
        var json = JsonNode.Parse(body)!;
        return (json["id"]!.GetValue<string>(), json["detail-type"]!.GetValue<string>());
    }

    static JsonObject Nested(string path, string value) =>
        path.Split('.').Reverse().Aggregate((JsonNode)value, (inner, name) => new JsonObject { [name] = inner }).AsObject();

    static string? Text(JsonNode? node, string path) => path.Split('.').Aggregate(node, (part, name) => part?[name])?.GetValue<string>();
}
