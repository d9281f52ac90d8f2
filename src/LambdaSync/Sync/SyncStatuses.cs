namespace LambdaSync.Sync;

/// <summary>How the last sync of a record went.</summary>
public enum SyncStatus
{
    Synced,

    /// <summary>AWS holds the lock: edits go once it opens the record.</summary>
    WaitingForAws,

    /// <summary>Somebody has to act.</summary>
    Failed,

    /// <summary>Both sides are the same, and AWS keeps the opportunity as a draft.</summary>
    Draft,
}

/// <summary>A sync status in the words that users of the CRM read. Reports and list views are built on them, so they do not change.</summary>
public static class SyncStatuses
{
    public static readonly IReadOnlyList<string> Words = ["Synced", "Waiting for AWS", "Failed", "Draft"];

    public static string Word(SyncStatus status) => Words[(int)status];
}
