namespace LambdaSync.Sync.Work;

/// <summary>What one worker has taken, until it settles it or its time is over.</summary>
/// <param name="Epoch">Counts the claims: a settlement names the one it worked under.</param>
/// <param name="Wakes">Counts the wakes: what comes after the claim makes it dirty again.</param>
/// <param name="Reasons">Why it was dirty.</param>
/// <param name="Due">When it was due; null when it was taken although it was not dirty.</param>
/// <param name="Since">When it became dirty, or since when it fails.</param>
/// <param name="Attempts">Failed tries since then.</param>
/// <param name="State">The shared record's state, or null.</param>
/// <param name="Intent">An outside write that was stored and not settled, or null: whoever had it was stopped.</param>
/// <param name="Data">What the kind keeps with it, or null.</param>
/// <param name="InDoubt">Whoever had it before was stopped: what was written outside without an intent is not known.</param>
/// <param name="Cause">Why it waited, or null; what was parked has one.</param>
public sealed record Claimed(
    WorkKey Key, long Epoch, long Wakes, IReadOnlySet<string> Reasons, Lane Lane, DateTimeOffset? Due, DateTimeOffset Since, int Attempts,
    RecordState? State, byte[]? Intent, byte[]? Data, bool InDoubt = false, string? Cause = null)
{
    /// <summary>A value of it that the store does not have any more, by its key, or null: without it nothing can be done but to park it.</summary>
    public string? Missing { get; init; }

    /// <summary>What leaves it as it was, for a worker that did nothing with it.</summary>
    /// <param name="more">Reasons that it has now besides its own, or null.</param>
    public WorkNext AsBefore(IReadOnlyCollection<string>? more = null) => this switch
    {
        { Due: null, Cause: { } cause } when more is null => new WorkNext.Parked(cause),
        { Due: null } when more is null => WorkNext.Finished,
        _ => new WorkNext.Again(Due ?? Since, Cause, Counts: false, more is null ? null : [.. Reasons.Union(more)]),
    };
}
