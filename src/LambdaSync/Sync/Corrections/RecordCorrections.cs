using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LambdaSync.Json;

namespace LambdaSync.Sync.Corrections;

/// <summary>The corrections of one record. They are the data of the record's work item, so every claim brings them along.</summary>
public static class RecordCorrections
{
    static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// What the mapping is applied to inbound: AWS's document with the corrections that still count. A correction whose place has another
    /// value by now is out: AWS has changed it.
    /// </summary>
    /// <param name="document">As AWS has it, canonical; the baseline stays this.</param>
    /// <returns>The corrected document, canonical, and the corrections that are left; the same bytes where none counts.</returns>
    public static (ReadOnlyMemory<byte> Document, IReadOnlyList<Correction> Left) Apply(ReadOnlyMemory<byte> document, IReadOnlyList<Correction> corrections)
    {
        if (corrections.Count == 0 || DocumentPath.Tree(document.Span) is not { } tree)
            return (document, corrections);
        var roots = tree.Select(member => member.Key).ToList();
        // Judged before the first is written: one may be inside another.
        var left = corrections.Where(c => DocumentPath.Parse(c.Path, roots) is { } path && path.Read(tree) == c.Original).ToList();
        var isChanged = false;
        foreach (var correction in left)
            isChanged |= DocumentPath.Parse(correction.Path, roots)!.Write(tree, correction.Value);
        return (isChanged ? CanonicalJson.ToArray(Encoding.UTF8.GetBytes(tree.ToJsonString())) : document, left);
    }

    /// <summary>Adds corrections; one of the same place takes the place of the earlier one. What gives a value back as AWS has it only removes.</summary>
    public static IReadOnlyList<Correction> Merge(IReadOnlyList<Correction> before, IReadOnlyList<Correction> more) =>
        [.. before.Where(b => more.All(m => m.Path != b.Path)), .. more.Where(m => m.Original != m.Value)];

    /// <summary>The data of a work item.</summary>
    public static byte[] ToJson(IReadOnlyList<Correction> corrections)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            json.WriteStartArray("corrections"u8);
            foreach (var correction in corrections)
            {
                json.WriteStartObject();
                json.WriteString("path"u8, correction.Path);
                json.WriteString("original"u8, correction.Original);
                json.WriteString("value"u8, correction.Value);
                json.WriteString("by"u8, correction.By);
                json.WriteString("at"u8, correction.At);
                json.WriteString("job"u8, correction.Job);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The corrections among a work item's data; none where the data are null or something else.</summary>
    public static IReadOnlyList<Correction> Read(byte[]? data)
    {
        if (data is null)
            return [];
        try
        {
            using var document = JsonDocument.Parse(data);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("corrections"u8, out var list) && list.ValueKind == JsonValueKind.Array
                ? [.. list.EnumerateArray().Select(Of)]
                : [];
        }
        catch (Exception other) when (other is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return [];
        }
    }

    static Correction Of(JsonElement json) => new(
        json.GetProperty("path"u8).GetString()!, json.GetProperty("original"u8).GetString(), json.GetProperty("value"u8).GetString(),
        json.GetProperty("by"u8).GetString()!, json.GetProperty("at"u8).GetDateTimeOffset(), json.GetProperty("job"u8).GetString()!);
}
