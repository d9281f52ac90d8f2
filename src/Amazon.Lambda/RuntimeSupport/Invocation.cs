using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>One event that Lambda hands out.</summary>
sealed class Invocation(Stream body, LambdaContext context, string? traceId) : IDisposable
{
    public Stream Event => body;

    public ILambdaContext Context => context;

    public string? TraceId => traceId;

    public void Dispose() => body.Dispose();
}
