using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using LambdaSync.Json;

namespace LambdaSync.Sync;

/// <summary>Carries what AWS sent over into what is known of a record.</summary>
public static class Baseline
{
    /// <summary>
    /// The document as AWS now has it: what a file says, over what was known. A member the file leaves out stays as it was; a masked
    /// one is unknown, so it stays as it was too, and is left out when nothing was known. Elements of a list of objects meet by
    /// BusinessTitle where they have one (a file names only some of the team), else by place.
    /// </summary>
    /// <returns>Canonical UTF-8.</returns>
    public static byte[] MergePartial(ReadOnlySpan<byte> known, ReadOnlySpan<byte> sent) => Combine(known, sent, (writer, before, now) => Write(writer, before, now));

    /// <summary>
    /// The document as AWS now has it, when each root of <paramref name="sent"/> is complete: its members replace what was known, but a
    /// masked one is unknown and stays as it was. Roots that were not asked for stay.
    /// </summary>
    /// <returns>Canonical UTF-8.</returns>
    public static byte[] ReplaceRoots(ReadOnlySpan<byte> known, ReadOnlySpan<byte> sent) => Combine(known, sent, WriteRoots);

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

    static void WriteRoots(Utf8JsonWriter writer, JsonElement before, JsonElement now)
    {
        writer.WriteStartObject();
        foreach (var root in before.EnumerateObject().Where(r => !now.TryGetProperty(r.Name, out _)))
            root.WriteTo(writer);
        foreach (var root in now.EnumerateObject())
        {
            writer.WritePropertyName(root.Name);
            WriteUnmasked(writer, before.TryGetProperty(root.Name, out var was) ? was : null, root.Value);
        }

        writer.WriteEndObject();
    }

    // Objects member by member, so that a masked value stays what it was; lists as they come, a masked element left out.
    static void WriteUnmasked(Utf8JsonWriter writer, JsonElement? before, JsonElement now)
    {
        if (now.ValueKind == JsonValueKind.Array)
        {
            writer.WriteStartArray();
            foreach (var (element, i) in now.EnumerateArray().Select((e, i) => (e, i)))
                WriteUnmasked(writer, before is { ValueKind: JsonValueKind.Array } list && i < list.GetArrayLength() ? list[i] : null, element);
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
                WriteUnmasked(writer, known, member.Value);
        }

        writer.WriteEndObject();
    }

    static void Write(Utf8JsonWriter writer, JsonElement? before, JsonElement now)
    {
        switch (now.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(writer, before is { ValueKind: JsonValueKind.Object } b ? b : null, now);
                break;
            case JsonValueKind.Array:
                WriteArray(writer, before is { ValueKind: JsonValueKind.Array } a ? a : null, now);
                break;
            default:
                now.WriteTo(writer);
                break;
        }
    }

    static void WriteObject(Utf8JsonWriter writer, JsonElement? before, JsonElement now)
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
            Write(writer, known, member.Value);
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

    static void WriteArray(Utf8JsonWriter writer, JsonElement? before, JsonElement now)
    {
        writer.WriteStartArray();
        var left = before is { } list ? list.EnumerateArray().ToList() : [];
        foreach (var element in now.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.Object)
            {
                left.Clear();
                element.WriteTo(writer);
                continue;
            }

            var title = Title(element);
            var match = left.FindIndex(other => other.ValueKind == JsonValueKind.Object && Title(other) == title);
            Write(writer, match < 0 ? null : left[match], element);
            if (match >= 0)
                left.RemoveAt(match);
        }

        // Team members the file does not speak of are still there; other lists are as the file has them.
        foreach (var other in left.Where(other => other.ValueKind == JsonValueKind.Object && Title(other) is not null && now.GetArrayLength() > 0))
            other.WriteTo(writer);
        writer.WriteEndArray();
    }

    static string? Title(JsonElement element) =>
        element.TryGetProperty("BusinessTitle", out var title) && title.ValueKind == JsonValueKind.String
        && Roles.Contains(title.GetString()!) ? title.GetString() : null;

    // A contact's BusinessTitle is free text; only these say which member of the team an element is.
    static readonly HashSet<string> Roles = new(StringComparer.Ordinal)
    {
        "AWSSalesRep", "AWSAccountOwner", "WWPSPDM", "PDM", "PSM", "ISVSM", "OpportunityOwner", "PartnerAccountManager",
    };

    static bool IsMasked(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Mask.IsMask(Encoding.UTF8.GetBytes(value.GetString()!)),
        JsonValueKind.Array => value.EnumerateArray().Any(e => e.ValueKind == JsonValueKind.String && IsMasked(e)),
        _ => false,
    };
}
