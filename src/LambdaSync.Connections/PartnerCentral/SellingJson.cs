using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using LambdaSync.Json;

namespace LambdaSync.Connections.PartnerCentral;

/// <summary>Small JSON steps of requests and pages, all canonical.</summary>
static class SellingJson
{
    static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Object(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Plain))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return CanonicalJson.ToArray(buffer.WrittenSpan);
    }

    /// <summary>An object of texts; members whose value is null are left out.</summary>
    public static byte[] Object(params ReadOnlySpan<(string Name, string? Value)> members)
    {
        var all = members.ToArray();
        return Object(writer =>
        {
            foreach (var (name, value) in all)
            {
                if (value is not null)
                    writer.WriteString(name, value);
            }
        });
    }

    /// <summary>A list request with its page size and place.</summary>
    /// <param name="camelCase">The API's names begin with a small letter.</param>
    /// <exception cref="JsonException">The filter is no JSON object.</exception>
    public static byte[] WithPage(ReadOnlyMemory<byte> filter, int pageSize, string? nextToken, bool camelCase = false)
    {
        using var document = JsonDocument.Parse(filter);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
            throw new JsonException("A filter is a JSON object.");
        var (max, next) = camelCase ? ("maxResults", "nextToken") : ("MaxResults", "NextToken");
        return Object(writer =>
        {
            foreach (var member in document.RootElement.EnumerateObject())
            {
                if (member.Name != max && member.Name != next)
                    member.WriteTo(writer);
            }

            writer.WriteNumber(max, pageSize);
            if (nextToken is not null)
                writer.WriteString(next, nextToken);
        });
    }

    /// <summary>A list's answer, or null when it is none: no JSON object, without its list, or with a token that is no text.</summary>
    public static SellingPage? ReadPage(ReadOnlyMemory<byte> answer, string items, bool camelCase = false)
    {
        try
        {
            using var document = JsonDocument.Parse(answer);
            JsonElement? list = null;
            string? token = null;
            foreach (var member in document.RootElement.EnumerateObject())
            {
                if (member.NameEquals(items))
                    list = list is null && member.Value.ValueKind == JsonValueKind.Array ? member.Value : throw new JsonException(items);
                else if (member.NameEquals(camelCase ? "nextToken"u8 : "NextToken"u8))
                    token = member.Value.GetString();
            }

            return list is { } found ? new SellingPage([.. found.EnumerateArray().Select(Item)], string.IsNullOrEmpty(token) ? null : token) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException is JsonElement's answer to another type, and to text that is not Unicode.
            return null;
        }
    }

    // An item that can't be used stops no other: it comes without members, so it has no id.
    static ReadOnlyMemory<byte> Item(JsonElement item)
    {
        var canonical = new Utf8Buffer(256);
        return item.ValueKind == JsonValueKind.Object && CanonicalJson.TryWrite(JsonMarshal.GetRawUtf8Value(item), canonical) is null
            ? canonical.Written.ToArray()
            : "{}"u8.ToArray();
    }
}
