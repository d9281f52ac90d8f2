using System.Globalization;
using System.Text.Json;
using LambdaSync.Json;

namespace LambdaSync.Events;

/// <summary>What the events of all sources have in common (docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html).</summary>
static class EventEnvelope
{
    /// <summary>The envelope, or null with what is wrong with it.</summary>
    /// <param name="json">UTF-8, as it came.</param>
    public static JsonDocument? Parse(ReadOnlySpan<byte> json, out Issue? broken)
    {
        // In canonical form every text is whole and every member there once, so that nothing below can fail.
        var canonical = new Utf8Buffer(json.Length + 16);
        broken = CanonicalJson.TryWrite(json.StartsWith("\uFEFF"u8) ? json[3..] : json, canonical) is { } reason ? EventIssues.NotJson(reason) : null;
        if (broken is not null)
            return null;
        var document = JsonDocument.Parse(canonical.WrittenMemory);
        if (document.RootElement.ValueKind == JsonValueKind.Object)
            return document;
        document.Dispose();
        broken = EventIssues.NotJson("this is another value");
        return null;
    }

    /// <summary>The event's id; null after reporting anything else.</summary>
    public static string? Id(EventPart envelope, List<Issue> issues)
    {
        if (envelope.Text("id") is not { } id)
            return null;
        if (id.Length <= 64 && id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            return id;
        issues.Add(EventIssues.Wrong("id", id, "an event's id is at most 64 letters, digits and dashes"));
        return null;
    }

    /// <summary>When it happened.</summary>
    public static DateTimeOffset Time(EventPart envelope, List<Issue> issues)
    {
        if (envelope.Text("time") is not { } text)
            return default;
        if (!DateTimeOffset.TryParseExact(
            text, "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
            issues.Add(EventIssues.Wrong("time", text, "an event's time is written like 2026-02-01T10:00:05Z"));
        return time;
    }
}
