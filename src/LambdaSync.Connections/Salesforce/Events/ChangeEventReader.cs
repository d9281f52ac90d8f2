using System.Globalization;
using System.Text.Json;

namespace LambdaSync.Connections.Salesforce;

/// <summary>
/// Reads a change event that Event Relay has sent to EventBridge: <c>detail.payload.ChangeEventHeader</c>, or the header in <c>detail</c> itself.
/// (Change Data Capture guide: cdc_event_fields_header, cdc_other_events.)
/// </summary>
static class ChangeEventReader
{
    const string Source = "aws.partner/salesforce.com/", Header = "ChangeEventHeader", Gap = "GAP_";

    /// <summary>The event, or null: another source's, a platform event, or not JSON.</summary>
    public static ChangeEvent? Read(ReadOnlyMemory<byte> message)
    {
        try
        {
            using var document = JsonDocument.Parse(message);
            var envelope = document.RootElement;
            return envelope.ValueKind == JsonValueKind.Object && ErrorReader.Text(envelope, "source").StartsWith(Source, StringComparison.Ordinal)
                && envelope.TryGetProperty("detail", out var detail) && HeaderOf(detail) is { } header
                ? Read(header, envelope)
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException is JsonElement's answer to text that is not Unicode.
            return null;
        }
    }

    static JsonElement? HeaderOf(JsonElement detail) =>
        detail.ValueKind != JsonValueKind.Object ? null
        : detail.TryGetProperty("payload", out var payload) && payload.ValueKind == JsonValueKind.Object && payload.TryGetProperty(Header, out var inside) ? inside
        : detail.TryGetProperty(Header, out var header) ? header
        : null;

    static ChangeEvent? Read(JsonElement header, JsonElement envelope)
    {
        var (name, type) = (ErrorReader.Text(header, "entityName"), ErrorReader.Text(header, "changeType"));
        if (!Soql.IsName(name) || type.Length == 0)
            return null;
        var all = Texts(header, "recordIds");
        var ids = all.Where(SalesforceId.IsRecord).Select(SalesforceId.Long).Distinct().ToList();
        // A wildcard (a field's type was changed) or the overflow's zeros name no record: the whole object is meant.
        var kind = type == Gap + "OVERFLOW" || ids.Count < all.Count || ids.Count == 0 ? ChangeEventType.Overflow
            : type switch
            {
                "CREATE" => ChangeEventType.Create,
                "DELETE" or Gap + "DELETE" => ChangeEventType.Delete,
                "UNDELETE" or Gap + "UNDELETE" => ChangeEventType.Undelete,
                "UPDATE" => ChangeEventType.Update,
                _ => ChangeEventType.Gap,
            };
        return new ChangeEvent(name, kind, kind == ChangeEventType.Overflow ? [] : ids, [.. Texts(header, "changedFields").Where(Soql.IsName)], TimeOf(header, envelope));
    }

    static List<string> Texts(JsonElement header, string name) =>
        header.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Where(i => i.ValueKind == JsonValueKind.String).Select(i => i.GetString()!)] : [];

    static DateTimeOffset TimeOf(JsonElement header, JsonElement envelope) =>
        header.TryGetProperty("commitTimestamp", out var stamp) && stamp.ValueKind == JsonValueKind.Number && stamp.TryGetInt64(out var milliseconds) && milliseconds is >= 0 and < 253_402_300_800_000
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : DateTimeOffset.TryParse(ErrorReader.Text(envelope, "time"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : DateTimeOffset.UnixEpoch;
}
