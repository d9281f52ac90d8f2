using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace LambdaSync.Functions.Tests.Aws;

/// <summary>The functions for records as Lambda starts them, within the rights that the template gives them.</summary>
public sealed class RecordsOnLambdaTests(Moto moto)
{
    static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Row", "A8")]
    public async Task An_event_reaches_the_crm_with_four_requests_of_state()
    {
        await using var rig = await PartnerRig.Start(moto.Server, "PartnerEvents");
        var id = rig.Make("Deal");
        await rig.Lambda.Deliver(null, rig.Events());
        Assert.Contains("Deal", await rig.Fields(id), StringComparison.Ordinal);

        rig.Simulator.Control.Do("edit-opportunity", new JsonObject { ["id"] = id, ["body"] = JsonNode.Parse("""{"LifeCycle":{"NextSteps":"Sign"}}""") });
        var before = rig.Requests.Count;
        await rig.Lambda.Deliver(null, rig.Events());
        Assert.Contains("Sign", await rig.Fields(id), StringComparison.Ordinal);
        var state = rig.Requests.Skip(before).Where(r => Encoding.UTF8.GetString(r.Body).Contains($"\"{rig.Lambda.Stack.Table}\"", StringComparison.Ordinal)).ToList();
        // The quota's ledger is counted apart: a slow machine lets send times lapse and takes new ones, so their number is not fixed.
        var ledger = state.RemoveAll(r => Encoding.UTF8.GetString(r.Body).Contains("\"quota#", StringComparison.Ordinal));
        Assert.True(ledger > 0);
        Assert.Equal(["dynamodb:TransactWriteItems", "dynamodb:TransactWriteItems", "dynamodb:UpdateItem", "dynamodb:UpdateItem"], state.Select(r => r.Operation).Order(StringComparer.Ordinal));
        rig.IsAllowed("PartnerEvents");
    }

    [Fact]
    [Trait("Row", "A15")]
    public async Task A_tick_finds_what_no_event_told()
    {
        await using var rig = await PartnerRig.Start(moto.Server, "Reconcile");
        var silent = rig.Make("Silent");

        Assert.Equal((false, ""), await rig.Tick());

        Assert.Contains("Silent", await rig.Fields(silent), StringComparison.Ordinal);
        rig.IsAllowed("Reconcile");
    }

    [Fact]
    [Trait("Row", "A1")]
    public async Task A_tick_sends_what_a_person_edited()
    {
        await using var rig = await PartnerRig.Start(moto.Server, "PartnerEvents");
        var id = rig.Make("Deal");
        await rig.Lambda.Deliver(null, rig.Events());
        Assert.True((await rig.Crm.Set("Opportunity", id, """{"AWS_nextStep__c":"Sign at last"}"""u8.ToArray(), None)).Written);
        rig.Restart("Outbound");

        Assert.Equal((false, ""), await rig.Tick());

        Assert.Equal("Sign at last", (await rig.Aws(id))["LifeCycle"]!["NextSteps"]!.GetValue<string>());
        rig.IsAllowed("Outbound");
    }

    [Fact]
    [Trait("Row", "G5")]
    public async Task A_tick_takes_the_dead_letters_of_all_queues_to_their_handlers()
    {
        await using var rig = await PartnerRig.Start(moto.Server, "Replay", "inbound-files", "partner-events", "partner-events");
        await Send(0, await rig.Lambda.Stack.Land("opportunity-outbound/a.json", InboundRig.File(InboundRig.Record("O1"))));
        var first = rig.Make("First");
        await Send(1, rig.Events());
        var second = rig.Make("Second");
        await Send(2, rig.Events());

        Assert.Equal((false, ""), await rig.Tick());

        foreach (var (id, title) in new[] { ("O1", "Deal O1"), (first, "First"), (second, "Second") })
            Assert.Contains(title, await rig.Fields(id), StringComparison.Ordinal);
        foreach (var queue in rig.Queues)
        {
            var left = await rig.Lambda.Stack.Sqs.GetQueueAttributesAsync(queue, ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"], None);
            Assert.Equal((0, 0), (left.ApproximateNumberOfMessages, left.ApproximateNumberOfMessagesNotVisible));
        }

        Assert.Contains(rig.Requests, r => r.Operation == "sqs:ReceiveMessage");
        rig.IsAllowed("Replay");

        async Task Send(int queue, params string[] bodies)
        {
            Assert.NotEmpty(bodies);
            foreach (var body in bodies)
                await rig.Lambda.Stack.Sqs.SendMessageAsync(rig.Queues[queue], body, None);
        }
    }
}
