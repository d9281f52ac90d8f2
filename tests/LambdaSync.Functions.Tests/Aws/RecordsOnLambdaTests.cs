using System.Text.Json.Nodes;
using LambdaSync.Connections.BuiltIn;
using LambdaSync.Functions.Tests.Records;
using LambdaSync.Simulator;
using LambdaSync.Testing;
using Xunit;

namespace LambdaSync.Functions.Tests.Aws;

/// <summary>The functions for records as Lambda starts them: a stack on moto, Partner Central's simulator on a port.</summary>
[Trait("Row", "A8")]
public sealed class RecordsOnLambdaTests(Moto moto)
{
    const string Tick = """{"version":"0","id":"53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa","detail-type":"Scheduled Event","source":"aws.events","account":"123456789012","time":"2026-03-01T08:00:00Z","region":"us-east-1","resources":["arn:aws:events:us-east-1:123456789012:rule/Tick"],"detail":{}}""";

    static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_event_reaches_the_crm_with_three_requests_of_state_and_ticks_find_what_no_event_told()
    {
        using var simulator = new PartnerCentralSimulator(TimeProvider.System);
        await using var host = await SimulatorHost.Start(simulator);
        await using var recorder = await RecordingProxy.Start(moto.Server);
        await using var rig = await LambdaRig.Start(moto.Server, recorder.Address, "PartnerEvents", ("AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING", host.Address.ToString()));
        var id = Make(simulator, "Deal");
        await rig.Deliver(null, Events(simulator));
        Assert.Contains("Deal", await Crm(rig, id), StringComparison.Ordinal);

        simulator.Control.Do("edit-opportunity", new JsonObject { ["id"] = id, ["body"] = JsonNode.Parse("""{"LifeCycle":{"NextSteps":"Sign"}}""") });
        var before = recorder.Requests.Count;
        await rig.Deliver(null, Events(simulator));
        Assert.Contains("Sign", await Crm(rig, id), StringComparison.Ordinal);
        var state = recorder.Requests.Skip(before).Where(r => System.Text.Encoding.UTF8.GetString(r.Body).Contains($"\"{rig.Stack.Table}\"", StringComparison.Ordinal)).Select(r => r.Operation).ToList();
        // The quota's ledger, read and replaced for each of the two reads of AWS, is counted apart.
        Assert.Equal(["dynamodb:TransactWriteItems", "dynamodb:TransactWriteItems", "dynamodb:UpdateItem"], Without(state, ("dynamodb:GetItem", 2), ("dynamodb:PutItem", 2)));

        var silent = Make(simulator, "Silent");
        simulator.Control.Do("events", []);
        rig.Restart("Reconcile");
        Assert.False((await rig.Invoke(Tick)).IsError);
        Assert.Contains("Silent", await Crm(rig, silent), StringComparison.Ordinal);
        rig.Restart("Outbound");
        Assert.False((await rig.Invoke(Tick)).IsError);
        rig.Restart("Replay");
        Assert.False((await rig.Invoke(Tick)).IsError);
    }

    static List<string> Without(List<string> operations, params (string Operation, int Times)[] apart)
    {
        foreach (var (operation, times) in apart)
        {
            for (var i = 0; i < times; i++)
                Assert.True(operations.Remove(operation), $"{operation} is missing in {string.Join(' ', operations)}");
        }

        operations.Sort(StringComparer.Ordinal);
        return operations;
    }

    static string Make(PartnerCentralSimulator simulator, string title) =>
        simulator.Control.Do("create-opportunity", new JsonObject { ["body"] = SyncRig.Body(title) })["id"]!.GetValue<string>();

    static string[] Events(PartnerCentralSimulator simulator) => [.. simulator.Control.Do("events", [])["events"]!.AsArray().Select(e => e!.ToJsonString())];

    static async Task<string> Crm(LambdaRig rig, string id)
    {
        var crm = new DynamoCrm(rig.Stack.Dynamo, rig.Stack.CrmTable, rig.Stack.S3, rig.Stack.Bucket, TimeProvider.System);
        return System.Text.Encoding.UTF8.GetString((await crm.Get("Opportunity", id, None))?.Fields ?? "nothing"u8.ToArray());
    }
}
