using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Amazon.Lambda.Core;

namespace Amazon.Lambda.Serialization.SystemTextJson;

/// <summary>Uses the code that the compiler made for a context's types; no reflection (docs.aws.amazon.com/lambda/latest/dg/csharp-handler.html#csharp-handler-serializer).</summary>
public class SourceGeneratorLambdaJsonSerializer<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TSGContext> : ILambdaSerializer
    where TSGContext : JsonSerializerContext, new()
{
    readonly TSGContext _context = new();

    public T Deserialize<T>(Stream requestStream) => JsonSerializer.Deserialize(requestStream, Info<T>())
        ?? throw new JsonException($"The event is null, a {typeof(T).Name} is needed.");

    public void Serialize<T>(T response, Stream responseStream) => JsonSerializer.Serialize(responseStream, response, Info<T>());

    JsonTypeInfo<T> Info<T>() => (JsonTypeInfo<T>?)_context.GetTypeInfo(typeof(T))
        ?? throw new InvalidOperationException($"{typeof(TSGContext).Name} does not know {typeof(T).Name}: give it a [JsonSerializable] for it.");
}
