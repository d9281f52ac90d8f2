using LambdaSync.Simulation.Stories;

namespace LambdaSync.Simulation.Faults;

/// <summary>A process dies at a point of its way.</summary>
sealed record CrashStep(TimeSpan At, Crash Crash) : Step(At)
{
    protected override string Says => $"crash at point {Crash.Nth} of {Crash.Calls}{(Crash.Landing is { } later ? $", the call lands {later.TotalSeconds:F1} s later" : "")}";

    public override void Do(World world) => world.Faults.Add(Crash);
}

/// <summary>A call goes wrong.</summary>
sealed record CallFaultStep(TimeSpan At, CallPattern Calls, int Nth, CallFaultKind Kind) : Step(At)
{
    protected override string Says => $"{Kind} at {Calls} {Nth}";

    public override void Do(World world) => world.Faults.Add(Calls, Nth, Kind);
}

/// <summary>A call is slow.</summary>
sealed record SlowStep(TimeSpan At, CallPattern Calls, int Nth, TimeSpan Slow) : Step(At)
{
    protected override string Says => $"{Calls} {Nth} is {Slow.TotalSeconds:F1} s slower";

    public override void Do(World world) => world.Faults.AddSlow(Calls, Nth, Slow);
}

/// <summary>An outside is away for a while.</summary>
sealed record OutageStep(TimeSpan At, string Outside, TimeSpan Length) : Step(At)
{
    protected override string Says => $"{Outside} is away for {Length.TotalSeconds:F0} s";

    public override void Do(World world) => world.Faults.AddOutage(Outside, Length);
}

/// <summary>The clock of one process is set wrong: of one that lives, or of the next one.</summary>
sealed record ClockStep(TimeSpan At, string Function, TimeSpan Ahead) : Step(At)
{
    /// <summary>
    /// How far a clock may be off: two differ by twice that. A claim lasts for that and the longest call (see <c>Lease</c>), so a call
    /// can't land after another worker has taken over. Lambda's clocks differ by milliseconds.
    /// </summary>
    public static readonly TimeSpan Most = TimeSpan.FromSeconds(20);

    protected override string Says => $"a clock of {Function} steps by {Ahead.TotalSeconds:F1} s";

    public override void Do(World world)
    {
        world.Tally.Faults++;
        world.Faults.Untimely++;
        world.Faults.Struck();
        var function = world.Functions[Function];
        if (function.Alive.LastOrDefault(p => !p.IsOver) is { } process)
            process.ClockIsAhead = Within(process.ClockIsAhead + Ahead);
        else
            function.NextClockIsAhead = Ahead;
    }

    static TimeSpan Within(TimeSpan ahead) => ahead < -Most ? -Most : ahead > Most ? Most : ahead;
}
