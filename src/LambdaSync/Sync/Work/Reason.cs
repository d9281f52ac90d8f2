namespace LambdaSync.Sync.Work;

/// <summary>Why an item is due: which trigger arrived, not what changed.</summary>
public static class Reason
{
    /// <summary>AWS sent an event.</summary>
    public const string Event = "event";

    /// <summary>The record changed in the CRM.</summary>
    public const string Crm = "crm";

    /// <summary>A sweep found AWS's LastModifiedDate moved.</summary>
    public const string Sweep = "sweep";

    /// <summary>A sweep found AWS's own side changed.</summary>
    public const string Summary = "summary";

    /// <summary>Somebody, or a backfill, asked for both sides to be compared.</summary>
    public const string Refresh = "refresh";

    /// <summary>AWS holds the lock; an edit of the CRM waits for it to open.</summary>
    public const string Locked = "locked";

    /// <summary>A message was moved out of a dead-letter queue.</summary>
    public const string DeadLetter = "dead-letter";

    /// <summary>Its time has come.</summary>
    public const string Timer = "timer";

    /// <summary>The CRM may hold a write of ours that was not settled.</summary>
    public const string InDoubt = "unsettled";

    /// <summary>AWS or the CRM was away, which is waited for longer than for anything else.</summary>
    public const string Outage = "outage";

    /// <summary>A file landed.</summary>
    public const string Landed = "landed";

    /// <summary>A task of AWS runs, and its end is to be seen.</summary>
    public const string Task = "task";

    // From what somebody asked for to what only says that earlier work was left undone.
    static readonly string[] Telling = [Refresh, Event, Crm, Locked, Task, Sweep, Summary, Landed, DeadLetter, Timer, InDoubt, Outage];

    /// <summary>The reason that says most about why something is in work, or null when there is none.</summary>
    public static string? MostTelling(IReadOnlyCollection<string> reasons) =>
        reasons.Select(RecordRequest.Read).FirstOrDefault(request => request is not null)?.Words ?? Telling.FirstOrDefault(reasons.Contains) ?? reasons.FirstOrDefault();
}
