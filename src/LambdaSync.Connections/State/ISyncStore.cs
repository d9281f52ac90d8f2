using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Connections.State;

/// <summary>
/// Links, baselines, claims, intents, waiting work and the sync log. Every method is one atomic step (or one read); all can be repeated.
/// </summary>
public interface ISyncStore
{
    /// <summary>The states of the keys that are known, in no order.</summary>
    Task<IReadOnlyList<RecordState>> GetRecords(IReadOnlyList<WorkKey> keys, CancellationToken cancellation);

    /// <summary>The record linked to a CRM record, or null.</summary>
    Task<WorkKey?> FindByCrmId(string catalog, string crmObject, string crmId, CancellationToken cancellation);

    /// <summary>Stores the job unless it exists; returns the stored one.</summary>
    Task<Job> StartJob(Job job, CancellationToken cancellation);

    /// <summary>Ends a job: status and counts come from its details and issues. Ending it again changes nothing.</summary>
    Task<Job> EndJob(string jobId, IReadOnlyList<Issue> issues, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>The indexes of a job's records that have their detail, between two, both included.</summary>
    Task<IReadOnlySet<int>> SettledIndexes(string jobId, int from, int to, CancellationToken cancellation);

    /// <summary>
    /// Marks things as dirty, each in one conditional step; those that are there already become more urgent at most. What was parked is
    /// due again.
    /// </summary>
    Task Wake(IReadOnlyList<Wake> wakes, CancellationToken cancellation);

    /// <summary>Claims each of the keys, which differ, and reads what is known of it. In the keys' order; null where another worker has it or nothing is due.</summary>
    Task<IReadOnlyList<Claimed?>> Claim(IReadOnlyList<WorkKey> keys, ClaimTerms terms, CancellationToken cancellation);

    /// <summary>
    /// Extends claims, each in one conditional step: nothing but their time changes, and that never to an earlier one. A claim whose time
    /// is over is extended too, as long as no other worker has taken it.
    /// </summary>
    /// <returns>In the claims' order; false where the claim is another worker's by now or was settled: nothing was changed.</returns>
    Task<IReadOnlyList<bool>> Renew(IReadOnlyList<Claimed> claims, DateTimeOffset until, CancellationToken cancellation);

    /// <summary>Stores with each claimed thing what is about to be written outside. False where the claim is another's by now: it must not be written.</summary>
    Task<IReadOnlyList<bool>> StoreIntents(IReadOnlyList<(Claimed Claim, byte[] Intent)> intents, CancellationToken cancellation);

    /// <summary>Stores the ends of pieces of work, each for itself.</summary>
    Task<IReadOnlyList<Settled>> Settle(IReadOnlyList<Settlement> settlements, CancellationToken cancellation);

    /// <summary>What is due and not in a worker's hands, the most urgent lane first, then the longest due.</summary>
    Task<IReadOnlyList<WorkKey>> Due(string catalog, WorkGroup group, DateTimeOffset now, int limit, CancellationToken cancellation);

    /// <summary>Everything that waits or is parked.</summary>
    Task<IReadOnlyList<WorkItem>> ListWork(string catalog, int limit, CancellationToken cancellation);

    /// <summary>One thing as it stands, waiting or not, or null when it is not known.</summary>
    Task<WorkItem?> GetWork(WorkKey key, CancellationToken cancellation);

    /// <summary>Notifications of the interval, newest first.</summary>
    Task<IReadOnlyList<Notification>> ListNotifications(string catalog, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellation);

    Task<Job?> GetJob(string jobId, CancellationToken cancellation);

    /// <summary>Jobs started in the interval, newest first.</summary>
    Task<IReadOnlyList<Job>> ListJobs(DateTimeOffset from, DateTimeOffset to, JobStatus? status, int limit, CancellationToken cancellation);

    /// <summary>A job's details in index order, from an index on.</summary>
    Task<IReadOnlyList<JobDetail>> ListDetails(string jobId, int fromIndex, int limit, CancellationToken cancellation);

    /// <summary>One record's details across all jobs, newest first (row D8).</summary>
    Task<IReadOnlyList<JobDetail>> ListDetailsOf(string awsId, int limit, CancellationToken cancellation);
}
