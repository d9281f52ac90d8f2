using LambdaSync.Sync;
using LambdaSync.Sync.Quotas;

namespace LambdaSync.Connections.PartnerCentral;

/// <summary>
/// No call of this lane may go out within its caller's patience. Nothing was sent and this was no attempt: the work is due again at
/// <see cref="Opens"/>.
/// </summary>
public sealed class QuotaUsedUpException : Exception
{
    internal QuotaUsedUpException(QuotaGroup group, Lane lane, DateTimeOffset opens, bool dayIsUsedUp)
        : base($"{group} requests of lane {lane} must wait until {opens:yyyy-MM-dd'T'HH:mm:ss'Z'}{(dayIsUsedUp ? ": the day's quota is used up" : "")}.")
    {
        (Group, Lane, Opens, DayIsUsedUp) = (group, lane, opens, dayIsUsedUp);
    }

    public QuotaGroup Group { get; }

    public Lane Lane { get; }

    /// <summary>UTC, by this machine's clock. Others may wait for the same moment.</summary>
    public DateTimeOffset Opens { get; }

    /// <summary>Whether the lane's part of the day is used up; otherwise AWS has throttled, or others are first.</summary>
    public bool DayIsUsedUp { get; }
}
