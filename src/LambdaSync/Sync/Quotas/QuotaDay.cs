namespace LambdaSync.Sync.Quotas;

/// <summary>
/// The calls of the last day in counters of five minutes: 288 make the day, and the one that is leaving it counts whole until its last
/// call has left. So it never knows fewer calls than AWS's exact rolling day does.
/// </summary>
/// <param name="First">The number of the first counter, in five minutes since year 1.</param>
/// <param name="Counts">One a five minutes from there on.</param>
public sealed record QuotaDay(long First, IReadOnlyList<QuotaCount> Counts)
{
    public static readonly QuotaDay Empty = new(0, []);

    static readonly TimeSpan Slot = TimeSpan.FromMinutes(5);

    // AWS counts a call when it arrives, by its own clock: later than its send time by the way and by a clock that is slow. The ledger's
    // clock moves ahead a little, a second a time, where an instance's clock is set forward (see QuotaState.Latest).
    static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    /// <summary>What counts at a time.</summary>
    public QuotaCount Used(DateTimeOffset at)
    {
        var used = default(QuotaCount);
        for (var i = Gone(at); i < Counts.Count; i++)
            used += Counts[i];
        return used;
    }

    /// <summary>The day with one more call at a time, without what has left it by then.</summary>
    public QuotaDay With(DateTimeOffset at, Lane lane)
    {
        var gone = Gone(at);
        var counts = Counts.Skip(gone).ToList();
        var first = counts.Count == 0 ? Number(at) : First + gone;
        // The ledger's time does not go back; if it did, the call counts in the first counter.
        var index = (int)Math.Max(0, Number(at) - first);
        while (counts.Count <= index)
            counts.Add(default);
        counts[index] += new QuotaCount(1, lane == Lane.Person ? 1 : 0);
        return new QuotaDay(first, counts);
    }

    /// <summary>When so much has left the day that what is left of it will do; <paramref name="from"/> when it does already.</summary>
    public DateTimeOffset When(DateTimeOffset from, Func<QuotaCount, bool> enough)
    {
        var used = Used(from);
        var at = from;
        for (var i = Gone(from); i < Counts.Count && !enough(used); i++)
        {
            used -= Counts[i];
            at = Leaves(First + i);
        }

        return at;
    }

    static long Number(DateTimeOffset at) => at.UtcTicks / Slot.Ticks;

    static DateTimeOffset Leaves(long number) => new DateTimeOffset((number + 1) * Slot.Ticks, TimeSpan.Zero) + TimeSpan.FromHours(24) + Margin;

    int Gone(DateTimeOffset at)
    {
        var gone = 0;
        while (gone < Counts.Count && Leaves(First + gone) <= at)
            gone++;
        return gone;
    }
}
