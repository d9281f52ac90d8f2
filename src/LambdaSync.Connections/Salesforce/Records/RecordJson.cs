using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using LambdaSync.Json;
using LambdaSync.Sync;

namespace LambdaSync.Connections.Salesforce;

/// <summary>Values between Salesforce's JSON and flat canonical records.</summary>
static class RecordJson
{
    const string Null = "null";

    /// <summary>The record's values by path; a field through an empty link is null.</summary>
    /// <param name="isTime">Whether a path leads to a date with time.</param>
    public static FlatRecord Read(JsonElement record, IEnumerable<string> paths, Func<string, bool> isTime)
    {
        var flat = new FlatRecord();
        foreach (var path in paths)
            flat[path] = Find(record, path) is { } value ? Value(value, isTime(path)) : Null;
        return flat;
    }

    /// <summary>A member of a record, or null: not there, or through an empty link.</summary>
    public static JsonElement? Find(JsonElement record, string path)
    {
        var at = record;
        foreach (var step in path.Split('.'))
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(step, out at))
                return null;
        }

        return at;
    }

    public static string? Text(JsonElement record, string path) => Find(record, path) is { ValueKind: JsonValueKind.String } value ? Plain(value) : null;

    public static bool Flag(JsonElement record, string path) => Find(record, path) is { ValueKind: JsonValueKind.True };

    public static DateTimeOffset? Time(JsonElement record, string path) => Text(record, path) is { } text && TryTime(text, out var time) ? time : null;

    /// <summary>Salesforce writes the offset without a colon (<c>2026-11-29T01:02:03.000+0000</c>).</summary>
    public static bool TryTime(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time)
        || DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out time);

    /// <summary>The form that records carry times in.</summary>
    public static string Canonical(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>A canonical JSON value as plain text, or null.</summary>
    public static string? Plain(string? canonical) =>
        canonical is ['"', .., '"'] ? JsonText.ToText(Encoding.UTF8.GetBytes(canonical).AsSpan()[1..^1]) : canonical is null or Null ? null : canonical;

    public static string Quote(string text) => Encoding.UTF8.GetString(JsonText.Quote(text));

    // Half a surrogate pair, which a cut text may end with, becomes U+FFFD instead of an exception.
    static string Plain(JsonElement text)
    {
        var raw = JsonMarshal.GetRawUtf8Value(text);
        var plain = new Utf8Buffer(raw.Length);
        JsonText.Unescape(raw[1..^1], plain);
        return Encoding.UTF8.GetString(plain.Written);
    }

    static string Value(JsonElement value, bool isTime)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                var text = Plain(value);
                return text.Length == 0 ? Null : Quote(isTime && TryTime(text, out var time) ? Canonical(time) : text);
            case JsonValueKind.Number:
                var number = new Utf8Buffer(32);
                return DecimalText.TryWrite(JsonMarshal.GetRawUtf8Value(value), -1, number) ? Encoding.ASCII.GetString(number.Written) : Null;
            case JsonValueKind.True: return "true";
            case JsonValueKind.False: return "false";
            // Addresses and other compounds: their parts are fields of their own.
            default: return Null;
        }
    }
}
