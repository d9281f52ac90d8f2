namespace LambdaSync.Simulator;

/// <summary>The simulator as the far end of an HttpClient: no port, no wait.</summary>
public sealed class SimulatorHandler(PartnerCentralSimulator simulator) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => simulator.Answer(request, cancellationToken);
}
