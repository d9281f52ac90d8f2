using LambdaSync.Connections.State;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Testing.Memory;

/// <summary>One thing that waits, is worked on or was: how dirty it is by <see cref="WorkRow"/>, and who has it.</summary>
public sealed class StoredWork
{
    public WorkRow Row { get; private set; } = WorkRow.Clean;

    public long Wakes { get; private set; }

    public long Epoch { get; private set; }

    public string? Owner { get; private set; }

    /// <summary>Who had it before the owner and did not settle it.</summary>
    public string? After { get; private set; }

    public DateTimeOffset? Until { get; private set; }

    public byte[]? Intent { get; private set; }

    public byte[]? Data { get; private set; }

    /// <summary>What is taken although nothing was known of it.</summary>
    public static StoredWork Touched(DateTimeOffset now) => new() { Row = WorkRow.Clean with { Since = now } };

    public void Wake(Wake wake)
    {
        Row = Row.Woken(wake);
        Wakes++;
        Data ??= wake.Data;
    }

    public bool IsFree(DateTimeOffset now) => Owner is null || Until <= now;

    /// <summary>Takes it; null when another worker has it or nothing is due.</summary>
    public Claimed? Claim(WorkKey key, ClaimTerms terms, RecordState? state)
    {
        if (!(IsFree(terms.Now) || Owner == terms.Owner) || !(terms.EvenIfClean || Row.Due <= terms.DueBy))
            return null;
        (After, Owner, Until) = (Owner, terms.Owner, terms.Until);
        Epoch++;
        return new Claimed(key, Epoch, Wakes, Row.Reasons, Row.Lane, Row.Due, Row.Since, Row.Attempts, state, Intent, Data, After is not null, Row.Cause);
    }

    public bool IsHeld(Claimed claim) => Owner is not null && Epoch == claim.Epoch;

    public void Extend(DateTimeOffset until) => Until = until > Until ? until : Until;

    public void Keep(byte[]? intent) => Intent = intent;

    public void End(Settlement settlement)
    {
        Row = Row.Ended(settlement.Next, Wakes > settlement.Claim!.Wakes, settlement.Claim.Reasons);
        (Owner, After, Until, Intent) = (null, null, null, settlement.Intent);
        Data = settlement.Data ?? Data;
    }

    public WorkItem Item(WorkKey key) => new(key, Row.Reasons, Row.Lane, Row.Due, Row.Since, Row.Attempts, Row.Cause, Owner, Until, Intent, Data);
}
