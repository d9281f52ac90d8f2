using System.Text.Json;
using LambdaSync.Connections.State;
using LambdaSync.Simulator;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using LambdaSync.Testing;
using Xunit;

namespace LambdaSync.Functions.Tests.Aws;

/// <summary>What the alarms are raised for: an operator's failures are counted apart from edits that AWS or a rule refuses.</summary>
[Trait("Row", "G5")]
public sealed class OperatorMetricsTests(Moto moto)
{
    static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_edit_that_breaks_a_rule_is_its_editors()
    {
        await using var rig = await PartnerRig.Start(moto.Server, "PartnerEvents");
        var id = rig.Make("Deal");
        await rig.Lambda.Deliver(null, rig.Events());
        Assert.True((await rig.Crm.Set("Opportunity", id, """{"CloseDate":"2020-01-01"}"""u8.ToArray(), None)).Written);
        rig.Restart("Outbound");

        Assert.Equal((false, ""), await rig.Tick());

        var metrics = await Metrics(rig.Lambda);
        Assert.Equal((1, 0), (metrics["RecordsFailed"], metrics["OperatorFailures"]));
    }

    [Fact]
    public async Task Refused_credentials_are_the_operators_at_once()
    {
        await using var host = await SimulatorHost.Start(new PartnerCentralSimulator(TimeProvider.System));
        await using var rig = await LambdaRig.Start(
            moto.Server, null, "Reconcile", ("AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING", host.Address.ToString()), ("AWS_ACCESS_KEY_ID", "unknown"));

        Assert.False((await rig.Invoke(await File.ReadAllTextAsync(RepositoryFolder.File("events", "scheduled-tick.json"), None))).IsError);

        Assert.True((await Metrics(rig))["OperatorFailures"] > 0);
        host.Simulator.Dispose();
    }

    [Fact]
    public async Task The_failed_records_of_a_file_are_the_operators()
    {
        await using var rig = await LambdaRig.Start(moto.Server);
        await rig.Deliver(null, await rig.Stack.Land("opportunity-outbound/a.json", InboundRig.File(InboundRig.Record("O1"), """{"apnCrmUniqueIdentifier":"O2"}""")));
        var metrics = await Metrics(rig);
        Assert.Equal((1, 1, 0), (metrics["RecordsFailed"], metrics["OperatorFailures"], metrics["FilesInError"]));
    }

    [Fact]
    public async Task A_step_that_a_newer_release_stored_is_counted_and_its_record_stays_due()
    {
        await using var rig = await PartnerRig.Start(moto.Server, "Outbound");
        var stack = rig.Lambda.Stack;
        var store = new DynamoSyncStore(stack.Dynamo, stack.Table, stack.S3, stack.DataBucket, TimeSpan.FromDays(90), TimeProvider.System);
        var (key, now) = (WorkKey.Opportunity("AWS", rig.Make("Deal")), TimeProvider.System.GetUtcNow());
        await store.Wake([new Wake(key, Reason.Event, Lane.Event, now - TimeSpan.FromHours(1))], None);
        var claim = Assert.Single(await store.Claim([key], new ClaimTerms("newer", now - TimeSpan.FromHours(1), now - TimeSpan.FromMinutes(30)), None));
        Assert.True((await store.StoreIntents([(claim!, """{"Format":99,"Aws":{}}"""u8.ToArray())], None))[0]);

        Assert.Equal((false, ""), await rig.Tick());

        Assert.Equal(1, (await Metrics(rig.Lambda))["NewerReleaseIntents"]);
        Assert.NotNull((await store.GetWork(key, None))!.Due);
    }

    // Of the one invocation, which writes the line before it answers; the pipe may bring it later.
    static async Task<Dictionary<string, long>> Metrics(LambdaRig rig)
    {
        string? text;
        for (var tries = 0; (text = rig.Process.Lines.LastOrDefault(l => l.StartsWith("{\"_aws\"", StringComparison.Ordinal))) is null && tries < 100; tries++)
            await Task.Delay(50, None);
        Assert.True(text is not null, string.Join('\n', rig.Process.Lines));
        var line = JsonDocument.Parse(text).RootElement;
        return line.GetProperty("_aws").GetProperty("CloudWatchMetrics")[0].GetProperty("Metrics").EnumerateArray()
            .Select(m => m.GetProperty("Name").GetString()!).ToDictionary(name => name, name => line.GetProperty(name).GetInt64());
    }
}
