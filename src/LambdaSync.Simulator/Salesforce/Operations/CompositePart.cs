using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LambdaSync.Simulator.Salesforce.Wire;

namespace LambdaSync.Simulator.Salesforce.Operations;

/// <summary>A part of a composite or graph request, and how it names results of others: <c>@{ref.id}</c>, <c>@{ref.records[0].Id}</c>, <c>@{ref[0].id}</c>.</summary>
sealed partial record CompositePart(string Method, string Url, string Reference, JsonNode? Body, IReadOnlyDictionary<string, string> Headers)
{
    // Of the request around, not of a part (REST, Composite Subrequest).
    static readonly string[] Forbidden = ["Accept", "Authorization", "Content-Type"];

    /// <summary>The parts that it needs results of.</summary>
    public IReadOnlySet<string> Needs => References().Matches(Url + Body?.ToJsonString()).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);

    public static CompositePart Of(JsonNode? json)
    {
        var part = json as JsonObject ?? throw ApiError.Unreadable("A part is not an object.");
        var reference = part["referenceId"]?.GetValue<string>() ?? throw ApiError.Unreadable("The referenceId is missing.");
        if (!ReferenceForm().IsMatch(reference))
            throw new ApiError("INVALID_INPUT", $"Invalid reference ID: {reference}");
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in part["httpHeaders"] as JsonObject ?? [])
        {
            if (Forbidden.Contains(name, StringComparer.OrdinalIgnoreCase))
                throw new ApiError("INVALID_INPUT", $"The header {name} can't be set in a part.");
            headers[name] = value?.GetValue<string>() ?? "";
        }

        return new CompositePart(part["method"]?.GetValue<string>() ?? "GET", part["url"]?.GetValue<string>() ?? throw ApiError.Unreadable("The url is missing."), reference, part["body"], headers);
    }

    /// <summary>Parts in order.</summary>
    /// <exception cref="ApiError">They are missing, or a referenceId is there twice.</exception>
    public static List<CompositePart> All(JsonObject body)
    {
        if (body["compositeRequest"] is not JsonArray { Count: > 0 } parts)
            throw ApiError.Unreadable("The compositeRequest is missing.");
        List<CompositePart> all = [.. parts.Select(Of)];
        return all.GroupBy(part => part.Reference, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice
            ? throw new ApiError("INVALID_INPUT", $"Duplicate reference ID: {twice.Key}")
            : all;
    }

    /// <summary>The request with what its references name.</summary>
    /// <param name="results">Bodies by reference, of parts that succeeded.</param>
    /// <param name="outer">The request around.</param>
    /// <exception cref="ApiError">PROCESSING_HALTED: a result is not there.</exception>
    public ApiRequest Request(IReadOnlyDictionary<string, JsonNode?> results, ApiRequest outer)
    {
        var url = References().Replace(Url, match => Uri.EscapeDataString(Resolve(match, results)?.ToString() ?? ""));
        if (!url.StartsWith("/services/data/", StringComparison.Ordinal))
            throw ApiError.NotFound();
        var headers = new Dictionary<string, string>(outer.Headers, StringComparer.OrdinalIgnoreCase);
        foreach (var conditional in (string[])["If-Modified-Since", "If-Unmodified-Since", "If-Match", "If-None-Match"])
            headers.Remove(conditional);
        foreach (var (name, value) in Headers)
            headers[name] = value;
        return ApiRequest.Of(Method, url, headers, "") with { Body = Replaced(Body, results) };
    }

    static JsonNode? Replaced(JsonNode? node, IReadOnlyDictionary<string, JsonNode?> results)
    {
        switch (node)
        {
            case JsonObject members:
                var copy = new JsonObject();
                foreach (var (name, value) in members)
                    copy[name] = Replaced(value, results);
                return copy;
            case JsonArray items:
                return new JsonArray([.. items.Select(item => Replaced(item, results))]);
            case JsonValue value when value.TryGetValue<string>(out var text) && References().IsMatch(text):
                return References().Match(text) is { } whole && whole.Length == text.Length
                    ? Resolve(whole, results)?.DeepClone()
                    : References().Replace(text, match => Resolve(match, results)?.ToString() ?? "");
            default:
                return node?.DeepClone();
        }
    }

    static JsonNode? Resolve(Match match, IReadOnlyDictionary<string, JsonNode?> results)
    {
        var (reference, path) = (match.Groups[1].Value, match.Groups[2].Value);
        if (!results.TryGetValue(reference, out var at))
            throw Missing(reference, path);
        foreach (Match step in Steps().Matches(path))
        {
            at = step.Groups[1].Success
                ? (at as JsonObject)?.FirstOrDefault(member => member.Key.Equals(step.Groups[1].Value, StringComparison.OrdinalIgnoreCase)).Value
                : at is JsonArray items && int.Parse(step.Groups[2].ValueSpan, System.Globalization.CultureInfo.InvariantCulture) is var index && index < items.Count ? items[index] : null;
            if (at is null)
                throw Missing(reference, path);
        }

        return at;
    }

    static ApiError Missing(string reference, string path) => ApiError.Halted($"Invalid reference specified. No value for {reference}{path} found in {reference}");

    [GeneratedRegex(@"@\{(\w+)((?:\.\w+|\[\d+\])*)\}")]
    private static partial Regex References();

    [GeneratedRegex(@"\.(\w+)|\[(\d+)\]")]
    private static partial Regex Steps();

    [GeneratedRegex("^[A-Za-z0-9_]{1,80}$")]
    private static partial Regex ReferenceForm();
}
