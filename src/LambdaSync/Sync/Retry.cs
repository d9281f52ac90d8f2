namespace LambdaSync.Sync;

/// <summary>What becomes of work that failed for a reason that may pass.</summary>
public abstract record Retry
{
    /// <summary>It is tried again, not before this time.</summary>
    public sealed record At(DateTimeOffset Time) : Retry;

    /// <summary>It stays failed until somebody sends it again.</summary>
    public sealed record GiveUp(RetryEnd Cause) : Retry;
}
