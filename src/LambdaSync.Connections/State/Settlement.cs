using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Connections.State;

/// <summary>The end of one piece of work, or a step of it: everything in it is stored in one transaction, or nothing.</summary>
/// <param name="State">The new state with <see cref="RecordState.Version"/> = the version read (0 = none), or null when nothing about the record changed.</param>
public sealed record Settlement(RecordState? State = null)
{
    /// <summary>A record of a file.</summary>
    /// <param name="detail">Its entry in the file's job.</param>
    public Settlement(JobDetail detail, RecordState? state = null)
        : this(state) => Entries = [new LogEntry(detail)];

    /// <summary>
    /// The log entries, in the order of the steps. A detail is put only if its job and index have none; otherwise the settlement is lost.
    /// A job of an entry's own is put unless there is one. No two are of the same job and index.
    /// </summary>
    public IReadOnlyList<LogEntry> Entries { get; init; } = [];

    /// <summary>
    /// The record whose link ends because <see cref="State"/> takes it over, as it was read, or null: an invitation's or a lead's, once
    /// its opportunity is known. Its version has to be the stored one, or the settlement is lost. What is left of it is
    /// <see cref="RecordState.Moved"/>.
    /// </summary>
    public RecordState? TakesOver { get; init; }

    /// <summary>The claim this was done under, which it ends unless it <see cref="KeepsClaim"/>; null for what needs none.</summary>
    public Claimed? Claim { get; init; }

    /// <summary>The claimed thing has a state, so its item stays when nothing is left to do.</summary>
    internal bool HasStateOfClaim => Claim is { } claim && (claim.State is not null || State?.Key == claim.Key);

    public WorkNext Next { get; init; } = WorkNext.Finished;

    /// <summary>The claim continues, with this intent: the settlement stores only the intent and the states, and wakes nothing.</summary>
    public bool KeepsClaim { get; init; }

    /// <summary>The intent that stays with the claimed thing, or null: it is settled.</summary>
    public byte[]? Intent { get; init; }

    /// <summary>The claimed thing's new data, or null: as they were.</summary>
    public byte[]? Data { get; init; }

    /// <summary>They come after the end of the claim: one may wake the claimed thing again.</summary>
    public IReadOnlyList<Wake> Wakes { get; init; } = [];

    public IReadOnlyList<Notification> Notifications { get; init; } = [];
}

/// <summary>What became of a settlement.</summary>
public enum Settled
{
    Stored,

    /// <summary>It is stored; somebody has woken the claimed thing since the claim, so it is due again.</summary>
    StoredAndRequeued,

    /// <summary>The claim, the state's version or a log entry is another worker's: nothing was stored.</summary>
    Lost,

    /// <summary>The CRM record is linked to another AWS record: nothing was stored.</summary>
    LinkTaken,
}
