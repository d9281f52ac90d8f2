using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using LambdaSync.Json;
using LambdaSync.Sync.Elements;

namespace LambdaSync.Sync;

/// <summary>Carries what AWS sent over into what is known of a record.</summary>
public static class Baseline
{
    /// <summary>
    /// The document as AWS now has it: what a file says, over what was known. A member the file leaves out stays as it was; a masked
    /// one is unknown, so it stays as it was too, and is left out when nothing was known. Of a list whose elements have an identity a file
    /// names only some, and the others stay; the elements of other lists meet by place.
    /// </summary>
    /// <param name="lists">How the baseline keeps its lists; null: in AWS's order.</param>
    /// <returns>Canonical UTF-8.</returns>
    public static byte[] MergePartial(ReadOnlySpan<byte> known, ReadOnlySpan<byte> sent, ElementLists? lists = null) =>
        Combine(known, sent, (writer, before, now) => Write(writer, before, now, lists ?? ElementLists.AsAtAws));

    /// <summary>
    /// The document as AWS now has it, when each root of <paramref name="sent"/> is complete: its members replace what was known, but a
    /// masked one is unknown and stays as it was. Roots that were not asked for stay.
    /// </summary>
    /// <param name="lists">How the baseline keeps its lists; null: in AWS's order.</param>
    /// <returns>Canonical UTF-8.</returns>
    public static byte[] ReplaceRoots(ReadOnlySpan<byte> known, ReadOnlySpan<byte> sent, ElementLists? lists = null) =>
        Combine(known, sent, (writer, before, now) => WriteRoots(writer, before, now, lists ?? ElementLists.AsAtAws));

    /// <summary>The date of the last change that a record document has, or null.</summary>
    public static DateTimeOffset? Modified(ReadOnlySpan<byte> document)
    {
        var reader = new Utf8JsonReader(document.Length == 0 ? "{}"u8 : document);
        using var json = JsonDocument.ParseValue(ref reader);
        return Date("opportunity", "LastModifiedDate") ?? Date("file", "lastModifiedDate");

        DateTimeOffset? Date(string root, string name) =>
            json.RootElement.TryGetProperty(root, out var members) && members.ValueKind == JsonValueKind.Object && members.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.String && DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;
    }

    static byte[] Combine(ReadOnlySpan<byte> known, ReadOnlySpan<byte> sent, Action<Utf8JsonWriter, JsonElement, JsonElement> write)
    {
        var knownReader = new Utf8JsonReader(known.Length == 0 ? "{}"u8 : known);
        var sentReader = new Utf8JsonReader(sent);
        using var before = JsonDocument.ParseValue(ref knownReader);
        using var now = JsonDocument.ParseValue(ref sentReader);
        var buffer = new ArrayBufferWriter<byte>(sent.Length + known.Length);
        using (var writer = new Utf8JsonWriter(buffer))
            write(writer, before.RootElement, now.RootElement);
        return CanonicalJson.ToArray(buffer.WrittenSpan);
    }

    static void WriteRoots(Utf8JsonWriter writer, JsonElement before, JsonElement now, ElementLists lists)
    {
        writer.WriteStartObject();
        foreach (var root in before.EnumerateObject().Where(r => !now.TryGetProperty(r.Name, out _)))
            root.WriteTo(writer);
        foreach (var root in now.EnumerateObject())
        {
            writer.WritePropertyName(root.Name);
            WriteUnmasked(writer, before.TryGetProperty(root.Name, out var was) ? was : null, root.Value, lists.Find(root.Name));
        }

        writer.WriteEndObject();
    }

