using System.Buffers;
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
    /// <exception cref="JsonException">The filter is no JSON object.</exception>
    public static byte[] WithPage(ReadOnlyMemory<byte> filter, int pageSize, string? nextToken)
    {
        using var document = JsonDocument.Parse(filter);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
            throw new JsonException("A filter is a JSON object.");
        return Object(writer =>
        {
            foreach (var member in document.RootElement.EnumerateObject())
            {
                if (member.Name is not ("MaxResults" or "NextToken"))
                    member.WriteTo(writer);
            }

            writer.WriteNumber("MaxResults", pageSize);
            if (nextToken is not null)
                writer.WriteString("NextToken", nextToken);
        });
    }

    public static SellingPage ReadPage(ReadOnlyMemory<byte> answer, string items)
    {
        using var document = JsonDocument.Parse(answer);
        var root = document.RootElement;
        var all = new List<ReadOnlyMemory<byte>>();
        if (root.TryGetProperty(items, out var list) && list.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in list.EnumerateArray())
                all.Add(CanonicalJson.ToArray(System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(item)));
        }

        var token = root.TryGetProperty("NextToken", out var next) && next.ValueKind == JsonValueKind.String ? next.GetString() : null;
        return new SellingPage(all, string.IsNullOrEmpty(token) ? null : token);
    }
}
