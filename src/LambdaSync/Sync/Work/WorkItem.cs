namespace LambdaSync.Sync.Work;

/// <summary>Waiting or parked work, as lists show it.</summary>
/// <param name="Due">Null when it is parked, or clean.</param>
/// <param name="Cause">Why it waits, or null; what is parked has one.</param>
/// <param name="ClaimedUntil">Set while a worker has it.</param>
public sealed record WorkItem(
    WorkKey Key, IReadOnlySet<string> Reasons, Lane Lane, DateTimeOffset? Due, DateTimeOffset Since, int Attempts, string? Cause,
    string? Owner, DateTimeOffset? ClaimedUntil, byte[]? Intent, byte[]? Data)
{
    public bool Parked => Due is null && Cause is not null;

    /// <summary>An invitation that waits for a person's answer: no work is left undone.</summary>
    public bool AwaitsAnswer => Key.IsInvitation && (Parked || (Cause is not null && Attempts == 0 && Reasons.All(reason => reason == Reason.Timer)));
}
