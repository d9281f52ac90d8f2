using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Starts a function that brings its own runtime (docs.aws.amazon.com/lambda/latest/dg/csharp-handler.html).</summary>
public class LambdaBootstrapBuilder
{
    readonly Func<Stream, ILambdaContext, Task<Stream>> _handler;
    LambdaBootstrapInitializer? _initializer;

    LambdaBootstrapBuilder(Func<Stream, ILambdaContext, Task<Stream>> handler) => _handler = handler;

    /// <summary>A handler of raw events.</summary>
    public static LambdaBootstrapBuilder Create(Func<Stream, ILambdaContext, Task<Stream>> handler) => new(handler);

    /// <summary>A handler of typed events.</summary>
    public static LambdaBootstrapBuilder Create<TInput, TOutput>(Func<TInput, ILambdaContext, Task<TOutput>> handler, ILambdaSerializer serializer) =>
        new(async (input, context) =>
        {
            var output = new MemoryStream();
            serializer.Serialize(await handler(serializer.Deserialize<TInput>(input), context).ConfigureAwait(false), output);
            output.Position = 0;
            return output;
        });

    /// <summary>What to do before the first event; an exception is reported as an initialization error.</summary>
    public LambdaBootstrapBuilder UseBootstrapHandler(LambdaBootstrapInitializer initializer)
    {
        _initializer = initializer;
        return this;
    }

    public LambdaBootstrap Build() => new(_handler, _initializer);
}
