namespace LambdaSync.Simulation.Kernel;

/// <summary>The pump's time as one life sees it: its clock may be wrong, its timers end with it.</summary>
sealed class VirtualTime(Pump pump, Life owner) : TimeProvider
{
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        pump.CheckThread("the clock was read");
        return pump.Now + owner.ClockIsAhead;
    }

    // No wrong clock shows here: it counts, it does not tell the time.
    public override long GetTimestamp()
    {
        pump.CheckThread("the clock was read");
        return (pump.Now - pump.Start).Ticks;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(pump, owner, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    sealed class Timer(Pump pump, Life owner, Action act) : ITimer
    {
        Pump.Turn? _next;
        TimeSpan _period;
        bool _disposed;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            pump.CheckThread("a timer was set");
            if (_disposed)
                return false;
            Set(null);
            _period = period;
            if (dueTime != Timeout.InfiniteTimeSpan)
                Set(pump.After(dueTime, owner, Fire));
            return true;
        }

        public void Dispose()
        {
            _disposed = true;
            Set(null);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        void Fire()
        {
            Set(_period > TimeSpan.Zero ? pump.After(_period, owner, Fire) : null);
            act();
        }

        void Set(Pump.Turn? next)
        {
            owner.Timers += (next is null ? 0 : 1) - (_next is null ? 0 : 1);
            _next?.Cancel();
            _next = next;
        }
    }
}
