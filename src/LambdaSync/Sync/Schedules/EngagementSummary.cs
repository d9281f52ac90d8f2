namespace LambdaSync.Sync.Schedules;

/// <summary>An entry of ListEngagements.</summary>
/// <param name="ModifiedAt">AWS's text, to be compared with that of GetEngagement; null when AWS gives none.</param>
/// <param name="Modified">The same as a date; null also when the text is no date.</param>
public sealed record EngagementSummary(string Id, string? ModifiedAt, DateTimeOffset? Modified)
{
    /// <summary>Null when Id is missing or malformed.</summary>
    /// <param name="summary">A JSON object.</param>
    public static EngagementSummary? Read(ReadOnlySpan<byte> summary)
    {
        using var members = new SummaryMembers(summary);
        return members.Text("Id") is { Length: > 0 } id ? new EngagementSummary(id, members.Text("ModifiedAt"), members.Date("ModifiedAt")) : null;
    }
}
