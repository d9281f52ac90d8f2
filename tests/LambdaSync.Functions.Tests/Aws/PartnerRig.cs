using System.Text;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using LambdaSync.Connections.Aws;
using LambdaSync.Connections.BuiltIn;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Functions.Tests.Records;
using LambdaSync.Simulator;
using LambdaSync.Testing;
using Xunit;

namespace LambdaSync.Functions.Tests.Aws;

/// <summary>A function as Lambda starts it, between a stack on moto and Partner Central's simulator; what it asks of both is kept.</summary>
sealed class PartnerRig : IAsyncDisposable
{
    readonly SimulatorHost _host;
    readonly RecordingProxy _toMoto, _toPartnerCentral;

    PartnerRig(SimulatorHost host, RecordingProxy toMoto, RecordingProxy toPartnerCentral, LambdaRig lambda, IReadOnlyList<string> queues) =>
        (_host, _toMoto, _toPartnerCentral, Lambda, Queues) = (host, toMoto, toPartnerCentral, lambda, queues);

    public PartnerCentralSimulator Simulator => _host.Simulator;

    public LambdaRig Lambda { get; }

    /// <summary>The URLs of the dead-letter queues, in the order of their sources.</summary>
    public IReadOnlyList<string> Queues { get; }

    public DynamoCrm Crm => new(Lambda.Stack.Dynamo, Lambda.Stack.CrmTable, Lambda.Stack.S3, Lambda.Stack.DataBucket, TimeProvider.System);

    /// <summary>What was asked of moto so far.</summary>
    public IReadOnlyList<RecordingProxy.Recorded> Requests => [.. _toMoto.Requests];

    static CancellationToken None => TestContext.Current.CancellationToken;

    /// <param name="sources">A dead-letter queue is made for each.</param>
    public static Task<PartnerRig> Start(MotoServer moto, string function, params string[] sources) => Start(moto, function, sources, []);

    /// <param name="changed">Further variables of the function; <c>{aws}</c> is the simulator's address.</param>
    public static async Task<PartnerRig> Start(MotoServer moto, string function, string[] sources, (string Name, string Value)[] changed)
    {
        var host = await SimulatorHost.Start(new PartnerCentralSimulator(TimeProvider.System));
        var (toMoto, toPartnerCentral) = (await RecordingProxy.Start(moto), await RecordingProxy.Start(host.Address));
        using var stack = new Amazon.SQS.AmazonSQSClient(
            new BasicAWSCredentials("test", "test"), new Amazon.SQS.AmazonSQSConfig { ServiceURL = toMoto.Address.ToString(), AuthenticationRegion = "us-east-1" });
        var queues = new List<string>();
        foreach (var _ in sources)
            queues.Add((await stack.CreateQueueAsync($"dead-{Guid.NewGuid():N}", None)).QueueUrl);
        toMoto.Requests.Clear();
        var lambda = await LambdaRig.Start(
            moto, toMoto.Address, function,
            [
                ("AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING", toPartnerCentral.Address.ToString()), ("LAMBDASYNC_DEAD_LETTERS", string.Join(',', sources.Zip(queues, (source, url) => $"{source}={url}"))),
                .. changed.Select(c => (c.Name, (string?)c.Value.Replace("{aws}", host.Address.ToString().TrimEnd('/'), StringComparison.Ordinal))),
            ]);
        return new PartnerRig(host, toMoto, toPartnerCentral, lambda, queues);
    }

    /// <summary>Another function goes on; what was asked before is forgotten.</summary>
    public void Restart(string function)
    {
        Lambda.Restart(function);
        _toMoto.Requests.Clear();
        _toPartnerCentral.Requests.Clear();
    }

    /// <summary>The scheduled event as it comes.</summary>
    public async Task<(bool IsError, string Body)> Tick()
    {
        var answer = await Lambda.Invoke(await File.ReadAllTextAsync(RepositoryFolder.File("events", "scheduled-tick.json"), None));
        return (answer.IsError, answer.Body);
    }

    /// <summary>A colleague makes an opportunity in Partner Central's pages.</summary>
    public string Make(string title) => Simulator.Control.Do("create-opportunity", new JsonObject { ["body"] = SyncRig.Body(title) })["id"]!.GetValue<string>();

    /// <summary>The events since the last call.</summary>
    public string[] Events() => [.. Simulator.Control.Do("events", [])["events"]!.AsArray().Select(e => e!.ToJsonString())];

    /// <summary>A CRM record's fields.</summary>
    public async Task<string> Fields(string id) => Encoding.UTF8.GetString((await Crm.Get("Opportunity", id, None))?.Fields ?? "nothing"u8.ToArray());

    /// <summary>An opportunity as Partner Central has it.</summary>
    public async Task<JsonNode> Aws(string id)
    {
        using var client = new PartnerCentralClient(new AwsSettings { Endpoint = _host.Address, Credentials = new BasicAWSCredentials("test", "test") });
        var body = Encoding.UTF8.GetBytes(new JsonObject { ["Catalog"] = "AWS", ["Identifier"] = id }.ToJsonString());
        return JsonNode.Parse((await client.Call(SellingOperations.All.Single(o => o.Name == "GetOpportunity"), body, None)).Span)!;
    }

    /// <summary>Whatever was asked of AWS, the function's role allows; and it was asked for something.</summary>
    public void IsAllowed(string function)
    {
        var needed = Rights.Needed(_toMoto.Requests.Concat(_toPartnerCentral.Requests));
        Assert.Contains(needed, n => n.StartsWith("partnercentral:", StringComparison.Ordinal));
        Assert.Contains(needed, n => n.StartsWith("dynamodb:", StringComparison.Ordinal));
        Assert.Empty(needed.Except(Rights.Allowed(function)));
    }

    public async ValueTask DisposeAsync()
    {
        await Lambda.DisposeAsync();
        await _toPartnerCentral.DisposeAsync();
        await _toMoto.DisposeAsync();
        await _host.DisposeAsync();
        Simulator.Dispose();
    }
}
