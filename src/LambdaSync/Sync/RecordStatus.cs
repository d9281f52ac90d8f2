using LambdaSync.Sync.Outbound;

namespace LambdaSync.Sync;

/// <summary>How a record stands with AWS, as its CRM record shows it (row D10).</summary>
/// <param name="HasUpdates">The CRM holds edits that AWS does not have yet.</param>
/// <param name="ReviewStatus">AWS's review status, or null when there is none (a lead, a record that AWS does not have).</param>
/// <param name="Error">What somebody has to put right, or null.</param>
public sealed record RecordStatus(SyncStatus Status, bool HasUpdates, string? ReviewStatus, Issue? Error)
{
    /// <summary>How many issues <see cref="Gates.Readiness"/> finds, or null: not counted, and the CRM's number stays.</summary>
    public int? Readiness { get; init; }

    /// <summary>AWS is reviewing and takes no change.</summary>
    public bool Locked => ReviewLock.Locks(ReviewStatus);
}
