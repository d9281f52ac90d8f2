using LambdaSync.Sync;

namespace LambdaSync.Connections.State;

/// <summary>
/// Links, baselines, intents and the sync log. Every method is one atomic step (or one read); all can be repeated.
/// </summary>
public interface ISyncStore
{
    /// <summary>The states of the keys that are known, in no order.</summary>
    Task<IReadOnlyList<RecordState>> GetRecords(IReadOnlyList<RecordKey> keys, CancellationToken cancellation);

    /// <summary>The record linked to a CRM record, or null.</summary>
    Task<RecordKey?> FindByCrmId(string catalog, string crmObject, string crmId, CancellationToken cancellation);

    /// <summary>Stores the job unless it exists; returns the stored one.</summary>
    Task<Job> StartJob(Job job, CancellationToken cancellation);

    /// <summary>Ends a job: status and counts come from its details and issues. Ending it again changes nothing.</summary>
    Task<Job> EndJob(string jobId, IReadOnlyList<Issue> issues, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>The indexes of a job's records that have their detail.</summary>
    Task<IReadOnlySet<int>> SettledIndexes(string jobId, CancellationToken cancellation);

    /// <summary>The job's intents without a result.</summary>
    Task<IReadOnlyList<Intent>> GetIntents(string jobId, CancellationToken cancellation);

    /// <summary>Stores what is about to be written to the CRM.</summary>
    Task PutIntents(IReadOnlyList<Intent> intents, CancellationToken cancellation);

    /// <summary>
    /// One transaction a settlement: the detail (put only if that job and index have none), the state and its links (only if the
    /// state still has the version it was read at, 0 = none), and the intent's removal. False where another worker was first:
    /// nothing of that settlement was stored.
    /// </summary>
    Task<IReadOnlyList<bool>> Settle(IReadOnlyList<Settlement> settlements, CancellationToken cancellation);

    /// <summary>Takes what has one owner at a time; false while another has it. Its owner may take it again, for longer.</summary>
    /// <param name="until">From then on anybody may take it: its owner was stopped.</param>
    Task<bool> Claim(string name, string owner, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellation);

    /// <summary>Gives it back, if the owner still has it.</summary>
    Task Release(string name, string owner, CancellationToken cancellation);

    Task<Job?> GetJob(string jobId, CancellationToken cancellation);

    /// <summary>Jobs started in the interval, newest first.</summary>
    Task<IReadOnlyList<Job>> ListJobs(DateTimeOffset from, DateTimeOffset to, JobStatus? status, int limit, CancellationToken cancellation);

    /// <summary>A job's details in index order, from an index on.</summary>
    Task<IReadOnlyList<JobDetail>> ListDetails(string jobId, int fromIndex, int limit, CancellationToken cancellation);

    /// <summary>One record's details across all jobs, newest first (row D8).</summary>
    Task<IReadOnlyList<JobDetail>> ListDetailsOf(string awsId, int limit, CancellationToken cancellation);
}

/// <summary>The end of one record of a job.</summary>
/// <param name="State">The new state with <see cref="RecordState.Version"/> = the version read, or null when nothing about the record changed.</param>
public sealed record Settlement(JobDetail Detail, RecordKey? Key, RecordState? State);
