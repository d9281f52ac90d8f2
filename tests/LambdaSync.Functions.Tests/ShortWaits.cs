namespace LambdaSync.Functions.Tests;

/// <summary>A time of tests in which a handler's wait of up to two seconds puts the time forward instead of lasting. Longer timers are limits, and last.</summary>
abstract class ShortWaits : TimeProvider
{
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    /// <summary>False: a wait lasts, because something outside has a clock of its own.</summary>
    public bool SkipsWaits { get; init; } = true;

    protected abstract void Forward(TimeSpan by);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (!SkipsWaits || dueTime <= TimeSpan.Zero || dueTime > Longest)
            return base.CreateTimer(callback, state, dueTime, period);
        Forward(dueTime);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
