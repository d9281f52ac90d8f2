namespace LambdaSync.Simulator.Salesforce;

/// <summary>The simulated organisation on a loopback port.</summary>
public sealed class SalesforceHost : IAsyncDisposable
{
    readonly LoopbackServer _server;

    SalesforceHost(LoopbackServer server, SalesforceSimulator simulator) => (_server, Simulator) = (server, simulator);

    public SalesforceSimulator Simulator { get; }

    public Uri Address => _server.Address;

    /// <param name="port">0 takes a free one.</param>
    public static async Task<SalesforceHost> Start(SalesforceSimulator simulator, int port = 0) => new(await LoopbackServer.Start(simulator.Answer, port), simulator);

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
