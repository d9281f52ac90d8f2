using System.Text.Json;
using LambdaSync.PartnerCentral;

namespace LambdaSync.Marketplace.ChangeSets;

/// <summary>Changes that AWS Marketplace applies all or none (developer guide, catalog-apis).</summary>
public static class ChangeSet
{
    /// <summary>More changes need a second set.</summary>
    public const int Most = 20;

    /// <summary>The only catalog: AWS Marketplace has no sandbox.</summary>
    public const string Catalog = "AWSMarketplace";

    /// <summary>The body of StartChangeSet without name and token, as it is kept.</summary>
    /// <exception cref="ArgumentException">As <see cref="Body"/>.</exception>
    public static JsonElement Element(IReadOnlyList<Change> changes)
    {
        using var json = JsonDocument.Parse(Body(changes));
        return json.RootElement.Clone();
    }

    /// <summary>The body of StartChangeSet.</summary>
    /// <param name="name">1 to 100 characters, by which ListChangeSets finds the set again, or null.</param>
    /// <param name="token">The idempotency token, or null.</param>
    /// <exception cref="ArgumentException">There are no changes or more than <see cref="Most"/>, or a change type comes twice for an entity, which AWS refuses.</exception>
    public static byte[] Body(IReadOnlyList<Change> changes, string? name = null, string? token = null)
    {
        if (changes.Count is 0 or > Most)
            throw new ArgumentException($"a change set has 1 to {Most} changes, not {changes.Count}");
        if (changes.GroupBy(c => (c.Type, c.Identifier ?? c.Name)).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ArgumentException($"{twice.Key.Type} comes twice for one entity");
        return RequestBody.Of(json =>
        {
            json.WriteString("Catalog", Catalog);
            json.WriteStartArray("ChangeSet");
            foreach (var change in changes)
            {
                json.WriteStartObject();
                json.WriteString("ChangeType", change.Type);
                if (change.Name is not null)
                    json.WriteString("ChangeName", change.Name);
                json.WriteStartObject("Entity");
                json.WriteString("Type", change.Entity);
                if (change.Identifier is not null)
                    json.WriteString("Identifier", change.Identifier);
                json.WriteEndObject();
                json.WritePropertyName("DetailsDocument");
                json.WriteRawValue(change.Details);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            if (name is not null)
                json.WriteString("ChangeSetName", name);
            if (token is not null)
                json.WriteString("ClientRequestToken", token);
        });
    }
}
