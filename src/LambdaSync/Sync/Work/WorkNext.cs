namespace LambdaSync.Sync.Work;

/// <summary>What is to become of a claimed thing. Whatever it is, a wake since the claim makes it due at once.</summary>
public abstract record WorkNext
{
    /// <summary>Nothing is left to do.</summary>
    public sealed record Done : WorkNext;

    /// <summary>It stays dirty.</summary>
    /// <param name="Reasons">Why; null keeps the ones it had.</param>
    /// <param name="Counts">Whether this was a failed attempt. Waiting for a lock or quota is none.</param>
    /// <param name="Cause">What the list of waiting work says of it.</param>
    /// <param name="IsNew">What it waits for is not what failed before: its next failure is the first.</param>
    public sealed record Again(DateTimeOffset Due, string? Cause, bool Counts, IReadOnlyCollection<string>? Reasons = null, bool IsNew = false) : WorkNext;

    /// <summary>It waits for a correction: the next wake, or an operator.</summary>
    /// <param name="Reasons">Reasons to keep for the next run; null keeps the present reasons.</param>
    public sealed record Parked(string Cause, IReadOnlyCollection<string>? Reasons = null) : WorkNext;

    public static Done Finished { get; } = new();
}
