namespace LambdaSync.Simulation.Models.Sync.Watching;

/// <summary>A value that a side gave a field.</summary>
/// <param name="IsQuiet">Nobody worked on the record then, and no call that somebody left behind was on its way: whoever looks at it next sees the value.</param>
sealed record Given(bool AtAws, DateTimeOffset At, string? Value, bool IsQuiet)
{
    /// <summary>A worker had the record, so it may have read the value before.</summary>
    public bool IsDuringWork { get; init; }
}
