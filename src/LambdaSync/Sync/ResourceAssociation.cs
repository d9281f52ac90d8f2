using System.Text.Json;

namespace LambdaSync.Sync;

/// <summary>A resource of an engagement, as ListEngagementResourceAssociations has it.</summary>
/// <param name="CreatedBy">The account that brought it, or null.</param>
public sealed record ResourceAssociation(string ResourceId, string EngagementId, string? CreatedBy)
{
    /// <summary>The entries of an answer that name both.</summary>
    public static IReadOnlyList<ResourceAssociation> All(ReadOnlySpan<byte> answer) => [.. ListAnswer.Items(answer, "EngagementResourceAssociationSummaries").Select(Read).OfType<ResourceAssociation>()];

    static ResourceAssociation? Read(ReadOnlyMemory<byte> summary)
    {
        using var json = JsonDocument.Parse(summary);
        return Text("ResourceId") is { } resource && Text("EngagementId") is { } engagement ? new ResourceAssociation(resource, engagement, Text("CreatedBy")) : null;

        string? Text(string name) => json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }
}
