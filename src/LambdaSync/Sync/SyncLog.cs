namespace LambdaSync.Sync;

/// <summary>The job statuses of AWS's guide.</summary>
public enum JobStatus
{
    /// <summary>"API Success": the file or record was fetched and waits for, or is in, processing.</summary>
    ApiSuccess,

    /// <summary>Every record succeeded.</summary>
    Processed,

    /// <summary>Some records failed.</summary>
    Partial,

    /// <summary>All records failed, or the file was refused.</summary>
    Error,
}

/// <summary>What became of one record of a job.</summary>
public enum Outcome
{
    Created,
    Updated,

    /// <summary>An existing CRM record was linked; its values were already the same.</summary>
    Linked,
    Unchanged,

    /// <summary>Older than what is stored.</summary>
    Stale,

    /// <summary>Another record of the same file with the same identifier is newer.</summary>
    Superseded,

    /// <summary>Left out on purpose: dummy identifier, masked only, outside <c>when</c>, values that differ and nothing says which counts.</summary>
    Skipped,
    Failed,

    /// <summary>A command's request for the record is stored; the record's own entries show what became of it.</summary>
    Requested,
}

/// <summary>A job of the sync log (row D1).</summary>
/// <param name="Id">Deterministic: the same source always makes the same job, so a redelivery finds it.</param>
/// <param name="Kind">"Inbound Record Retrieval", "Event", ... as the guide names them.</param>
/// <param name="Direction">"inbound" (AWS to CRM) or "outbound".</param>
/// <param name="Source">What it worked on: <c>bucket/key@version</c>.</param>
/// <param name="Records">Records in it, counted when it starts.</param>
/// <param name="Succeeded">Set when it ends, from its details.</param>
/// <param name="Issues">Issues of the file as a whole.</param>
public sealed record Job(
    string Id, string Kind, string Direction, string Source, DateTimeOffset Started, DateTimeOffset? Ended, JobStatus Status,
    int Records, int Succeeded, int Failed, IReadOnlyList<Issue> Issues);

/// <summary>One record's entry in a job: exactly one for every record of every file, and one for each step that changed a record.</summary>
/// <param name="Index">The record's index in the file.</param>
/// <param name="AwsId">As the source gave it; empty when it gave none.</param>
/// <param name="Payload">The record document, canonical UTF-8, so that a failed one can be corrected and run again.</param>
/// <param name="Issues">Of many, the first and how many more there are (<see cref="IssueList"/>).</param>
public sealed record JobDetail(
    string JobId, int Index, string AwsId, string? CrmId, Outcome Outcome, DateTimeOffset At, byte[] Payload, IReadOnlyList<Issue> Issues)
{
    public IReadOnlyList<Issue> Issues { get; init; } = IssueList.Limit(Issues);

    /// <summary>Why the record was in work (<see cref="Work.Reason"/>), the most telling reason; null: an entry of a release that did not store it.</summary>
    public string? Reason { get; init; }

    /// <summary>What was written, to the side that the job's direction names; empty: nothing, or an entry of a release that did not store it.</summary>
    public IReadOnlyList<FieldChange> Changes { get; init; } = [];
}
