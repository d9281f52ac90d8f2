using System.Globalization;
using System.Text.Json.Nodes;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>Five hundred opportunities whose events get lost, come twice and in no order.</summary>
[Trait("row", "A16")]
public sealed class StormTests
{
    static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_all_four_cursors_have_gone_round_the_crm_equals_Partner_Central()
    {
        using var rig = new SyncRig(maxChanges: 10_000);
        var random = new Random(7);
        var bodies = new List<string>();
        var ids = Enumerable.Range(0, 500).Select(i => rig.AwsHas($"Deal {i}", status: i % 3 == 0 ? "Approved" : null)).ToList();
        foreach (var id in ids)
            rig.Simulator.Control.Do("edit-summary", Summary(id, "Qualified"));
        bodies.AddRange(Storm(rig, random));
        foreach (var chunk in bodies.Chunk(10))
            Assert.Empty((await rig.Events.Handle(SyncRig.Messages(chunk), rig.Context)).BatchItemFailures);
        bodies.Clear();

        for (var i = 0; i < 400; i++)
            rig.AwsEdits(ids[random.Next(500)], $$$"""{"LifeCycle":{"NextSteps":"Step {{{i}}}"}}""");
        for (var i = 0; i < 100; i++)
            rig.Simulator.Control.Do("edit-summary", Summary(ids[random.Next(500)], "Committed"));
        for (var i = 0; i < 6; i++)
            rig.Simulator.Control.Do(i % 2 == 0 ? "invite" : "invite-lead", new JsonObject { ["company"] = "Example Ltd", ["title"] = $"Referral {i}" });
        bodies.AddRange(Storm(rig, random).Where(b => !b.Contains("Invitation", StringComparison.Ordinal)));
        foreach (var chunk in bodies.Chunk(10))
            Assert.Empty((await rig.Events.Handle(SyncRig.Messages(chunk), rig.Context)).BatchItemFailures);

        await rig.Sweep(TimeSpan.Zero);
        for (var tick = 0; tick < 20; tick++)
            await rig.Sweep(TimeSpan.FromMinutes(5));

        var wrong = new List<string>();
        foreach (var view in rig.Simulator.Control.Do("show", [])["opportunities"]!.AsArray().Select(o => o!.AsObject()))
        {
            var id = view["Id"]!.GetValue<string>();
            var fields = new FlatRecord((await rig.Crm.Get("Opportunity", id, None))?.Fields ?? "{}"u8);
            if (Text(fields["AWS_nextStep__c"]) != view["LifeCycle"]!["NextSteps"]!.GetValue<string>() || Text(fields["AWS_aWSStage__c"]) != view["Summary"]!["LifeCycle"]!["Stage"]!.GetValue<string>())
                wrong.Add($"{id}: {fields["AWS_nextStep__c"]} {fields["AWS_aWSStage__c"]}");
        }

        Assert.Empty(wrong);
        var work = await rig.Store.ListWork("AWS", 1000, None);
        Assert.Equal(6, work.Count(w => w.Key.Kind == WorkKind.Invitation && w.Parked));
        Assert.DoesNotContain(work, w => w.Key.Kind is not (WorkKind.Invitation or WorkKind.Schedule));
        var told = await rig.Store.ListNotifications("AWS", DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 10_000, None);
        Assert.Equal(6, told.Count(n => n is { Kind: "Engagement Invitation Created", Found: true }));
        // However often an event came, it was told once.
        Assert.Equal(told.Count, told.Select(n => n.Id).Distinct().Count());
    }

    static JsonObject Summary(string id, string stage) => new() { ["id"] = id, ["silent"] = true, ["summary"] = new JsonObject { ["LifeCycle"] = new JsonObject { ["Stage"] = stage } } };

    // 30 % are lost, 30 % come twice, in no order.
    static IEnumerable<string> Storm(SyncRig rig, Random random)
    {
        var bodies = rig.Drain().Records.Select(r => r.Body).Where(_ => random.NextDouble() >= 0.3).ToList();
        bodies.AddRange([.. bodies.Where(_ => random.NextDouble() < 0.3)]);
        return bodies.OrderBy(_ => random.Next());
    }

    static string Text(string? json) => json?.Trim('"') ?? string.Create(CultureInfo.InvariantCulture, $"nothing");
}
