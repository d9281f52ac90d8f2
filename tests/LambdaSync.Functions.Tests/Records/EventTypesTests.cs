using System.Text.Json.Nodes;
using Amazon.Lambda.SQSEvents;
using LambdaSync.Connections;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Xunit;
using Wake = LambdaSync.Events.Wake;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>Every type of event through the handler: what it tells and what it wakes is stored, whatever comes after.</summary>
[Trait("Row", "A8")]
public sealed class EventTypesTests : IDisposable
{
    readonly SyncRig _rig = new();

    static CancellationToken None => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Theory]
    [MemberData(nameof(EventFilesTests.PartnerEvents), MemberType = typeof(EventFilesTests))]
    public async Task An_event_of_Partner_Central(string name, string type, Wake[] wakes)
    {
        var batch = new SQSEvent { Records = await EventFilesTests.Messages($"partner-{name}-sqs.json") };
        await Deliver(batch);

        Assert.Equal(wakes.Select(Key).ToHashSet(), (await Woken()).Select(w => w.Key).ToHashSet());
        Assert.All(await Woken(), w => Assert.Equal((Reason.Event, Lane.Event), (Assert.Single(w.Reasons), w.Lane)));
        var told = Assert.Single(await Told());
        Assert.Equal(
            (type, wakes[0].Id, name.StartsWith("engagement-invitation-", StringComparison.Ordinal) ? "Receiver" : null, false, new DateTimeOffset(2026, 2, 1, 10, 0, 5, TimeSpan.Zero)),
            (told.Kind, told.Subject, told.Role, told.Found, told.At));

        // It comes once more: AWS knows none of the ids, which is the record's trouble and not the message's.
        Assert.Empty((await _rig.Events.Handle(batch, _rig.Context)).BatchItemFailures);
        Assert.Single(await Told());
        Assert.All(await Woken(), w => Assert.True(w.Parked, w.Key.ToString()));
        // An invitation that AWS does not know any more is over.
        Assert.Equal(wakes.Count(w => w is not Wake.Invitation), (await Woken()).Count);
    }

    [Fact]
    public async Task An_event_of_our_own_invitation_is_told_and_wakes_nothing()
    {
        var batch = new SQSEvent { Records = await EventFilesTests.Messages("partner-engagement-invitation-created-sqs.json") };
        batch.Records[0].Body = batch.Records[0].Body.Replace("\"participantType\":\"Receiver\"", "\"participantType\":\"Sender\"", StringComparison.Ordinal);
        await Deliver(batch);
        var told = Assert.Single(await Told());
        Assert.Equal(("Engagement Invitation Created", "engi-3h8t6v1n9c4bp", "Sender"), (told.Kind, told.Subject, told.Role));
        Assert.Empty(await Woken());
    }

    [Fact]
    public async Task An_event_of_a_type_that_nobody_knows_is_told_and_wakes_nothing()
    {
        _rig.Simulator.Control.Do("event", new JsonObject { ["detailType"] = "Opportunity Praised", ["detail"] = JsonNode.Parse("""{"catalog":"AWS","opportunity":{"identifier":"O8412093"}}""") });
        await Deliver(_rig.Drain());
        var told = Assert.Single(await Told());
        Assert.Equal(("Opportunity Praised", null, false), (told.Kind, told.Role, told.Found));
        Assert.Empty(await Woken());
    }

    // The store takes what is told, but nothing can be claimed: so what is due is what the events have woken.
    async Task Deliver(SQSEvent batch)
    {
        _rig.StoreCalls.Fails = method => method == "Claim" ? new ConnectionException("away", transient: true) : null;
        Assert.Empty((await _rig.Events.Handle(batch, _rig.Context)).BatchItemFailures);
        Assert.Empty(_rig.Http.Operations);
        _rig.StoreCalls.Fails = _ => null;
    }

    static WorkKey Key(Wake wake) => new("AWS", wake is Wake.Opportunity ? WorkKind.Opportunity : wake is Wake.Invitation ? WorkKind.Invitation : WorkKind.Engagement, wake.Id);

    Task<IReadOnlyList<WorkItem>> Woken() => _rig.Store.ListWork("AWS", 10, None);

    Task<IReadOnlyList<Notification>> Told() => _rig.Store.ListNotifications("AWS", DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 10, None);
}
