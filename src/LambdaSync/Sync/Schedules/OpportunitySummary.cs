namespace LambdaSync.Sync.Schedules;

/// <summary>An entry of ListOpportunities.</summary>
/// <param name="Modified">AWS's LastModifiedDate.</param>
public sealed record OpportunitySummary(string Id, DateTimeOffset Modified)
{
    /// <summary>Null when Id or LastModifiedDate is missing or malformed: without them a sweep can neither find the record nor move its cursor.</summary>
    /// <param name="summary">A JSON object.</param>
    public static OpportunitySummary? Read(ReadOnlySpan<byte> summary)
    {
        using var members = new SummaryMembers(summary);
        return members.Text("Id") is { Length: > 0 } id && members.Date("LastModifiedDate") is { } modified ? new OpportunitySummary(id, modified) : null;
    }
}
