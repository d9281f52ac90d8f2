using System.Buffers;
using System.Text.Json;
using LambdaSync.Json;

namespace LambdaSync.PartnerCentral;

/// <summary>Bodies of requests: canonical JSON, so that the bytes that are stored are the bytes that are sent.</summary>
static class RequestBody
{
    public static byte[] Of(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return CanonicalJson.ToArray(buffer.WrittenSpan);
    }

    /// <summary>A text of a body's own members.</summary>
    /// <exception cref="InvalidOperationException">The body has no such text.</exception>
    public static string Text(ReadOnlySpan<byte> body, string name)
    {
        var reader = new Utf8JsonReader(body);
        using var json = JsonDocument.ParseValue(ref reader);
        return json.RootElement.TryGetProperty(name, out var value) && value.GetString() is { } text ? text : throw new InvalidOperationException($"the body has no {name}");
    }
}
