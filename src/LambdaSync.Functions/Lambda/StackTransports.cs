using System.Text.Json;
using LambdaSync.Connections;
using LambdaSync.Connections.Aws;
using LambdaSync.Sync;

namespace LambdaSync.Functions.Lambda;

/// <summary>
/// How each object travels, as the main stack says in the parameter that its template writes (<c>/lambdasync/NAME/stack</c>): the file
/// exchange's stack has no setting of its own for it, so that they can't differ.
/// </summary>
sealed class StackTransports(string name, AwsSettings settings, HttpMessageHandler? handler = null) : IDisposable
{
    readonly ParameterStore _parameters = new(settings, handler);

    /// <exception cref="ConnectionException">The parameter can't be read; nothing may be sent.</exception>
    public async Task<Transports> Current(CancellationToken cancellation)
    {
        var parameter = $"/lambdasync/{name}/stack";
        try
        {
            using var stack = JsonDocument.Parse(await _parameters.Get(parameter, cancellation)
                ?? throw new ConnectionException($"There is no parameter {parameter}. Fix: set the stack's parameter Name to the Name of the main stack.", transient: false));
            return Transports.Read(stack.RootElement);
        }
        catch (AwsServiceException failed)
        {
            throw new ConnectionException($"SSM (parameter {parameter}): {failed.Code}. Fix: check the function's role.", failed.Transient, failed);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            throw new ConnectionException($"The parameter {parameter} can't be read. Fix: deploy the main stack again; its template writes the parameter.", transient: false, wrong);
        }
    }

    public void Dispose() => _parameters.Dispose();
}
