namespace LambdaSync.Sync.Schedules;

/// <summary>An entry of ListEngagementInvitations.</summary>
/// <param name="Status">PENDING, ACCEPTED, REJECTED or EXPIRED; null when AWS gives none.</param>
/// <param name="Sent">InvitationDate, or null.</param>
public sealed record InvitationSummary(string Id, string? Status, DateTimeOffset? Sent)
{
    /// <summary>Null when Id is missing or malformed.</summary>
    /// <param name="summary">A JSON object.</param>
    public static InvitationSummary? Read(ReadOnlySpan<byte> summary)
    {
        using var members = new SummaryMembers(summary);
        return members.Text("Id") is { Length: > 0 } id ? new InvitationSummary(id, members.Text("Status"), members.Date("InvitationDate")) : null;
    }
}
