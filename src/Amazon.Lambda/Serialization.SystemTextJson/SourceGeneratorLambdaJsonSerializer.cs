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

    public T Deserialize<T>(Stream requestStream) => JsonSerializer.Deserialize(requestStream, Info<T>())
        ?? throw new JsonException($"The event is null, a {typeof(T).Name} is needed.");

    public void Serialize<T>(T response, Stream responseStream) => JsonSerializer.Serialize(responseStream, response, Info<T>());

    // The generated constructor without options takes none of the context's own either.
    static JsonSerializerContext WithOptions(JsonSerializerOptions options) =>
        (JsonSerializerContext)typeof(TSGContext).GetConstructor([typeof(JsonSerializerOptions)])!.Invoke([options]);

    JsonTypeInfo<T> Info<T>() => (JsonTypeInfo<T>?)_context.GetTypeInfo(typeof(T))
        ?? throw new InvalidOperationException($"{typeof(TSGContext).Name} does not know {typeof(T).Name}: give it a [JsonSerializable] for it.");
}
