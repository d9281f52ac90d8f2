using System.Text.Json.Nodes;

namespace LambdaSync.Simulator.Marketplace;

/// <summary>One change of a set.</summary>
/// <param name="entityType">With its version: <c>Offer@1.0</c>.</param>
/// <param name="identifier">As it was sent: an id, <c>id@revision</c>, <c>$Name.Entity.Identifier</c>, or null for a new entity.</param>
sealed class MarketChange(string type, string? name, string entityType, string? identifier, JsonObject details)
{
    public string Type => type;

    public string? Name => name;

    /// <summary>The entity's type without version.</summary>
    public string Kind => entityType.Split('@')[0];

    public string? Identifier => identifier;

    public JsonObject Details => details;

    public bool IsCreate => type.StartsWith("Create", StringComparison.Ordinal);

    /// <summary>The name that a reference is to, or null.</summary>
    public string? RefersTo => ReferenceIn(identifier);

    /// <summary>The entity's id without revision; of a new one once the set has succeeded.</summary>
    public string? EntityId { get; set; } = identifier is null || ReferenceIn(identifier) is not null ? null : Market.Plain(identifier);

    /// <summary>The revision that the set has made, or null.</summary>
    public int? Revision { get; set; }

    public List<(string Code, string Message)> Errors { get; } = [];

    /// <summary><c>Offer</c> of <c>$Offer.Entity.Identifier</c>, or null.</summary>
    public static string? ReferenceIn(string? text) =>
        text is not null && text.StartsWith('$') && text.EndsWith(".Entity.Identifier", StringComparison.Ordinal) ? text[1..^".Entity.Identifier".Length] : null;

    public JsonObject Describe()
    {
        var entity = new JsonObject { [nameof(Type)] = entityType };
        if (EntityId is not null)
            entity[nameof(Identifier)] = Revision is { } revision ? $"{EntityId}@{revision}" : EntityId;
        else if (identifier is not null)
            entity[nameof(Identifier)] = identifier;
        var json = new JsonObject { ["ChangeType"] = type, ["Entity"] = entity };
        if (name is not null)
            json["ChangeName"] = name;
        json[nameof(Details)] = details.ToJsonString();
        json["DetailsDocument"] = (type == "AddDimensions" ? details["Dimensions"] : details)?.DeepClone();
        if (Errors.Count > 0)
            json["ErrorDetailList"] = new JsonArray([.. Errors.Select(e => new JsonObject { ["ErrorCode"] = e.Code, ["ErrorMessage"] = e.Message })]);
        return json;
    }
}
