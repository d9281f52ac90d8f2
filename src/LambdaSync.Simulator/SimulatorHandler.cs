using LambdaSync.Simulator.Salesforce;

namespace LambdaSync.Simulator;

/// <summary>A simulator as the far end of an HttpClient: no port, no wait.</summary>
public sealed class SimulatorHandler : HttpMessageHandler
{
    readonly Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> _answer;

    public SimulatorHandler(PartnerCentralSimulator simulator) => _answer = simulator.Answer;

    public SimulatorHandler(SalesforceSimulator simulator) => _answer = simulator.Answer;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => _answer(request, cancellationToken);
}
