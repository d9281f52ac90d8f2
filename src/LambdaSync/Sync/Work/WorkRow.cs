namespace LambdaSync.Sync.Work;

/// <summary>How dirty a thing is, and what a wake or the end of a claim makes of that; the same in every store.</summary>
/// <param name="Since">When it became dirty; once it has failed, since when it fails: waiting for a lock is no failing.</param>
public sealed record WorkRow(IReadOnlySet<string> Reasons, Lane Lane, DateTimeOffset? Due, DateTimeOffset Since, int Attempts, string? Cause)
{
    public static WorkRow Clean { get; } = new(new HashSet<string>(), Lane.Event, null, default, 0, null);

    public bool Parked => Due is null && Cause is not null;

    /// <summary>A clean or parked item starts with no failed attempts. A due item can only become more urgent.</summary>
    public WorkRow Woken(Wake wake)
    {
        var reasons = new HashSet<string>(Reasons, StringComparer.Ordinal) { wake.Reason };
        return Due is not { } due
            ? new WorkRow(reasons, wake.Lane, wake.Due, wake.Due, 0, null)
            : this with { Reasons = reasons, Lane = wake.Lane < Lane ? wake.Lane : Lane, Due = wake.Due < due ? wake.Due : due };
    }

    /// <param name="wokenSince">A wake came after the claim: it stays dirty, as that wake left it, for what it was to go on with too.</param>
    /// <param name="claimed">The reasons that it was claimed with.</param>
    public WorkRow Ended(WorkNext next, bool wokenSince, IReadOnlySet<string> claimed) => (next, wokenSince) switch
    {
        (WorkNext.Done, false) => this with { Reasons = new HashSet<string>(), Due = null, Attempts = 0, Cause = null },
        (WorkNext.Again again, false) => Failed(again) with
        {
            Due = again.Due,
            Reasons = again.Reasons?.ToHashSet(StringComparer.Ordinal) ?? Reasons,
        },
        (WorkNext.Parked parked, false) => this with { Due = null, Cause = parked.Cause, Reasons = Left(parked.Reasons, claimed) },
        (WorkNext.Again again, true) => Failed(again) with { Reasons = Left(again.Reasons, claimed) },
        (WorkNext.Parked parked, true) => this with { Reasons = Left(parked.Reasons, claimed) },
        _ => this with { Reasons = Left([], claimed) },
    };

    // A request is carried out once: one that was claimed and is not among what is left has its answer, whatever else came meanwhile.
    HashSet<string> Left(IReadOnlyCollection<string>? left, IReadOnlySet<string> claimed) => left is null
        ? new(Reasons, StringComparer.Ordinal)
        : new(Reasons.Where(reason => RecordRequest.Read(reason) is null || !claimed.Contains(reason)).Concat(left), StringComparer.Ordinal);

    WorkRow Failed(WorkNext.Again again) => this with
    {
        Cause = again.Cause,
        Attempts = (again.IsNew ? 0 : Attempts) + (again.Counts ? 1 : 0),
        Since = Due is null || again.IsNew || (again.Counts && Attempts == 0) ? again.Due : Since,
    };
}
