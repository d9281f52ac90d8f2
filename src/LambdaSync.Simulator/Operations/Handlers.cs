using System.Text.Json.Nodes;

namespace LambdaSync.Simulator.Operations;

/// <summary>What each operation does.</summary>
static class Handlers
{
    public static IReadOnlyDictionary<string, Func<Call, JsonObject>> All { get; } = new[]
    {
        OpportunityOperations.All,
        OpportunityListing.All,
        AssignmentOperations.All, AssociationOperations.All,
        SolutionOperations.All,
        InvitationOperations.All, TaskOperations.All, EngagementOperations.All, SnapshotOperations.All, SettingsOperations.All, TagOperations.All, ProspectingOperations.All,
    }.SelectMany(group => group).ToDictionary(h => h.Key, h => h.Value, StringComparer.Ordinal);
}
