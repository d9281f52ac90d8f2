using LambdaSync.Connections;
using LambdaSync.Connections.State;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Local.State;

/// <summary>The sync store of one machine: the file <c>sync.db</c>.</summary>
public sealed partial class SqliteSyncStore : ISyncStore, IDisposable
{
    readonly SqliteFile _file;
    readonly WorkRows _work;
    readonly Settling _settling;
    readonly Statement _getRecord, _findByCrmId, _putJob, _getJob, _endJob, _countDetails, _listJobs;
    readonly Statement _settled, _listDetails, _listDetailsOf, _listNotifications;
    readonly Statement[] _expired;
    long _finished;

    /// <param name="path">The file, made when missing, or <c>:memory:</c>.</param>
    /// <exception cref="ConnectionException">The file can't be opened, or a newer version wrote it.</exception>
    public SqliteSyncStore(string path)
    {
        _file = new SqliteFile(path, Schema.Version, Schema.Sql, Schema.Upgrades);
        _work = new WorkRows(_file);
        _settling = new Settling(_file, _work);
        _getRecord = _file.Prepare($"SELECT {Rows.RecordColumns} FROM record WHERE catalog = $1 AND object = $2 AND aws_id = $3");
        _findByCrmId = _file.Prepare("SELECT catalog, object, aws_id FROM record WHERE catalog = $1 AND crm_object = $2 AND crm_id = $3 AND moved_id IS NULL");
        _putJob = _file.Prepare("INSERT OR IGNORE INTO job VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)");
        _getJob = _file.Prepare($"SELECT {Rows.JobColumns} FROM job WHERE id = $1");
        _endJob = _file.Prepare("UPDATE job SET ended = $2, status = $3, succeeded = $4, failed = $5, issues = $6 WHERE id = $1");
        _countDetails = _file.Prepare("SELECT COUNT(*), COUNT(*) FILTER (WHERE outcome = 'Failed') FROM detail WHERE job_id = $1");
        _listJobs = _file.Prepare($"""
            SELECT {Rows.JobColumns} FROM job WHERE started >= $1 AND started < $2 AND ($3 IS NULL OR status = $3)
            ORDER BY started DESC, id DESC LIMIT $4
            """);
        _settled = _file.Prepare("SELECT idx FROM detail WHERE job_id = $1 AND idx BETWEEN $2 AND $3");
        _listDetails = _file.Prepare($"SELECT {Rows.DetailColumns} FROM detail WHERE job_id = $1 AND idx >= $2 ORDER BY idx LIMIT $3");
        _listDetailsOf = _file.Prepare($"SELECT {Rows.DetailColumns} FROM detail WHERE aws_id = $1 ORDER BY at DESC, rowid DESC LIMIT $2");
        _listNotifications = _file.Prepare("""
            SELECT id, at, kind, subject, role, found FROM notification WHERE catalog = $1 AND at >= $2 AND at < $3 ORDER BY at DESC, id DESC LIMIT $4
            """);
        // By the times that time to live counts from in AWS.
        _expired =
        [
            _file.Prepare("DELETE FROM detail WHERE at < $1"),
            _file.Prepare("DELETE FROM job WHERE started < $1"),
            _file.Prepare("DELETE FROM notification WHERE at < $1"),
        ];
    }

    /// <summary>Settlements through this object that stored a result: not those that only gave a claim back.</summary>
    public long Finished => Interlocked.Read(ref _finished);

    public Task<IReadOnlyList<RecordState>> GetRecords(IReadOnlyList<WorkKey> keys, CancellationToken cancellation) =>
        _file.Read<IReadOnlyList<RecordState>>(
            () =>
            [
                .. keys.Distinct()
                    .Select(k => _getRecord.First(r => Rows.State(k, r), k.Catalog, k.Kind.ToString(), k.Id))
                    .OfType<RecordState>(),
            ],
            cancellation);

    public Task<WorkKey?> FindByCrmId(string catalog, string crmObject, string crmId, CancellationToken cancellation) =>
        _file.Read(() => _findByCrmId.First(r => Rows.Key(r, 0), catalog, crmObject, crmId), cancellation);

    public Task<Job> StartJob(Job job, CancellationToken cancellation) => _file.Transaction(
        () =>
        {
            _putJob.Run(
                job.Id, job.Kind, job.Direction, job.Source, job.Started.UtcTicks, job.Ended?.UtcTicks, job.Status.ToString(),
                job.Records, job.Succeeded, job.Failed, IssueJson.Serialize(job.Issues));
            return _getJob.First(Rows.Job, job.Id)!;
        },
        cancellation);

    public Task<Job> EndJob(
        string jobId, IReadOnlyList<Issue> issues, DateTimeOffset now, CancellationToken cancellation) => _file.Transaction(
        () =>
        {
            var job = _getJob.First(Rows.Job, jobId)
                ?? throw new ConnectionException($"No job {jobId} is in the sync log.", transient: false);
            if (job.Ended is not null)
                return job;
            var (details, failed) = _countDetails.First(r => (r.GetInt32(0), r.GetInt32(1)), jobId);
            Issue[] all = [.. job.Issues.Union(issues)];
            var status = JobStatuses.Of(all, details, failed);
            _endJob.Run(jobId, now.UtcTicks, status.ToString(), details - failed, failed, IssueJson.Serialize(all));
            return _getJob.First(Rows.Job, jobId)!;
        },
        cancellation);

    public Task<IReadOnlySet<int>> SettledIndexes(string jobId, int from, int to, CancellationToken cancellation) =>
        _file.Read<IReadOnlySet<int>>(() => _settled.All(r => r.GetInt32(0), jobId, from, to).ToHashSet(), cancellation);

    public Task<IReadOnlyList<Settled>> Settle(IReadOnlyList<Settlement> settlements, CancellationToken cancellation) =>
        _file.Transaction<IReadOnlyList<Settled>>(() => [.. settlements.Select(Settle)], cancellation);

    public Task<Job?> GetJob(string jobId, CancellationToken cancellation) =>
        _file.Read(() => _getJob.First(Rows.Job, jobId), cancellation);

    public Task<IReadOnlyList<Job>> ListJobs(
        DateTimeOffset from, DateTimeOffset to, JobStatus? status, int limit, CancellationToken cancellation) =>
        _file.Read<IReadOnlyList<Job>>(
            () => _listJobs.All(Rows.Job, from.UtcTicks, to.UtcTicks, status?.ToString(), limit), cancellation);

    public Task<IReadOnlyList<JobDetail>> ListDetails(string jobId, int fromIndex, int limit, CancellationToken cancellation) =>
        _file.Read<IReadOnlyList<JobDetail>>(() => _listDetails.All(Rows.Detail, jobId, fromIndex, limit), cancellation);

    public Task<IReadOnlyList<JobDetail>> ListDetailsOf(string awsId, int limit, CancellationToken cancellation) =>
        _file.Read<IReadOnlyList<JobDetail>>(() => _listDetailsOf.All(Rows.Detail, awsId, limit), cancellation);

    public void Dispose() => _file.Dispose();

    Settled Settle(Settlement settlement)
    {
        var settled = _settling.Settle(settlement);
        if (settled is Settled.Stored or Settled.StoredAndRequeued && (settlement.State is not null || settlement.Entries.Count > 0 || settlement.Next is WorkNext.Done))
            Interlocked.Increment(ref _finished);
        return settled;
    }
}
