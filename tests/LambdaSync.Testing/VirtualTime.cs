namespace LambdaSync.Testing;

/// <summary>
/// Time that passes when nothing is left to do: hours in moments, in one thread, each run like the other. What runs in it has to wait
/// by this time alone.
/// </summary>
public sealed class VirtualTime(DateTimeOffset start) : TimeProvider
{
    readonly PriorityQueue<VirtualTimer, (long At, long Order)> _timers = new();
    long _order;
    int _thread;

    public DateTimeOffset Now { get; private set; } = start;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => Now.UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>The same time by a clock that is off; timers and timestamps are no clock's.</summary>
    public SkewedTime Skewed(TimeSpan by) => new(this) { By = by };

    /// <summary>Starts work and lets time pass until it has ended.</summary>
    public Task Run(Func<Task> work) => Task.Run(() => // xunit's thread would take continuations elsewhere
    {
        _thread = Environment.CurrentManagedThreadId;
        var running = work();
        while (!running.IsCompleted)
            (Next() ?? throw new InvalidOperationException("The work waits for something that is not this time.")).Fire();
        _thread = 0;
        return running;
    });

    VirtualTimer? Next()
    {
        while (_timers.TryDequeue(out var timer, out var due))
        {
            if (timer.Due != due)
                continue;
            Now = new DateTimeOffset(Math.Max(due.At, Now.UtcTicks), TimeSpan.Zero);
            return timer;
        }

        return null;
    }

    /// <summary>A machine's clock, which may be set.</summary>
    public sealed class SkewedTime(VirtualTime time) : TimeProvider
    {
        public TimeSpan By { get; set; }

        public override long TimestampFrequency => time.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => time.Now + By;

        public override long GetTimestamp() => time.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            time.CreateTimer(callback, state, dueTime, period);
    }

    sealed class VirtualTimer(VirtualTime time, TimerCallback callback, object? state) : ITimer
    {
        public (long At, long Order)? Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (time._thread != 0 && time._thread != Environment.CurrentManagedThreadId)
                throw new InvalidOperationException("The work has left its thread: time would pass without it.");
            if (period != Timeout.InfiniteTimeSpan)
                throw new NotSupportedException("Nothing repeats here.");
            Due = dueTime == Timeout.InfiniteTimeSpan ? null : (time.Now.UtcTicks + dueTime.Ticks, time._order++);
            if (Due is { } due)
                time._timers.Enqueue(this, due);
            return true;
        }

        public void Fire()
        {
            Due = null;
            callback(state);
        }

        public void Dispose() => Due = null;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
