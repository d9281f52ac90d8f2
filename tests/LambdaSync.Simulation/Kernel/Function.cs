using Amazon.Lambda.Core;

namespace LambdaSync.Simulation.Kernel;

/// <summary>A deployed function: its processes, cold and warm.</summary>
abstract class Function(World world, string name)
{
    public string Name => name;

    protected World World => world;

    /// <summary>Invocations that run.</summary>
    public int Busy { get; protected set; }

    /// <summary>Reserved concurrency: how many invocations may run at a time.</summary>
    public int MaxAtATime { get; init; } = 10;

    /// <summary>How likely an invocation gets a process that has worked before, if one waits.</summary>
    public double Warmth { get; init; } = 0.75;

    public TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>An invocation ended.</summary>
    public Action? Freed { get; set; }

    /// <summary>An invocation ended that began at the time.</summary>
    public Action<DateTimeOffset, RunEnd>? Ran { get; set; }

    public bool HasRoom => Busy < MaxAtATime;

    /// <summary>Processes that wait or work, oldest first.</summary>
    public abstract IReadOnlyList<Incarnation> Alive { get; }

    /// <summary>The clock of the next process is off from its start.</summary>
    public TimeSpan NextClockIsAhead { get; set; }
}

/// <summary>A function whose handler is a <typeparamref name="THandler"/>.</summary>
/// <param name="build">Makes the handler of a new process out of what it reaches.</param>
sealed class Function<THandler>(World world, string name, Func<Incarnation, THandler> build) : Function(world, name)
{
    readonly List<Incarnation> _alive = [];
    readonly List<(Incarnation Process, THandler Handler)> _warm = [];
    readonly Chance _chance = world.Chance.For("function " + name);
    int _processes;
    int _runs;

    public override IReadOnlyList<Incarnation> Alive => _alive;

    /// <summary>Runs the handler in a warm process or a new one.</summary>
    public async Task<RunEnd> Invoke<T>(Func<THandler, ILambdaContext, Task<T>> handle)
    {
        Busy++;
        var (process, handler, isCold) = Take();
        var run = process.Run = new Run(World, process, ++_runs, Limit);
        World.Trace.Write($"{process} starts {run.AwsRequestId}{(isCold ? ", cold" : "")}");
        World.Pump.After(isCold ? _chance.Between(TimeSpan.FromMilliseconds(80), TimeSpan.FromMilliseconds(400)) : TimeSpan.FromMilliseconds(1), process, () => _ = Go(run, process, handler, handle));
        var began = World.Pump.Now;
        var end = await run.Ended;
        Busy--;
        Ran?.Invoke(began, end);
        if (end.Killed is null)
            _warm.Add((process, handler));
        else
            _alive.Remove(process);
        World.Trace.Write($"{process} ended {run.AwsRequestId}: {end.Killed ?? end.Error?.GetType().Name ?? "answered"}");
        // Those that wait for room come after the one that waits for this end.
        World.Pump.After(TimeSpan.Zero, World.Pump.World, () => Freed?.Invoke());
        return end;
    }

    async Task Go<T>(Run run, Incarnation process, THandler handler, Func<THandler, ILambdaContext, Task<T>> handle)
    {
        T answer;
        try
        {
            answer = await handle(handler, run);
        }
        catch (Exception error)
        {
            World.Surprises.Tell(process, error);
            Finish(run, process, null, error);
            return;
        }

        Finish(run, process, answer, null);
    }

    void Finish(Run run, Incarnation process, object? answer, Exception? error)
    {
        World.Pump.CheckThread($"{process} ended its invocation");
        // Lambda freezes the process now: what it did not wait for goes on at some later invocation, or never.
        if (process.Open > 0)
            World.Surprises.Add($"{process} ended its invocation with {process.Open} calls still open");
        run.End(answer, error, null);
    }

    (Incarnation Process, THandler Handler, bool IsCold) Take()
    {
        _warm.RemoveAll(w => w.Process.IsOver);
        _alive.RemoveAll(p => p.IsOver);
        if (_warm.Count > 0 && _chance.Is(Warmth))
        {
            var at = _chance.Between(0, _warm.Count - 1);
            var (process, handler) = _warm[at];
            _warm.RemoveAt(at);
            return (process, handler, false);
        }

        var fresh = new Incarnation(World, Name, ++_processes) { ClockIsAhead = NextClockIsAhead };
        NextClockIsAhead = TimeSpan.Zero;
        _alive.Add(fresh);
        return (fresh, build(fresh), true);
    }
}
