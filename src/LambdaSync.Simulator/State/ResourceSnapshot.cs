using System.Text.Json.Nodes;

namespace LambdaSync.Simulator.State;

/// <summary>What the members of an engagement see of an opportunity, at one time; it never changes.</summary>
/// <param name="Source">The opportunity's date it was taken from.</param>
sealed record ResourceSnapshot(
    string EngagementId, string OpportunityId, string Template, int Revision, string CreatedBy, DateTimeOffset Created, DateTimeOffset Source, IReadOnlyList<string> Members, JsonObject Payload)
{
    /// <summary>The view that all members get (DG selling-api-events).</summary>
    public const string Summary = "OpportunitySummaryView";

    /// <summary>AWS's own updates: the opportunity's owner alone gets it.</summary>
    public const string AwsFullView = "AwsOpportunitySummaryFullView";

    public string Path => $"engagement/{EngagementId}/resource/Opportunity/{OpportunityId}/template/{Template}/snapshot/snapshot-{Revision}";
}

/// <summary>Takes a snapshot whenever the opportunity changes, while it runs.</summary>
sealed class SnapshotJob(string id, string engagementId, string opportunityId, string template, DateTimeOffset created)
{
    public const string Running = "Running", Stopped = "Stopped";

    public string Id => id;

    public string EngagementId => engagementId;

    public string OpportunityId => opportunityId;

    public string Template => template;

    public DateTimeOffset Created => created;

    public string Status { get; set; } = Stopped;

    /// <summary>What <see cref="World.Changes"/> was when it last compared: before another change there is nothing to take.</summary>
    public long? Compared { get; set; }

    public DateTimeOffset? LastSuccess { get; set; }

    public string? LastFailure { get; set; }
}
