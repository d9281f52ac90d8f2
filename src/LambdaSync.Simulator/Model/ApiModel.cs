using System.Text.Json;

namespace LambdaSync.Simulator.Model;

/// <summary>The service's operations and shapes: names, types, required members, lengths, patterns, values.</summary>
/// <remarks>
/// Facts of botocore's model partnercentral-selling/2022-07-26 and, for what is newer (types only), of the official JavaScript client.
/// A test may add members at run time, as AWS does between releases.
/// </remarks>
sealed class ApiModel
{
    public Dictionary<string, Operation> Operations { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, Shape> Shapes { get; } = new(StringComparer.Ordinal);

    /// <summary>Read once; nothing changes it, and its patterns are compiled once too.</summary>
    public static ApiModel Shared { get; } = Load("partnercentral-selling");

    /// <summary>AWS Marketplace's Catalog API (botocore's model marketplace-catalog/2018-09-17 and what the JavaScript client has newer).</summary>
    public static ApiModel MarketplaceCatalog { get; } = Load("marketplace-catalog");

    /// <summary>AWS Marketplace's Agreement API (botocore's model marketplace-agreement/2020-03-01 and what the JavaScript client has newer).</summary>
    public static ApiModel MarketplaceAgreement { get; } = Load("marketplace-agreement");

    static ApiModel Load(string service)
    {
        using var stream = typeof(ApiModel).Assembly.GetManifestResourceStream(service + ".json")!;
        using var document = JsonDocument.Parse(stream);
        var model = new ApiModel();
        foreach (var operation in document.RootElement.GetProperty("operations").EnumerateObject())
        {
            model.Operations[operation.Name] = new Operation(
                operation.Name, Text(operation.Value, "input")!, Text(operation.Value, "output"), Text(operation.Value, "token"), List(operation.Value, "errors"));
        }

        foreach (var shape in document.RootElement.GetProperty("shapes").EnumerateObject())
            model.Shapes[shape.Name] = Read(shape.Value);
        return model;
    }

    static Shape Read(JsonElement shape) => new(Text(shape, "type")!)
    {
        Members = shape.TryGetProperty("members", out var members) ? members.EnumerateObject().ToDictionary(m => m.Name, m => m.Value.GetString()!) : [],
        Required = List(shape, "required"),
        Member = Text(shape, "member") ?? Text(shape, "value"),
        Union = shape.TryGetProperty("union", out _),
        Min = Number(shape, "min"),
        Max = Number(shape, "max"),
        Pattern = Text(shape, "pattern") is { } pattern ? new ShapePattern(pattern) : null,
        Values = List(shape, "enum"),
    };

    static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;

    static long? Number(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? (long)value.GetDouble() : null;

    static List<string> List(JsonElement element, string name) =>
        element.TryGetProperty(name, out var values) ? [.. values.EnumerateArray().Select(v => v.GetString()!)] : [];

    /// <param name="Output">Null: the answer has no body.</param>
    /// <param name="Token">The member that makes a repeated request harmless, or null.</param>
    public sealed record Operation(string Name, string Input, string? Output, string? Token, IReadOnlyList<string> Errors);

    /// <param name="Type">structure, list, map, string, integer, boolean, timestamp (text), epoch (seconds), document (any JSON).</param>
    public sealed record Shape(string Type)
    {
        public Dictionary<string, string> Members { get; init; } = [];

        public IReadOnlyList<string> Required { get; init; } = [];

        /// <summary>The shape of a list's or map's values.</summary>
        public string? Member { get; init; }

        public bool Union { get; init; }

        public long? Min { get; init; }

        public long? Max { get; init; }

        public ShapePattern? Pattern { get; init; }

        public List<string> Values { get; init; } = [];
    }
}
