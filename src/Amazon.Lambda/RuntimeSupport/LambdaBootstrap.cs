using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>The loop of a function: next event, handler, answer or error (docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html).</summary>
public class LambdaBootstrap
{
    const string TraceVariable = "_X_AMZN_TRACE_ID";

    readonly Func<Stream, ILambdaContext, Task<Stream>> _handler;
    readonly LambdaBootstrapInitializer? _initializer;

    internal LambdaBootstrap(Func<Stream, ILambdaContext, Task<Stream>> handler, LambdaBootstrapInitializer? initializer)
    {
        _handler = handler;
        _initializer = initializer;
    }

    /// <summary>Runs until cancelled. An exception out of it means that Lambda has to start the process anew.</summary>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        using var runtime = RuntimeApi.FromEnvironment();
        if (!await Initialize(runtime, cancellationToken).ConfigureAwait(false))
            return;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                using var invocation = await runtime.Next(cancellationToken).ConfigureAwait(false);
                await Handle(runtime, invocation, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    async Task<bool> Initialize(RuntimeApi runtime, CancellationToken cancellation)
    {
        if (_initializer is null)
            return true;
        try
        {
            return await _initializer().ConfigureAwait(false);
        }
        catch (Exception failed)
        {
            await runtime.InitializationFailed(failed, cancellation).ConfigureAwait(false);
            throw;
        }
    }

    async Task Handle(RuntimeApi runtime, Invocation invocation, CancellationToken cancellation)
    {
        Environment.SetEnvironmentVariable(TraceVariable, invocation.TraceId);
        Stream answer;
        try
        {
            answer = await _handler(invocation.Event, invocation.Context).ConfigureAwait(false);
        }
        catch (Exception failed)
        {
            // An exception of a handler is reported to Lambda, which retries the event; the process continues.
            await runtime.Failed(invocation.Context.AwsRequestId, failed, cancellation).ConfigureAwait(false);
            return;
        }

        await using (answer.ConfigureAwait(false))
            await runtime.Answer(invocation.Context.AwsRequestId, answer, cancellation).ConfigureAwait(false);
    }
}
