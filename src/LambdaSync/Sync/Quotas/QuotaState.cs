namespace LambdaSync.Sync.Quotas;

/// <summary>What all instances know together of one group's quota. All times are the ledger's own.</summary>
/// <param name="Latest">
/// The latest time that an instance came with. The ledger's time is that of the instance whose clock is ahead; the others find out here
/// by how much they are behind.
/// </param>
/// <param name="Free">The first send time that is not leased.</param>
/// <param name="PausedUntil">No send time lies before it: AWS has throttled.</param>
/// <param name="Pauses">How many pauses came one soon after the other.</param>
public sealed record QuotaState(DateTimeOffset Latest, DateTimeOffset Free, DateTimeOffset PausedUntil, int Pauses, QuotaDay Day)
{
    public static readonly QuotaState Empty =
        new(DateTimeOffset.MinValue, DateTimeOffset.MinValue, DateTimeOffset.MinValue, 0, QuotaDay.Empty);
}
