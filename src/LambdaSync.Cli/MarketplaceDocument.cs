using System.Globalization;
using System.Text.Json;

namespace LambdaSync.Cli;

/// <summary>An answer of AWS Marketplace as columns of a table; as JSON it is the answer itself.</summary>
static class MarketplaceDocument
{
    public static JsonElement Parse(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    /// <summary>A value by its path (<c>OfferSummary.State</c>), empty where there is none; a list's values are joined.</summary>
    public static string Text(JsonElement json, string path)
    {
        foreach (var step in path.Split('.'))
        {
            if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(step, out json))
                return "";
        }

        return json.ValueKind switch
        {
            JsonValueKind.Array => string.Join(' ', json.EnumerateArray().Select(item => item.ToString())),
            JsonValueKind.Null => "",
            _ => json.ToString(),
        };
    }

    /// <summary>A time that the Agreement API gives in seconds, as AWS writes times elsewhere.</summary>
    public static string Time(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)(value.GetDouble() * 1000)).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) : "";

    public static Listing<JsonElement> Listing(params IReadOnlyList<Column<JsonElement>> columns) => new(columns, (_, json, thing) =>
    {
        foreach (var member in thing.EnumerateObject())
            member.WriteTo(json);
    });

    public static Column<JsonElement> Column(string name, string path, bool breaks = false) => new(name, json => Text(json, path), Breaks: breaks);

    public static async Task<List<JsonElement>> All(IAsyncEnumerable<ReadOnlyMemory<byte>> items, int most, CancellationToken cancellation)
    {
        var found = new List<JsonElement>();
        await foreach (var item in items.WithCancellation(cancellation))
        {
            found.Add(Parse(item));
            // One more than is shown, so that the cut is reported.
            if (found.Count > most)
                break;
        }

        return found;
    }
}
