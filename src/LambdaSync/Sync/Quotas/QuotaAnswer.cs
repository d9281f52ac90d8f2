namespace LambdaSync.Sync.Quotas;

/// <summary>What came of a <see cref="QuotaRequest"/>; all times are the ledger's.</summary>
/// <param name="Now">The ledger's time of the decision: a time minus this is what to wait.</param>
/// <param name="Again">When the lane may ask again.</param>
public abstract record QuotaAnswer(DateTimeOffset Now, DateTimeOffset Again)
{
    /// <summary>Send times, in order, once the state is stored. One that has passed unused is lost.</summary>
    public sealed record Lease(DateTimeOffset Now, DateTimeOffset Again, IReadOnlyList<DateTimeOffset> Times) : QuotaAnswer(Now, Again);

    /// <summary>No send time is near enough: others have them, AWS has throttled, or the lane's part of the day is used up.</summary>
    /// <param name="Opens">The earliest send time there could be.</param>
    /// <param name="DayIsUsedUp">Whether it is the day that has to pass.</param>
    public sealed record Later(DateTimeOffset Now, DateTimeOffset Again, DateTimeOffset Opens, bool DayIsUsedUp) : QuotaAnswer(Now, Again);
}
