namespace LambdaSync.Sync.Quotas;

/// <summary>
/// Hands out the quota of one group to all instances, by the time to send: runs of send times, each at least an interval after the one
/// before. Pure: whoever stores the new state in place of the old one has the lease.
/// </summary>
public static class QuotaLedger
{
    static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(5), LongestPause = TimeSpan.FromMinutes(5);

    // A throttle this long after a pause is a new case.
    static readonly TimeSpan PausesBelongTogether = TimeSpan.FromMinutes(1);

    public static (QuotaState State, QuotaAnswer Answer) Ask(QuotaState state, QuotaLimits limits, QuotaRequest request)
    {
        var now = Latest(request.Now, state.Latest);
        state = state with { Latest = now };
        var start = Latest(now + request.Lead, state.Free, state.PausedUntil);
        var ahead = QuotaLimits.Ahead(request.Lane);
        if (state.PausedUntil > now + ahead)
            return (state, Later(start, dayIsUsedUp: false));

        var left = limits.Left(request.Lane, state.Day.Used(start));
        if (left < 1)
            return (state, Later(state.Day.When(start, used => limits.Left(request.Lane, used) > 0), dayIsUsedUp: true));

        // Who takes far ahead makes others wait behind it; only the first lane may.
        var farthest = request.Lane == Lane.Person || request.Patience < ahead ? request.Patience : ahead;
        if (start - now > request.Lead + farthest)
            return (state, Later(start, dayIsUsedUp: false));

        var times = new DateTimeOffset[Math.Min(Math.Min(request.Wanted, limits.Run), left)];
        for (var i = 0; i < times.Length; i++)
            times[i] = start + (i * limits.Interval);
        state = state with
        {
            Free = times[^1] + limits.Interval,
            Day = times.Aggregate(state.Day, (day, time) => day.With(time, request.Lane)),
        };
        return (state, new QuotaAnswer.Lease(now, state.Free - ahead, times));

        QuotaAnswer.Later Later(DateTimeOffset opens, bool dayIsUsedUp) => new(now, opens - ahead, opens, dayIsUsedUp);
    }

    /// <summary>
    /// AWS has throttled a request: all instances pause for 5 seconds, and longer each time AWS throttles again, up to 5 minutes. Calls that were
    /// in flight together are throttled together and count as one case.
    /// </summary>
    public static QuotaState Pause(QuotaState state, DateTimeOffset time)
    {
        var now = Latest(time, state.Latest);
        if (now < state.PausedUntil)
            return state with { Latest = now };
        var pauses = now - state.PausedUntil < PausesBelongTogether ? state.Pauses + 1 : 1;
        var length = ShortestPause * Math.Pow(2, Math.Min(pauses - 1, 10));
        return state with { Latest = now, PausedUntil = now + (length < LongestPause ? length : LongestPause), Pauses = pauses };
    }

    static DateTimeOffset Latest(params ReadOnlySpan<DateTimeOffset> times)
    {
        var latest = times[0];
        foreach (var time in times)
            latest = time > latest ? time : latest;
        return latest;
    }
}
