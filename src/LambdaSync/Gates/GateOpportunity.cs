using System.Globalization;
using System.Text.Json.Nodes;

namespace LambdaSync.Gates;

/// <summary>The opportunity of a record document, as gates read it. A masked text counts as absent: it is not known.</summary>
sealed class GateOpportunity(ReadOnlyMemory<byte> document)
{
    /// <summary>What RelatedEntityType may be that makes an opportunity sellable.</summary>
    public static readonly IReadOnlyList<string> SellableTypes = ["Solutions", "AwsMarketplaceSolutions", "AwsMarketplaceProducts"];

    readonly JsonObject _root = Root(document.Span);

    public JsonObject Json => _root["opportunity"] as JsonObject ?? [];

    public string? Id => Text("Id");

    /// <summary>GetOpportunity does not answer it, GetAwsOpportunitySummary does (AWS's API model).</summary>
    public string? Origin => Text("Origin") ?? AwsText("Origin");

    public string? Stage => Text("LifeCycle", "Stage");

    public string? ReviewStatus => Text("LifeCycle", "ReviewStatus");

    public string? CloseDate => Text("LifeCycle", "TargetCloseDate");

    public string? PartnerIdentifier => Text("PartnerOpportunityIdentifier");

    public IReadOnlyList<JsonObject> Spend => [.. (Json["Project"] as JsonObject)?["ExpectedCustomerSpend"] is JsonArray all ? all.OfType<JsonObject>() : []];

    /// <summary>The identifiers of one type that are associated, or will be.</summary>
    public IReadOnlyList<string> Related(string type) => [.. (Identifiers(Json["RelatedEntityIdentifiers"], type) ?? Identifiers(_root["related"], type) ?? []).Distinct(StringComparer.Ordinal)];

    /// <summary>Solutions and Marketplace listings that say what is sold; "Other" says nothing.</summary>
    public IReadOnlyList<string> Sellable => [.. SellableTypes.SelectMany(Related).Where(id => id != RelatedEntities.Other)];

    /// <summary>A text of the opportunity, or null.</summary>
    public string? Text(params ReadOnlySpan<string> path)
    {
        JsonNode? node = Json;
        foreach (var name in path)
            node = (node as JsonObject)?[name];
        return Text(node);
    }

    /// <summary>A text of AWS's summary, or null.</summary>
    public string? AwsText(params ReadOnlySpan<string> path)
    {
        var node = _root["aws"];
        foreach (var name in path)
            node = (node as JsonObject)?[name];
        return Text(node);
    }

    /// <summary>AWS's summary, or null when AWS has none.</summary>
    public JsonObject? Aws => _root["aws"] as JsonObject;

    public static string? Text(JsonNode? node) => node switch
    {
        JsonValue value when value.TryGetValue<string>(out var text) => string.IsNullOrWhiteSpace(text) || Mask.IsMask(text) ? null : text,
        JsonValue value => value.ToJsonString(),
        _ => null,
    };

    /// <summary>A day as AWS writes it, or null.</summary>
    public static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    static IEnumerable<string>? Identifiers(JsonNode? related, string type) =>
        (related as JsonObject)?[type] is JsonArray ids ? ids.Select(Text).OfType<string>() : null;

    static JsonObject Root(ReadOnlySpan<byte> document)
    {
        if (document.Length == 0)
            return [];
        var reader = new System.Text.Json.Utf8JsonReader(document);
        return JsonNode.Parse(ref reader) as JsonObject ?? [];
    }
}
