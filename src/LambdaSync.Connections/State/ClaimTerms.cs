namespace LambdaSync.Connections.State;

/// <summary>How something is claimed.</summary>
/// <param name="Owner">The delivery at work: the same one may take again what it had when it was stopped.</param>
/// <param name="Until">From then on anybody may take it, unless it was renewed.</param>
/// <param name="EvenIfClean">Takes it although nothing made it dirty, and although nothing is known of it yet.</param>
public sealed record ClaimTerms(string Owner, DateTimeOffset Now, DateTimeOffset Until, bool EvenIfClean = false)
{
    /// <summary>What is due by then may be taken; later than <see cref="Now"/> where the clock that stored it may be ahead of this one.</summary>
    public DateTimeOffset DueBy { get; init; } = Now;
}
