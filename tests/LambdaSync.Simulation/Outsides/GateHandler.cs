namespace LambdaSync.Simulation.Outsides;

/// <summary>The gate before HTTP: a request is a call named for its operation.</summary>
sealed class GateHandler(Gate gate, HttpMessageHandler target) : HttpMessageHandler
{
    readonly HttpMessageInvoker _target = new(target, disposeHandler: false);

    // Once sent, a request is answered whether or not anybody still waits.
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        gate.Pass(Operation(request), () => Send(request), cancellationToken);

    // Both bodies are a part of what has to be the same: Partner Central has no database to look into afterwards.
    async Task<HttpResponseMessage> Send(HttpRequestMessage request)
    {
        gate.World.Trace.Seal(request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(CancellationToken.None));
        var answer = await _target.SendAsync(request, CancellationToken.None);
        await answer.Content.LoadIntoBufferAsync(CancellationToken.None);
        gate.World.Trace.Seal(await answer.Content.ReadAsByteArrayAsync(CancellationToken.None));
        return answer;
    }

    static string Operation(HttpRequestMessage request) =>
        request.Headers.TryGetValues("X-Amz-Target", out var target) ? target.First().Split('.')[^1] : $"{request.Method} {request.RequestUri!.AbsolutePath}";
}
