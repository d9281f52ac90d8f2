using System.Text;
using System.Text.Json;

namespace LambdaSync.Connections.Salesforce;

/// <summary>How far changes of one object were read.</summary>
sealed class ChangeCursor
{
    const int Version = 1;

    /// <summary>The server's clock when the pass through all changes began, or null: the next call begins one.</summary>
    public DateTimeOffset? Began { get; set; }

    /// <summary>From where the next pass reads, or null while none has begun, or where 15 minutes before it are enough.</summary>
    public DateTimeOffset? Covered { get; set; }

    /// <summary>For each stream (empty: the object's own, else a relation's path) the last record read of this pass.</summary>
    public Dictionary<string, (DateTimeOffset Stamp, string? Id)> Streams { get; } = new(StringComparer.Ordinal);

    /// <summary>Streams of this pass that have been read to their end.</summary>
    public HashSet<string> Ended { get; } = new(StringComparer.Ordinal);

    /// <summary>Up to when purged records were read, or null: never.</summary>
    public DateTimeOffset? Purged { get; set; }

    /// <summary>The last record of the slow round, or null: it begins again.</summary>
    public string? Slow { get; set; }

    /// <summary>The cursor; null: it is none of this release's.</summary>
    public static ChangeCursor? Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var json = document.RootElement;
            if (json.GetProperty("v").GetInt32() != Version)
                return null;
            var cursor = new ChangeCursor { Began = Time(json, "began"), Covered = Time(json, "covered"), Purged = Time(json, "purged"), Slow = json.TryGetProperty("slow", out var slow) ? slow.GetString() : null };
            foreach (var stream in json.GetProperty("at").EnumerateObject())
                cursor.Streams[stream.Name] = (stream.Value[0].GetDateTimeOffset(), stream.Value[1].GetString());
            foreach (var ended in json.GetProperty("ended").EnumerateArray())
                cursor.Ended.Add(ended.GetString()!);
            return cursor;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    public override string ToString() => Encoding.UTF8.GetString(JsonBody.Object(json =>
    {
        json.WriteNumber("v", Version);
        if (Began is { } began)
            json.WriteString("began", began);
        if (Covered is { } covered)
            json.WriteString("covered", covered);
        if (Purged is { } purged)
            json.WriteString("purged", purged);
        if (Slow is not null)
            json.WriteString("slow", Slow);
        json.WriteStartObject("at");
        foreach (var (name, (stamp, id)) in Streams.OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            json.WriteStartArray(name);
            json.WriteStringValue(stamp);
            json.WriteStringValue(id);
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteStartArray("ended");
        foreach (var name in Ended.Order(StringComparer.Ordinal))
            json.WriteStringValue(name);
        json.WriteEndArray();
    }).Span);

    static DateTimeOffset? Time(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetDateTimeOffset() : null;
}
