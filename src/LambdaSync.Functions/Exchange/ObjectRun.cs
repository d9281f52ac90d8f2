using LambdaSync.Connections.State;
using LambdaSync.Functions.Engine;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions.Exchange;

/// <summary>One tick's work on the files of an object: its schedule under a claim, with the names that it gives out.</summary>
/// <param name="claim">Of the object's schedule.</param>
/// <param name="period">The setting of its period; null: off.</param>
/// <param name="isAsked">A call named the object: it runs even if its schedule is off or not due.</param>
sealed class ObjectRun(FileObject ofObject, Claimed claim, TimeSpan? period, bool isAsked, DateTimeOffset now)
{
    readonly bool _isChanged = Schedule.Read(claim.Data).IsChangedBy(period);

    public FileObject Object => ofObject;

    public Claimed Claim => claim;

    public FileLedger Ledger { get; } = new(Schedule.Read(claim.Data).Follow(period));

    /// <summary>Whether files are sent. A setting that was changed since the last run is followed at once.</summary>
    public bool IsDue => isAsked || (!Ledger.Schedule.IsOff && (_isChanged || claim.Due <= now));

    /// <summary>The records that may be created at AWS, or null: the object has no limit.</summary>
    public CreationBudget? Creations { get; set; }

    /// <summary>Records that were created with files and are not counted yet.</summary>
    public int Created { get; set; }

    /// <summary>It has ended, and its claim with it.</summary>
    public bool IsSettled { get; set; }

    /// <summary>The end of a tick that sent nothing, or all that was due.</summary>
    /// <param name="hasSent">All that was due.</param>
    public Settlement End(bool hasSent, DateTimeOffset at) => new()
    {
        Claim = claim,
        Data = (hasSent ? Ledger.Schedule with { Ended = at } : Ledger.Schedule).ToJson(),
        Next = Ledger.Schedule.IsOff ? WorkNext.Finished : hasSent ? new WorkNext.Again(Ledger.Schedule.NextAfter(at), null, Counts: false, IsNew: true) : claim.AsBefore(),
    };

    /// <summary>The end of one that has not sent all of it, and is due again.</summary>
    public Settlement Interrupted(DateTimeOffset due, string? cause) => new()
    {
        Claim = claim,
        Data = Ledger.Schedule.ToJson(),
        Next = IsDue ? new WorkNext.Again(due, cause, Counts: cause is not null, IsNew: cause is null) : claim.AsBefore(),
    };
}
