using LambdaSync.Connections.Dynamo;
using LambdaSync.Sync;

namespace LambdaSync.Connections.State;

public sealed partial class DynamoSyncStore
{
    static readonly string[] JustIndex = [Item.PartitionKey, Item.SortKey, Item.Expires];
    static readonly string[] JustOutcome = [Item.PartitionKey, Item.SortKey, Item.Expires, LogItems.Outcome];

    public async Task<Job> StartJob(Job job, CancellationToken cancellation)
    {
        if (await _table.PutNew(await JobItem(job, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false))
            return job;
        return await GetJob(job.Id, cancellation).ConfigureAwait(false)
            ?? throw new ConnectionException($"Job {job.Id} was removed while it was started.", transient: true);
    }

    public async Task<Job> EndJob(string jobId, IReadOnlyList<Issue> issues, DateTimeOffset now, CancellationToken cancellation)
    {
        var job = await GetJob(jobId, cancellation).ConfigureAwait(false)
            ?? throw new ConnectionException($"No job {jobId} is in the sync log.", transient: false);
        if (job.Ended is not null)
            return job;
        var (details, failed) = (0, 0);
        await foreach (var detail in Details(jobId, 0, null, JustOutcome, null, cancellation).ConfigureAwait(false))
        {
            details++;
            failed += detail.Text(LogItems.Outcome) == nameof(Outcome.Failed) ? 1 : 0;
        }

        Issue[] all = [.. job.Issues.Union(issues)];
        var ended = job with { Ended = now, Status = JobStatuses.Of(all, details, failed), Succeeded = details - failed, Failed = failed, Issues = all };
        var result = LogItems.Result(ended, await _large.Store(LogFolder, IssueJson.Serialize(all), cancellation).ConfigureAwait(false));
        var first = await _table.Update(LogItems.JobKey(jobId), result, $"attribute_not_exists({LogItems.Ended})", cancellation).ConfigureAwait(false);
        return first ? ended : await GetJob(jobId, cancellation).ConfigureAwait(false) ?? ended;
    }

    public async Task<Job?> GetJob(string jobId, CancellationToken cancellation) =>
        await _table.Get(LogItems.JobKey(jobId), cancellation).ConfigureAwait(false) is { } item ? await ReadJob(item, cancellation).ConfigureAwait(false) : null;

    public async Task<IReadOnlySet<int>> SettledIndexes(string jobId, int from, int to, CancellationToken cancellation)
    {
        var indexes = new HashSet<int>();
        await foreach (var detail in Details(jobId, from, to, JustIndex, null, cancellation).ConfigureAwait(false))
            indexes.Add(LogItems.IndexOf(detail.Key));
        return indexes;
    }

    public async Task<IReadOnlyList<Job>> ListJobs(DateTimeOffset from, DateTimeOffset to, JobStatus? status, int limit, CancellationToken cancellation)
    {
        var keys = new List<ItemKey>();
        foreach (var day in Days(from, to))
        {
            if (keys.Count == limit)
                break;
            var list = LogItems.DayList(day);
            // A sort key has more characters after the time, so the upper bound, which is the time alone, excludes it.
            var most = status is null ? limit - keys.Count : (int?)null;
            await foreach (var item in _table.Newest(list, Item.TimeText(from), Item.TimeText(to), most, cancellation).ConfigureAwait(false))
            {
                if (keys.Count < limit && (status is null || item.Text(LogItems.Status) == status.ToString()))
                    keys.Add(item.Key);
            }
        }

        return await ReadJobs(keys, cancellation).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<JobDetail>> ListDetails(string jobId, int fromIndex, int limit, CancellationToken cancellation)
    {
        var items = new List<Item>();
        await foreach (var item in Details(jobId, fromIndex, null, null, limit, cancellation).ConfigureAwait(false))
            items.Add(item);
        return await ReadDetails(items, cancellation).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<JobDetail>> ListDetailsOf(string awsId, int limit, CancellationToken cancellation)
    {
        var keys = new List<ItemKey>();
        await foreach (var item in _table.Newest(LogItems.RecordList(awsId), "0", LogItems.Last, limit, cancellation).ConfigureAwait(false))
            keys.Add(item.Key);
        var items = (await _table.Get(keys, null, cancellation).ConfigureAwait(false)).ToDictionary(i => i.Key);
        return await ReadDetails([.. keys.Where(items.ContainsKey).Select(k => items[k])], cancellation).ConfigureAwait(false);
    }

    // From the newest on. Nothing older than the retention is there, nothing begins tomorrow: a day is one query.
    IEnumerable<DateTimeOffset> Days(DateTimeOffset from, DateTimeOffset to)
    {
        var first = Later(from, _table.Now - _retention).UtcDateTime.Date;
        for (var day = Earlier(to, _table.Now.AddDays(1)).UtcDateTime.Date; day >= first; day = day.AddDays(-1))
            yield return new DateTimeOffset(day, TimeSpan.Zero);
    }

    static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    async Task<IReadOnlyList<Job>> ReadJobs(List<ItemKey> keys, CancellationToken cancellation)
    {
        var items = (await _table.Get(keys, null, cancellation).ConfigureAwait(false)).ToDictionary(i => i.Key);
        var jobs = new List<Job>();
        foreach (var key in keys.Where(items.ContainsKey))
            jobs.Add(await ReadJob(items[key], cancellation).ConfigureAwait(false));
        return jobs;
    }

    async Task<Item> JobItem(Job job, CancellationToken cancellation) =>
        LogItems.Of(job, await _large.Store(LogFolder, IssueJson.Serialize(job.Issues), cancellation).ConfigureAwait(false)).ExpiresAt(job.Started + _retention);

    // A long value may expire before its entry: the retention was shortened, and the bucket's rule holds for what it has already.
    // Then a detail has expired with it. A job stays, without its issues: its item says that its file is done.
    async Task<Job> ReadJob(Item item, CancellationToken cancellation) =>
        LogItems.Job(item, await ReadIssues(item, cancellation).ConfigureAwait(false) ?? []);

    async Task<IReadOnlyList<Issue>?> ReadIssues(Item item, CancellationToken cancellation) =>
        await _large.TryLoad(item.Attributes[LogItems.Issues], cancellation).ConfigureAwait(false) is { } issues ? IssueJson.Parse(issues) : null;

    async Task<IReadOnlyList<FieldChange>?> ReadChanges(Item item, CancellationToken cancellation)
    {
        if (!item.Has(LogItems.Changes))
            return [];
        return await _large.TryLoad(item.Attributes[LogItems.Changes], cancellation).ConfigureAwait(false) is { } changes ? FieldChangeJson.Parse(changes) : null;
    }

    async Task<IReadOnlyList<JobDetail>> ReadDetails(List<Item> items, CancellationToken cancellation)
    {
        ItemKey PayloadOf(Item item) => new(item.Key.Partition, item.Text(LogItems.Payload));
        var payloads = (await _table.Get(items.Select(PayloadOf), null, cancellation).ConfigureAwait(false)).ToDictionary(i => i.Key);
        var details = new List<JobDetail>();
        foreach (var item in items.Where(i => payloads.ContainsKey(PayloadOf(i))))
        {
            var payload = await _large.TryLoad(payloads[PayloadOf(item)].Attributes[LogItems.Payload], cancellation).ConfigureAwait(false);
            if (payload is not null && await ReadIssues(item, cancellation).ConfigureAwait(false) is { } issues && await ReadChanges(item, cancellation).ConfigureAwait(false) is { } changes)
                details.Add(LogItems.Read(item, payload, issues, changes));
        }

        return details;
    }
}
