using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using LambdaSync.Sync;

namespace LambdaSync;

/// <summary>The one JSON shape of field changes: in the store and on the command line. The values are JSON values, not texts of them.</summary>
public static class FieldChangeJson
{
    // The text is read by people and programs, never put into HTML.
    static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The changes as a JSON array, UTF-8.</summary>
    public static byte[] Serialize(IReadOnlyList<FieldChange> changes)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Readable))
            Write(writer, changes);
        return buffer.WrittenSpan.ToArray();
    }

    public static void Write(Utf8JsonWriter writer, IReadOnlyList<FieldChange> changes)
    {
        writer.WriteStartArray();
        foreach (var change in changes)
        {
            writer.WriteStartObject();
            writer.WriteString("field"u8, change.Field);
            WriteValue(writer, "old"u8, change.Old);
            WriteValue(writer, "new"u8, change.New);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Reads what <see cref="Serialize"/> wrote. Unknown members are ignored: a newer release may have written them.</summary>
    /// <exception cref="JsonException">Not an array of field changes.</exception>
    public static IReadOnlyList<FieldChange> Parse(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        using var document = JsonDocument.ParseValue(ref reader);
        if (document.RootElement.ValueKind != JsonValueKind.Array)
            throw new JsonException("Field changes are a JSON array.");
        return [.. document.RootElement.EnumerateArray().Select(Read)];
    }

    static FieldChange Read(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty("field"u8, out var field) && field.GetString() is { } name
            ? new FieldChange(name, Value(json, "old"u8), Value(json, "new"u8))
            : throw new JsonException("A field change has a field.");

    static string? Value(JsonElement json, ReadOnlySpan<byte> name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.GetRawText() : null;

    static void WriteValue(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? value)
    {
        writer.WritePropertyName(name);
        if (value is null)
            writer.WriteNullValue();
        else
            writer.WriteRawValue(value);
    }
}
