using System.Text;
using System.Text.Json;

namespace LambdaSync.Sync;

/// <summary>One page of a list of AWS's.</summary>
static class ListAnswer
{
    /// <summary>The page's entries; none where AWS has no answer or the answer has no such list.</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Items(ReadOnlySpan<byte> answer, string list)
    {
        if (answer.IsEmpty)
            return [];
        var reader = new Utf8JsonReader(answer);
        using var json = JsonDocument.ParseValue(ref reader);
        return json.RootElement.TryGetProperty(list, out var items) && items.ValueKind == JsonValueKind.Array
            ? [.. items.EnumerateArray().Select(item => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(item.GetRawText()))]
            : [];
    }
}
