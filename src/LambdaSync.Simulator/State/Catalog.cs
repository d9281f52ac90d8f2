namespace LambdaSync.Simulator.State;

/// <summary>All records of one catalog.</summary>
sealed class Catalog(string name)
{
    public string Name => name;

    public Dictionary<string, Opportunity> Opportunities { get; } = new(StringComparer.Ordinal);

    /// <summary>The partner's solutions by id (<c>S-0000001</c>).</summary>
    public Dictionary<string, Solution> Solutions { get; } = new(StringComparer.Ordinal);

    /// <summary>Statuses of Marketplace entities by ARN: Public, Limited, Draft, Inactive. The linked account's others are taken for public.</summary>
    public Dictionary<string, string> MarketplaceEntities { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, Engagement> Engagements { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, Invitation> Invitations { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, EngagementTask> Tasks { get; } = new(StringComparer.Ordinal);

    /// <summary>What the next tasks fail with.</summary>
    public List<TaskFailure> TaskFailures { get; } = [];

    /// <summary>Operations whose next task stays IN_PROGRESS, one entry a task.</summary>
    public List<string> TasksToHold { get; } = [];

    public List<ResourceSnapshot> Snapshots { get; } = [];

    public Dictionary<string, SnapshotJob> SnapshotJobs { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, ProspectingTask> ProspectingTasks { get; } = new(StringComparer.Ordinal);

    /// <summary>Tags by the resource's path: <c>opportunity/O1</c>.</summary>
    public Dictionary<string, SortedDictionary<string, string>> Tags { get; } = new(StringComparer.Ordinal);

    /// <summary>The role that snapshot jobs act with; null before PutSellingSystemSettings.</summary>
    public string? SnapshotRole { get; set; }
}
