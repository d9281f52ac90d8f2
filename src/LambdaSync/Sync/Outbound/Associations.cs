using System.Text.Json;
using System.Text.Json.Nodes;

namespace LambdaSync.Sync.Outbound;

/// <summary>A solution, product or offer that is, or is to be, associated with an opportunity.</summary>
/// <param name="Type">RelatedEntityType of AWS's API model: <c>Solutions</c>, <c>AwsProducts</c>, <c>AwsMarketplaceOffers</c>, ...</param>
public readonly record struct Association(string Type, string Identifier);

/// <summary>What is associated with an opportunity, as a record document has it.</summary>
public static class Associations
{
    const string Root = "related", OfOpportunity = "RelatedEntityIdentifiers";

    /// <summary>All of a document, in AWS's order.</summary>
    public static IReadOnlyList<Association> Of(ReadOnlySpan<byte> document)
    {
        var reader = new Utf8JsonReader(document);
        using var json = JsonDocument.ParseValue(ref reader);
        var found = new List<Association>();
        if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty(Root, out var related) || related.ValueKind != JsonValueKind.Object)
            return found;
        foreach (var type in related.EnumerateObject().Where(type => type.Value.ValueKind == JsonValueKind.Array))
            found.AddRange(type.Value.EnumerateArray().Where(id => id.ValueKind == JsonValueKind.String).Select(id => new Association(type.Name, id.GetString()!)));
        return found;
    }

    /// <summary>All that GetOpportunity's answer names.</summary>
    public static IReadOnlyList<Association> AtAws(ReadOnlySpan<byte> opportunity) => Of(OpportunityBody.Document(opportunity, []));

    /// <summary>The document once the entity is associated, or is not any more.</summary>
    public static byte[] With(ReadOnlySpan<byte> document, Association entity, bool isAssociated)
    {
        var reader = new Utf8JsonReader(document);
        var whole = (JsonObject)JsonNode.Parse(ref reader)!;
        Change(Object(whole, Root), entity, isAssociated);
        Change(Object(Object(whole, "opportunity"), OfOpportunity), entity, isAssociated);
        return OpportunityBody.Bytes(whole);
    }

    static void Change(JsonObject related, Association entity, bool isAssociated)
    {
        var ids = (related[entity.Type] as JsonArray)?.Select(id => id?.GetValue<string>()).OfType<string>().Where(id => id != entity.Identifier).ToList() ?? [];
        if (isAssociated)
            ids.Add(entity.Identifier);
        if (ids.Count == 0)
            related.Remove(entity.Type);
        else
            related[entity.Type] = new JsonArray([.. ids.Select(id => (JsonNode?)JsonValue.Create(id))]);
    }

    static JsonObject Object(JsonObject parent, string name)
    {
        if (parent[name] is JsonObject child)
            return child;
        var made = new JsonObject();
        parent[name] = made;
        return made;
    }
}
