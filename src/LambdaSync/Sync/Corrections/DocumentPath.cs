using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaSync.Json;

namespace LambdaSync.Sync.Corrections;

/// <summary>A place in a record's document: names with dots, elements of lists by <c>[n]</c>.</summary>
public sealed class DocumentPath
{
    readonly IReadOnlyList<(string? Name, int Index)> _steps;

    DocumentPath(string text, IReadOnlyList<(string? Name, int Index)> steps) => (Text, _steps) = (text, steps);

    /// <summary>The path as it is stored.</summary>
    public string Text { get; }

    /// <summary>The place, or null when the text is none. A path without a root is one of the opportunity.</summary>
    /// <param name="roots">The document's first members.</param>
    public static DocumentPath? Parse(string text, IReadOnlyCollection<string> roots)
    {
        var steps = new List<(string? Name, int Index)>();
        foreach (var part in text.Trim().Split('.'))
        {
            var open = part.IndexOf('[', StringComparison.Ordinal);
            var name = open < 0 ? part : part[..open];
            if (name.Length == 0)
                return null;
            steps.Add((name, 0));
            for (var rest = open < 0 ? "" : part[open..]; rest.Length > 0;)
            {
                var close = rest.IndexOf(']', StringComparison.Ordinal);
                if (rest[0] != '[' || close < 0 || !int.TryParse(rest.AsSpan(1, close - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
                    return null;
                steps.Add((null, index));
                rest = rest[(close + 1)..];
            }
        }

        return roots.Contains(steps[0].Name!) ? new DocumentPath(text.Trim(), steps) : new DocumentPath("opportunity." + text.Trim(), [("opportunity", 0), .. steps]);
    }

    /// <summary>The value there as canonical JSON text; null: there is none, or null.</summary>
    public string? Read(JsonNode document)
    {
        var node = _steps.Aggregate((JsonNode?)document, Step);
        return node is null ? null : Encoding.UTF8.GetString(CanonicalJson.ToArray(Encoding.UTF8.GetBytes(node.ToJsonString())));
    }

    /// <summary>Sets the value there. False: the place does not exist, because an object or an element before it does not.</summary>
    /// <param name="value">JSON text; null clears.</param>
    public bool Write(JsonNode document, string? value)
    {
        var last = _steps[^1];
        var holder = _steps.SkipLast(1).Aggregate((JsonNode?)document, Step);
        var set = value is null ? null : JsonNode.Parse(value);
        switch (holder)
        {
            case JsonObject members when last.Name is { } name:
                members[name] = set;
                return true;
            case JsonArray elements when last.Name is null && last.Index < elements.Count:
                elements[last.Index] = set;
                return true;
            default:
                return false;
        }
    }

    static JsonNode? Step(JsonNode? node, (string? Name, int Index) step) => node switch
    {
        JsonObject members when step.Name is { } name => members.TryGetPropertyValue(name, out var member) ? member : null,
        JsonArray elements when step.Name is null && step.Index < elements.Count => elements[step.Index],
        _ => null,
    };

    /// <summary>A document's tree, or null when the bytes are no JSON object.</summary>
    public static JsonObject? Tree(ReadOnlySpan<byte> document)
    {
        try
        {
            return JsonNode.Parse(document) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
