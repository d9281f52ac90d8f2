namespace LambdaSync.Sync.Quotas;

/// <summary>How one group's calls are paced.</summary>
/// <param name="Interval">From one send time to the next, at least.</param>
/// <param name="PerDay">Calls in any 24 hours.</param>
/// <param name="Reserve">How many of them only <see cref="Lane.Person"/> gets.</param>
/// <param name="Grace">How long after its send time a call may still go out.</param>
public sealed record QuotaLimits(TimeSpan Interval, int PerDay, int Reserve, TimeSpan Grace)
{
    public const int ReadReserve = 1000, WriteReserve = 100;

    // More than the fastest operation of AWS Marketplace can make, which has no quota of the day.
    const int NoDay = 10_000_000;

    // What a lease takes at most: longer ones would keep the first lane waiting, shorter ones ask the store more often.
    static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(1);

    // Two calls reach AWS in other distances than they were sent in: the way differs, a timer is late, clocks differ. AWS does not say
    // how it counts a second; the strictest way is a window that slides, in which eleven reads, or two writes, must not fit. Ten intervals
    // of reads, or one of writes, are longer than a second by 60 and 100 ms: that is how much later the first may arrive than it was to,
    // by the way and by going out late, and the last may not. It leaves reads 94 % of the rate, and writes 91 % (it is the day that limits
    // them).
    static readonly TimeSpan ReadMargin = TimeSpan.FromMilliseconds(6), WriteMargin = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan ReadGrace = TimeSpan.FromMilliseconds(40), WriteGrace = TimeSpan.FromMilliseconds(50);

    /// <summary>The send times of one lease at most.</summary>
    public int Run => Math.Max(1, (int)Math.Round(LongestRun / Interval));

    /// <summary>AWS's quotas (developer guide, quotas), or our part of them.</summary>
    /// <param name="quotaShare">Our part of rate, day and reserve, above 0 and up to 1: the rest is left to other tools of the account.</param>
    /// <param name="reserve">Calls a day kept for the first lane, or null for the default.</param>
    public static QuotaLimits Of(QuotaGroup group, double quotaShare = 1, int? reserve = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(quotaShare);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quotaShare, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(reserve ?? 0);
        return group switch
        {
            QuotaGroup.Read => Of(10, 100_000, reserve ?? ReadReserve, ReadMargin, ReadGrace, quotaShare),
            // AWS publishes no day of these: the day of reads, or of writes, is never reached by them.
            QuotaGroup.ProspectingStart => Of(2, 10_000, reserve ?? WriteReserve, WriteMargin / 2, WriteGrace, quotaShare),
            QuotaGroup.ProspectingGet => Of(100, 100_000, reserve ?? ReadReserve, ReadMargin / 10, ReadGrace, quotaShare),
            QuotaGroup.ProspectingList => Of(50, 100_000, reserve ?? ReadReserve, ReadMargin / 5, ReadGrace, quotaShare),
            QuotaGroup.Write => Of(1, 10_000, reserve ?? WriteReserve, WriteMargin, WriteGrace, quotaShare),
            _ => OfMarketplace(MarketplaceRate(group), quotaShare),
        };
    }

    // A window that slides holds as many calls as the rate says, whatever it is: their intervals are longer than a second by what those of reads are.
    static QuotaLimits OfMarketplace(int perSecond, double share) => Of(perSecond, NoDay, 0, ReadMargin * 10 / perSecond, ReadGrace, share);

    static int MarketplaceRate(QuotaGroup operation) => operation switch
    {
        QuotaGroup.DescribeEntity => 20,
        QuotaGroup.ListEntities or QuotaGroup.DescribeChangeSet or QuotaGroup.GetAgreementTerms or QuotaGroup.GetAgreementEntitlements or QuotaGroup.ListAgreementInvoiceLineItems => 10,
        QuotaGroup.SendAgreementCancellationRequest or QuotaGroup.CancelAgreementCancellationRequest or QuotaGroup.BatchCreateBillingAdjustmentRequest
            or QuotaGroup.SendAgreementPaymentRequest or QuotaGroup.CancelAgreementPaymentRequest => 2,
        // BatchDescribeEntities has no published rate; the lowest of the API's reads is taken.
        _ => 5,
    };

    /// <summary>
    /// How far ahead a lane below <see cref="Lane.Person"/> may take a send time, and how long before the next free one it asks. The more
    /// urgent lane asks earlier, so it gets the next one, in whichever instance. Behind a write that another lane took this far ahead,
    /// <see cref="Lane.Person"/> waits 1.7 seconds at most; much shorter, and the store answers too late for the send time.
    /// </summary>
    public static TimeSpan Ahead(Lane lane) => TimeSpan.FromMilliseconds(lane switch { Lane.Event => 350, Lane.Sweep => 200, _ => 500 });

    /// <summary>How many more calls a lane has in a day in which so many were made.</summary>
    public int Left(Lane lane, QuotaCount used)
    {
        var left = PerDay - used.All;
        if (lane != Lane.Person)
            left = Math.Min(left, PerDay - Reserve - (used.All - used.Person));
        return lane == Lane.Sweep ? Math.Min(left, (PerDay * 8 / 10) - used.All) : left;
    }

    static QuotaLimits Of(double perSecond, int perDay, int reserve, TimeSpan margin, TimeSpan grace, double share)
    {
        var day = Math.Max(1, (int)(perDay * share));
        return new QuotaLimits(TimeSpan.FromSeconds(1 / (perSecond * share)) + margin, day, Math.Min(day, (int)(reserve * share)), grace);
    }
}
