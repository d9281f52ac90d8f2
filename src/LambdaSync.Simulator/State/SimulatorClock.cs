namespace LambdaSync.Simulator.State;

/// <summary>The simulated AWS's clock: the machine's clock until a caller sets it. It runs backwards only when it is set.</summary>
public sealed class SimulatorClock(TimeProvider time)
{
    readonly Lock _setting = new();
    TimeSpan _ahead;
    DateTimeOffset? _still;

    /// <summary>In whole milliseconds: AWS's dates have no more, and clients round what has.</summary>
    public DateTimeOffset Now
    {
        get
        {
            lock (_setting)
                return Whole(_still ?? (time.GetUtcNow() + _ahead));
        }
    }

    /// <summary>Stops the clock at a time.</summary>
    public void Set(DateTimeOffset now)
    {
        lock (_setting)
            _still = now;
    }

    public void Advance(TimeSpan by)
    {
        lock (_setting)
        {
            if (_still is { } still)
                _still = still + by;
            else
                _ahead += by;
        }
    }

    static DateTimeOffset Whole(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMillisecond));
}
