namespace LambdaSync.Simulation.Outsides;

/// <summary>The gate before HTTP: a request is a call named for its operation.</summary>
sealed class GateHandler(Gate gate, HttpMessageHandler target) : HttpMessageHandler
{
    readonly HttpMessageInvoker _target = new(target, disposeHandler: false);

    // Once sent, a request is answered whether or not anybody still waits.
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        gate.Pass(Operation(request), () => _target.SendAsync(request, CancellationToken.None), cancellationToken);

    static string Operation(HttpRequestMessage request) =>
        request.Headers.TryGetValues("X-Amz-Target", out var target) ? target.First().Split('.')[^1] : $"{request.Method} {request.RequestUri!.AbsolutePath}";
}
