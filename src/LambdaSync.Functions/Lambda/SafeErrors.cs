using System.Runtime.ExceptionServices;
using Amazon.Lambda.Core;
using Amazon.Lambda.RuntimeSupport;
using LambdaSync.Connections;

namespace LambdaSync.Functions.Lambda;

/// <summary>
/// The outermost layer of a function. What gets out of it is posted to Lambda's service with its text, and at the start written to
/// the log as well (docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html), so only texts of our own do.
/// </summary>
static class SafeErrors
{
    /// <summary>Whether the exception's own text is ours, which never quotes a record. That of the exception inside it is not.</summary>
    public static bool TellsNoValue(Exception failed) => failed is ConnectionException or SettingsException;

    public static LambdaBootstrapInitializer Start(Func<Task<bool>> start) => () => Only(start);

    /// <summary>A handler of raw events: an event that can't be read may be quoted too.</summary>
    public static Func<Stream, ILambdaContext, Task<Stream>> Handler<TInput, TOutput>(Func<TInput, ILambdaContext, Task<TOutput>> handler, ILambdaSerializer json) =>
        (input, context) => Only<Stream>(async () =>
        {
            var output = new MemoryStream();
            json.Serialize(await handler(Read<TInput>(input, json), context), output);
            output.Position = 0;
            return output;
        });

    /// <summary>A handler that answers nothing.</summary>
    public static Func<Stream, ILambdaContext, Task<Stream>> Handler<TInput>(Func<TInput, ILambdaContext, Task> handler, ILambdaSerializer json) =>
        (input, context) => Only<Stream>(async () =>
        {
            await handler(Read<TInput>(input, json), context);
            return Stream.Null;
        });

    // The event null is valid JSON, and no event of AWS's.
    static T Read<T>(Stream input, ILambdaSerializer json) =>
        json.Deserialize<T>(input) ?? throw new ConnectionException($"The event is null; the function takes a {typeof(T).Name}. Fix: correct what invokes the function.", transient: false);

    static async Task<T> Only<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception failed)
        {
            // A new one in any case: a runtime tells the exceptions inside as well.
            Exception shown = failed switch
            {
                ConnectionException ours => new ConnectionException(ours.Message, ours.Transient),
                SettingsException ours => new SettingsException(ours.Message),
                _ => new RedactedException(failed),
            };
            throw failed.StackTrace is { } stack ? ExceptionDispatchInfo.SetRemoteStackTrace(shown, stack) : shown;
        }
    }
}
