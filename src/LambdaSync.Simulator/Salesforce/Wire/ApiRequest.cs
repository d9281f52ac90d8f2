using System.Text.Json;
using System.Text.Json.Nodes;

namespace LambdaSync.Simulator.Salesforce.Wire;

/// <summary>A request to a resource: from the wire, or a part of a composite request.</summary>
/// <param name="Segments">The path below <c>/services/data/vNN.0/</c>, unescaped.</param>
/// <param name="Query">Parameters, unescaped.</param>
/// <param name="Headers">By name, in any case.</param>
/// <param name="Text">The body as it came; empty for none.</param>
sealed record ApiRequest(string Method, string Version, IReadOnlyList<string> Segments, IReadOnlyDictionary<string, string> Query, IReadOnlyDictionary<string, string> Headers, string Text)
{
    static readonly JsonDocumentOptions Once = new() { AllowDuplicateProperties = false };

    JsonNode? _body;

    /// <summary>A part's body; the wire's is read from its text.</summary>
    public JsonNode? Body
    {
        get => _body ??= Parse();
        init => _body = value;
    }

    /// <summary>Salesforce's client name, of <c>Sforce-Call-Options: client=...</c>.</summary>
    public string? Client => Option("Sforce-Call-Options", "client");

    public JsonObject Object => Body as JsonObject ?? throw ApiError.Unreadable("Unexpected character at [line:1, column:1]");

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>A member of a header such as <c>allowSave=true; includeRecordDetails=true</c>.</summary>
    public string? Option(string header, string name) => Header(header)?.Split([';', ','], StringSplitOptions.TrimEntries)
        .Select(option => option.Split('=', 2, StringSplitOptions.TrimEntries)).FirstOrDefault(pair => pair.Length == 2 && pair[0].Equals(name, StringComparison.OrdinalIgnoreCase))?[1];

    public bool IsSet(string header, string name) => "true".Equals(Option(header, name), StringComparison.OrdinalIgnoreCase);

    public static ApiRequest Of(string method, string pathAndQuery, IReadOnlyDictionary<string, string> headers, string text)
    {
        var question = pathAndQuery.IndexOf('?', StringComparison.Ordinal);
        var path = question < 0 ? pathAndQuery : pathAndQuery[..question];
        // "/services/data/v68.0/..."
        var parts = path.TrimStart('/').Split('/');
        var query = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var pair in question < 0 ? [] : pathAndQuery[(question + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parameter = pair.Split('=', 2);
            query[Plain(parameter[0])] = parameter.Length > 1 ? Plain(parameter[1]) : "";
        }

        return new ApiRequest(method, parts.Length > 2 ? parts[2] : "", [.. parts.Skip(3).Select(Uri.UnescapeDataString)], query, headers, text);
    }

    static string Plain(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    JsonNode? Parse()
    {
        if (Text.Length == 0)
            return null;
        try
        {
            return JsonNode.Parse(Text, documentOptions: Once);
        }
        catch (JsonException wrong)
        {
            throw ApiError.Unreadable($"Unexpected character at [line:{wrong.LineNumber + 1}, column:{wrong.BytePositionInLine + 1}]");
        }
    }
}
