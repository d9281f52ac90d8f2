namespace LambdaSync.Simulator;

/// <summary>The simulator on a loopback port.</summary>
public sealed class SimulatorHost : IAsyncDisposable
{
    readonly LoopbackServer _server;

    SimulatorHost(LoopbackServer server, PartnerCentralSimulator simulator) => (_server, Simulator) = (server, simulator);

    public PartnerCentralSimulator Simulator { get; }

    public Uri Address => _server.Address;

    /// <param name="port">0 takes a free one.</param>
    public static async Task<SimulatorHost> Start(PartnerCentralSimulator simulator, int port = 0) => new(await LoopbackServer.Start(simulator.Answer, port), simulator);

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
