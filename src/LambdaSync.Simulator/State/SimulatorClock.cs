namespace LambdaSync.Simulator.State;

/// <summary>The simulated AWS's clock: the machine's, until somebody sets it. It never runs backwards by itself.</summary>
public sealed class SimulatorClock(TimeProvider time)
{
    TimeSpan _ahead;
    DateTimeOffset? _still;

    public DateTimeOffset Now => _still ?? (time.GetUtcNow() + _ahead);

    /// <summary>Stops the clock at a time.</summary>
    public void Set(DateTimeOffset now) => _still = now;

    public void Advance(TimeSpan by)
    {
        if (_still is { } still)
            _still = still + by;
        else
            _ahead += by;
    }
}
