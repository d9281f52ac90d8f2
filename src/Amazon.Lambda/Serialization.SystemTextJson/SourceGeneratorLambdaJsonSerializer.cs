using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Amazon.Lambda.Core;

namespace Amazon.Lambda.Serialization.SystemTextJson;

/// <summary>
/// Uses the code that the compiler made for a context's types, with the names as Lambda's events have them: camel case, read in any
/// case (docs.aws.amazon.com/lambda/latest/dg/csharp-handler.html#csharp-handler-serializer).
/// </summary>
public class SourceGeneratorLambdaJsonSerializer<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TSGContext> : ILambdaSerializer
    where TSGContext : JsonSerializerContext
{
    readonly JsonSerializerContext _context = WithOptions(new JsonSerializerOptions
    {
        PropertyNameCaseInsensitive = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    });

    /// <returns>Null for the event <c>null</c>.</returns>
    /// <exception cref="JsonSerializerException">The event is no <typeparamref name="T"/>.</exception>
    public T Deserialize<T>(Stream requestStream)
    {
        try
        {
            return JsonSerializer.Deserialize(requestStream, Info<T>())!;
        }
        catch (Exception failed)
        {
            throw new JsonSerializerException($"Error converting the Lambda event JSON payload to type {typeof(T).FullName}: {failed.Message}", failed);
        }
    }

    /// <exception cref="JsonSerializerException">The context does not know <typeparamref name="T"/>.</exception>
    public void Serialize<T>(T response, Stream responseStream)
    {
        try
        {
            JsonSerializer.Serialize(responseStream, response, Info<T>());
        }
        catch (Exception failed)
        {
            throw new JsonSerializerException($"Error converting the response object of type {typeof(T).FullName} from the Lambda function to JSON: {failed.Message}", failed);
        }
    }

    // The generated constructor without options takes none of the context's own either.
    static JsonSerializerContext WithOptions(JsonSerializerOptions options) =>
        (JsonSerializerContext)typeof(TSGContext).GetConstructor([typeof(JsonSerializerOptions)])!.Invoke([options]);

    JsonTypeInfo<T> Info<T>() => (JsonTypeInfo<T>?)_context.GetTypeInfo(typeof(T))
        ?? throw new InvalidOperationException($"{typeof(TSGContext).Name} does not know {typeof(T).Name}: give it a [JsonSerializable] for it.");
}
