namespace LambdaSync.Simulation.Faults;

/// <summary>What goes wrong with a call.</summary>
enum CallFaultKind
{
    /// <summary>An error before the effect.</summary>
    NotSent,

    /// <summary>It took effect, and the caller gets an error.</summary>
    ReplyLost,

    /// <summary>Partner Central answers InternalServerException, nothing happened; elsewhere as <see cref="NotSent"/>.</summary>
    ServerError,

    /// <summary>Partner Central answers ThrottlingException, nothing happened; elsewhere as <see cref="NotSent"/>.</summary>
    Throttled,

    /// <summary>Partner Central did it and answers InternalServerException; elsewhere as <see cref="NotSent"/>.</summary>
    DoneButServerError,

    /// <summary>The caller's own limit: never planned, it follows from slowness.</summary>
    TimedOut,
}

/// <summary>A call that a handler makes.</summary>
sealed record Call(string Function, string Outside, string Method);

/// <summary>Which calls are meant; null stands for any.</summary>
sealed record CallPattern(string? Function = null, string? Outside = null, string? Method = null)
{
    public bool Fits(Call call) =>
        (Function is null || Function == call.Function) && (Outside is null || Outside == call.Outside) && (Method is null || Method == call.Method);

    public override string ToString() => $"{(Function is null ? "" : Function + "'s ")}{(Outside is null && Method is null ? "call" : $"{Outside ?? "any"}.{Method ?? "*"}")}";
}

/// <summary>A process that is killed at a point of its way.</summary>
/// <param name="Nth">The how many'th point from now on, of the calls that fit: each has one before its effect and one after.</param>
/// <param name="Landing">When it strikes before the effect: the call was out already and takes effect so much later; null: it never does.</param>
sealed record Crash(CallPattern Calls, int Nth, TimeSpan? Landing = null);

/// <summary>What is planned to go wrong; every plan strikes once.</summary>
sealed class FaultPlan(World world)
{
    readonly List<Counting<Crash>> _crashes = [];
    readonly List<Counting<CallFault>> _calls = [];
    readonly List<(string Outside, DateTimeOffset Until)> _outages = [];
    readonly List<DateTimeOffset> _struck = [];

    /// <summary>When something last went wrong with a call, a process, a clock.</summary>
    public DateTimeOffset LastStruck => _struck.Count == 0 ? DateTimeOffset.MinValue : _struck[^1];

    /// <summary>
    /// How long after that something may still wait for it: for a claim of two minutes, and for a retry, whose longest wait is 30 seconds and
    /// doubles with every failure up to an hour.
    /// </summary>
    public TimeSpan LongestWait =>
        TimeSpan.FromMinutes(3) + TimeSpan.FromSeconds(Math.Min(3600, 30 * Math.Pow(2, Math.Min(10, _struck.Count(s => s > LastStruck - TimeSpan.FromHours(2))) - 1)));

    public void Struck() => _struck.Add(world.Pump.Now);

    public void Add(Crash crash) => _crashes.Add(new(crash, crash.Nth));

    /// <param name="nth">The how many'th call from now on, 1 for the next.</param>
    public void Add(CallPattern calls, int nth, CallFaultKind kind) => _calls.Add(new(new(calls, kind, TimeSpan.Zero), nth));

    public void AddSlow(CallPattern calls, int nth, TimeSpan slow) => _calls.Add(new(new(calls, CallFaultKind.TimedOut, slow), nth));

    /// <summary>The outside can't be reached by anybody for so long.</summary>
    public void AddOutage(string outside, TimeSpan length) => _outages.Add((outside, world.Pump.Now + length));

    /// <summary>All is well again, and nothing is planned.</summary>
    public void Heal()
    {
        _crashes.Clear();
        _calls.Clear();
        _outages.Clear();
    }

    /// <summary>The crash of this point, or null.</summary>
    public Crash? Strike(Call call, bool isAfter)
    {
        if (Next(_crashes, c => c.Calls.Fits(call)) is not { } crash)
            return null;
        world.Tally.Crashes++;
        Struck();
        return isAfter ? crash with { Landing = null } : crash;
    }

    /// <summary>What goes wrong with this call at its arrival, or null.</summary>
    public CallFaultKind? Take(Call call)
    {
        _outages.RemoveAll(o => o.Until <= world.Pump.Now);
        if (_outages.Exists(o => o.Outside == call.Outside))
        {
            world.Tally.Faults++;
            Struck();
            return CallFaultKind.NotSent;
        }

        return Count(Next(_calls, c => c.Slow == TimeSpan.Zero && c.Calls.Fits(call)))?.Kind;
    }

    /// <summary>Faults that made calls come earlier or later than they were meant to.</summary>
    public int Untimely { get; set; }

    /// <summary>What this call takes longer than others.</summary>
    public TimeSpan Slowness(Call call) => CountSlow(Next(_calls, c => c.Slow > TimeSpan.Zero && c.Calls.Fits(call)))?.Slow ?? TimeSpan.Zero;

    CallFault? CountSlow(CallFault? fault)
    {
        Untimely += fault is null ? 0 : 1;
        return Count(fault);
    }

    CallFault? Count(CallFault? fault)
    {
        if (fault is not null)
        {
            world.Tally.Faults++;
            Struck();
        }

        return fault;
    }

    // Counts down all that fit; of those whose turn it is the first strikes now, the others at their next call.
    static T? Next<T>(List<Counting<T>> planned, Func<T, bool> fits) where T : class
    {
        var now = -1;
        for (var i = 0; i < planned.Count; i++)
        {
            if (fits(planned[i].What) && --planned[i].Left <= 0 && now < 0)
                now = i;
        }

        if (now < 0)
            return null;
        var what = planned[now].What;
        planned.RemoveAt(now);
        return what;
    }

    sealed record CallFault(CallPattern Calls, CallFaultKind Kind, TimeSpan Slow);

    sealed class Counting<T>(T what, int left)
    {
        public T What => what;

        public int Left { get; set; } = left;
    }
}
