using LambdaSync.Sync;

namespace LambdaSync.Connections.Salesforce;

/// <summary>
/// The organization's calls of the last 24 hours, which all of its tools share: sweeps stop at 80 % used, everything but people's commands at
/// 95 %, and our own calls stay below a share of the day.
/// </summary>
/// <param name="calls">Adds calls of this process, and gives those of all processes within 24 hours; null: this one is alone.</param>
sealed class CallBudget(double share, TimeProvider time, Func<int, CancellationToken, Task<int>>? calls = null)
{
    const double SweepsStop = 0.8, Reserve = 0.95;
    const int Hours = 24;

    // What the organization answers once its day is used up is believed for so long.
    static readonly TimeSpan ProbeInterval = TimeSpan.FromMinutes(5);

    // A process that ends loses no more calls than these from the count of all.
    const int MaxUncounted = 25;

    static readonly TimeSpan CountInterval = TimeSpan.FromMinutes(1);

    readonly Lock _lock = new();
    readonly (long Hour, int Calls)[] _own = new (long, int)[Hours];
    (int Used, int Allowance, DateTimeOffset AsOf)? _usage;
    DateTimeOffset _closedUntil, _counted;
    int _uncounted, _ofAll;

    /// <summary>From the last answer, or null: none came yet.</summary>
    public (int Used, int Allowance, DateTimeOffset AsOf)? Usage
    {
        get
        {
            lock (_lock)
                return _usage;
        }
    }

    /// <summary>Calls within 24 hours, of all processes where they are counted together.</summary>
    public int Own
    {
        get
        {
            lock (_lock)
                return OwnCalls();
        }
    }

    /// <exception cref="SalesforceException">The day's calls are used up for this lane.</exception>
    public void Check(Lane lane, string request)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (lane != Lane.Person && now < _closedUntil)
                throw UsedUp(request);
            if (lane == Lane.Person || _usage is not { Allowance: > 0 } usage || now - usage.AsOf > ProbeInterval)
                return;
            var part = (double)usage.Used / usage.Allowance;
            if (part >= Reserve || (lane == Lane.Sweep && part >= SweepsStop) || OwnCalls() >= share * usage.Allowance)
                throw UsedUp(request);
        }
    }

    /// <summary>Now and then, adds this process's calls to those of all.</summary>
    /// <exception cref="ConnectionException">The count is away.</exception>
    public async ValueTask Share(CancellationToken cancellation)
    {
        int added;
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (calls is null || (_uncounted < MaxUncounted && now - _counted < CountInterval))
                return;
            (added, _uncounted, _counted) = (_uncounted, 0, now);
        }

        try
        {
            var all = await calls(added, cancellation).ConfigureAwait(false);
            lock (_lock)
                _ofAll = all;
        }
        catch
        {
            lock (_lock)
                (_uncounted, _counted) = (_uncounted + added, default);
            throw;
        }
    }

    public void Sent()
    {
        lock (_lock)
        {
            var hour = Hour();
            _uncounted++;
            ref var now = ref _own[hour % Hours];
            now = (hour, now.Hour == hour ? now.Calls + 1 : 1);
        }
    }

    public void Answered((int Used, int Allowance) usage)
    {
        lock (_lock)
            _usage = (usage.Used, usage.Allowance, time.GetUtcNow());
    }

    /// <summary>Salesforce has refused a call because the day's are used up.</summary>
    public void Exceeded()
    {
        lock (_lock)
            _closedUntil = time.GetUtcNow() + ProbeInterval;
    }

    static SalesforceException UsedUp(string request) => new(request, 403, [new SalesforceError("REQUEST_LIMIT_EXCEEDED", "", [], [])], nothingDone: true);

    long Hour() => time.GetUtcNow().ToUnixTimeSeconds() / 3600;

    int OwnCalls()
    {
        var oldest = Hour() - Hours + 1;
        return Math.Max(_own.Where(o => o.Hour >= oldest).Sum(o => o.Calls), _ofAll + (calls is null ? 0 : _uncounted));
    }
}
