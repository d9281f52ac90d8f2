namespace LambdaSync.Simulator.State;

/// <summary>A search for AWS's insights into leads, engagement by engagement.</summary>
sealed class ProspectingTask(string id, string name, DateTimeOffset start, DateTimeOffset due, IReadOnlyList<string> engagements)
{
    public string Id => id;

    public string Name => name;

    public DateTimeOffset Start => start;

    public DateTimeOffset Due => due;

    public IReadOnlyList<string> Engagements => engagements;

    /// <summary>How each ended; empty while it runs.</summary>
    public IReadOnlyList<ProspectingEnd> Ends { get; set; } = [];

    public bool IsDone => Ends.Count > 0;
}

/// <param name="ContextId">The engagement's new context, or null when it failed.</param>
/// <param name="ReasonCode">Why it failed, or null.</param>
sealed record ProspectingEnd(string EngagementId, string? ContextId, string? ReasonCode, string? Message);
