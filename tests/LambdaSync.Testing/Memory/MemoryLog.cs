using LambdaSync.Connections;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Testing.Memory;

/// <summary>The sync log in memory: jobs, their details, notifications.</summary>
public sealed class MemoryLog
{
    readonly Dictionary<string, Job> _jobs = new(StringComparer.Ordinal);
    readonly Dictionary<string, SortedList<int, JobDetail>> _byJob = new(StringComparer.Ordinal);
    readonly List<JobDetail> _details = [];
    readonly Dictionary<string, Notification> _notifications = new(StringComparer.Ordinal);

    /// <summary>In the order in which they were stored.</summary>
    public IReadOnlyList<JobDetail> AllDetails => _details;

    public IReadOnlyCollection<Job> AllJobs => _jobs.Values;

    public IReadOnlyCollection<Notification> Notifications => _notifications.Values;

    public Job? Job(string id) => _jobs.GetValueOrDefault(id);

    public Job Start(Job job) => _jobs.TryAdd(job.Id, job) ? job : _jobs[job.Id];

    public Job End(string id, IReadOnlyList<Issue> issues, DateTimeOffset now)
    {
        var job = Job(id) ?? throw new ConnectionException($"No job {id} is in the sync log.", transient: false);
        if (job.Ended is not null)
            return job;
        var (details, failed) = (Details(id).Count, Details(id).Count(d => d.Outcome == Outcome.Failed));
        Issue[] all = [.. job.Issues.Union(issues)];
        return _jobs[id] = job with { Ended = now, Status = JobStatuses.Of(all, details, failed), Succeeded = details - failed, Failed = failed, Issues = all };
    }

    public bool Has(string jobId, int index) => _byJob.TryGetValue(jobId, out var details) && details.ContainsKey(index);

    /// <summary>In the order of their indexes.</summary>
    public IReadOnlyCollection<JobDetail> Details(string jobId) => _byJob.TryGetValue(jobId, out var details) ? [.. details.Values] : [];

    /// <summary>A record's, newest first.</summary>
    public IEnumerable<JobDetail> DetailsOf(string awsId) => _details.Where(d => d.AwsId == awsId).Reverse().OrderByDescending(d => d.At);

    public IEnumerable<Job> Jobs(DateTimeOffset from, DateTimeOffset to, JobStatus? status) =>
        _jobs.Values.Where(j => j.Started >= from && j.Started < to && (status is null || j.Status == status))
            .OrderByDescending(j => j.Started).ThenByDescending(j => j.Id, StringComparer.Ordinal);

    public IEnumerable<Notification> Newest(string catalog, DateTimeOffset from, DateTimeOffset to) =>
        _notifications.Values.Where(n => n.Catalog == catalog && n.At >= from && n.At < to).OrderByDescending(n => n.At).ThenByDescending(n => n.Id, StringComparer.Ordinal);

    public void Add(IReadOnlyList<LogEntry> entries, IReadOnlyList<Notification> notifications)
    {
        foreach (var (detail, own) in entries)
        {
            if (own is not null)
                _jobs.TryAdd(own.Id, own);
            if (!_byJob.TryGetValue(detail.JobId, out var details))
                _byJob[detail.JobId] = details = [];
            details.Add(detail.Index, detail);
            _details.Add(detail);
        }

        foreach (var notification in notifications)
            _notifications.TryAdd(notification.Id, notification);
    }
}
