using System.Text.Json;

namespace LambdaSync.Sync.Schedules;

/// <summary>Members of a list's entry. One that is missing or of another JSON type is null.</summary>
readonly struct SummaryMembers : IDisposable
{
    readonly JsonDocument _json;

    public SummaryMembers(ReadOnlySpan<byte> summary)
    {
        var reader = new Utf8JsonReader(summary);
        _json = JsonDocument.ParseValue(ref reader);
    }

    public string? Text(string name) => Find(name) is { } text ? text.GetString() : null;

    public DateTimeOffset? Date(string name) => Find(name) is { } text && text.TryGetDateTimeOffset(out var date) ? date : null;

    public void Dispose() => _json.Dispose();

    JsonElement? Find(string name) =>
        _json.RootElement.ValueKind == JsonValueKind.Object && _json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value : null;
}
