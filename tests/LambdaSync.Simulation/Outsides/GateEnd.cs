using LambdaSync.Connections.Aws;

namespace LambdaSync.Simulation.Outsides;

/// <summary>The gate before an AWS API inside the process: a request is a call named for its operation.</summary>
sealed class GateEnd(Gate gate, AwsEnd target)
{
    // Once sent, a request is answered whether or not anybody still waits.
    public Task<AwsAnswer> Call(string operation, ReadOnlyMemory<byte> body, CancellationToken cancellation) => gate.Pass(operation, () => Send(operation, body), cancellation);

    // Both bodies are a part of what has to be the same: Partner Central has no database to look into afterwards.
    async Task<AwsAnswer> Send(string operation, ReadOnlyMemory<byte> body)
    {
        gate.World.Trace.Seal(body.Span);
        var answer = await target(operation, body, CancellationToken.None);
        gate.World.Trace.Seal(answer.Body.Span);
        return answer;
    }
}