    // Replaces an object's members one by one, so that a masked member keeps its known value. Leaves masked elements of a list out.
    static void WriteUnmasked(Utf8JsonWriter writer, JsonElement? before, JsonElement now, ElementLists? lists)
    {
        if (now.ValueKind == JsonValueKind.Array)
        {
            writer.WriteStartArray();
            foreach (var (known, element) in Pairs(before, now, lists))
                WriteElement(writer, element, value => WriteUnmasked(writer, known, value, null));
            writer.WriteEndArray();
            return;
        }

        if (now.ValueKind != JsonValueKind.Object)
        {
            now.WriteTo(writer);
            return;
        }

        writer.WriteStartObject();
        foreach (var member in now.EnumerateObject())
        {
            var known = before is { ValueKind: JsonValueKind.Object } b && b.TryGetProperty(member.Name, out var value) ? value : (JsonElement?)null;
            if (IsMasked(member.Value) && known is null)
                continue;
            writer.WritePropertyName(member.Name);
            if (IsMasked(member.Value))
                known!.Value.WriteTo(writer);
            else
                WriteUnmasked(writer, known, member.Value, lists?.Find(member.Name));
        }

        writer.WriteEndObject();
    }

    static IEnumerable<(JsonElement? Known, JsonElement? Now)> Pairs(JsonElement? before, JsonElement now, ElementLists? lists)
    {
        List<JsonElement> known = before is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : [];
        return lists?.Identity is not null
            ? lists.Order(known, [.. now.EnumerateArray()])
            : now.EnumerateArray().Select((element, i) => (i < known.Count ? known[i] : (JsonElement?)null, (JsonElement?)element));
    }

    static void WriteElement(Utf8JsonWriter writer, JsonElement? element, Action<JsonElement> write)
    {
        if (element is { } value)
            write(value);
        else
            writer.WriteNullValue();
    }

    static void Write(Utf8JsonWriter writer, JsonElement? before, JsonElement now, ElementLists? lists)
    {
        switch (now.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(writer, before is { ValueKind: JsonValueKind.Object } b ? b : null, now, lists);
                break;
            case JsonValueKind.Array:
                WriteArray(writer, before, now, lists);
                break;
            default:
                now.WriteTo(writer);
                break;
        }
    }

    static void WriteObject(Utf8JsonWriter writer, JsonElement? before, JsonElement now, ElementLists? lists)
    {
        writer.WriteStartObject();
        foreach (var member in now.EnumerateObject())
        {
            var known = before?.TryGetProperty(member.Name, out var value) == true ? value : (JsonElement?)null;
            if (IsMasked(member.Value))
            {
                if (known is null)
                    continue;
                writer.WritePropertyName(member.Name);
                known.Value.WriteTo(writer);
                continue;
            }

            writer.WritePropertyName(member.Name);
            Write(writer, known, member.Value, lists?.Find(member.Name));
        }

        if (before is { } all)
        {
            foreach (var member in all.EnumerateObject())
            {
                if (!now.TryGetProperty(member.Name, out _))
                    member.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    }

    static void WriteArray(Utf8JsonWriter writer, JsonElement? before, JsonElement now, ElementLists? lists)
    {
        writer.WriteStartArray();
        if (lists?.Identity is null || now.GetArrayLength() == 0)
        {
            foreach (var (known, element) in Pairs(before, now, null))
                Write(writer, known, element!.Value, null);
        }
        else
        {
            List<JsonElement> known = before is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : [];
            var merged = lists.OrderPartial(known, [.. now.EnumerateArray()]).ConvertAll(pair => IsCleared(pair.Known, pair.Now) ? default : pair);
            foreach (var (was, element) in merged.Take(1 + merged.FindLastIndex(pair => pair.Known is not null || pair.Now is not null)))
                WriteElement(writer, element ?? was, _ => Write(writer, was, element ?? was!.Value, null));
        }

        writer.WriteEndArray();
    }

    // A file that has no value for any field of an element says that there is no such element.
    static bool IsCleared(JsonElement? before, JsonElement? now) =>
        now is { ValueKind: JsonValueKind.Object } element && element.EnumerateObject().All(IsNull)
        && (before is not { ValueKind: JsonValueKind.Object } known || known.EnumerateObject().All(member => IsNull(member) || element.TryGetProperty(member.Name, out _)));

    static bool IsNull(JsonProperty member) => member.Value.ValueKind == JsonValueKind.Null;

    static bool IsMasked(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Mask.IsMask(Encoding.UTF8.GetBytes(value.GetString()!)),
        JsonValueKind.Array => value.EnumerateArray().Any(e => e.ValueKind == JsonValueKind.String && IsMasked(e)),
        _ => false,
    };
}
