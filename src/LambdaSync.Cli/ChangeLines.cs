using LambdaSync.Connections;
using LambdaSync.Connections.State;
using LambdaSync.Sync;

namespace LambdaSync.Cli;

/// <summary>What <c>serve</c> prints while it watches: a line for each file and each record that changed, from the sync log, without values.</summary>
sealed class ChangeLines(ISyncStore store, TextWriter output, TimeProvider time)
{
    const int MaxJobs = 10_000, MaxOfFile = 100, MaxFields = 3;

    static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // A record's job begins when its work is settled, which may wait for the CRM.
    static readonly TimeSpan Overlap = TimeSpan.FromMinutes(2);

    readonly DateTimeOffset _begun = time.GetUtcNow();
    readonly Dictionary<string, DateTimeOffset> _printed = [];
    readonly HashSet<string> _running = [];
    DateTimeOffset _from = time.GetUtcNow();

    /// <summary>Prints until it is cancelled, and at the end what is left.</summary>
    public async Task Follow(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            await Task.Delay(Interval, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                await Print();
            }
            catch (ConnectionException)
            {
                // The store is busy or away, which the service itself reports: the lines come with the next look.
            }
        }
    }

    async Task Print()
    {
        var now = time.GetUtcNow();
        foreach (var job in (await store.ListJobs(_from - Overlap, now.AddMinutes(1), null, MaxJobs, CancellationToken.None)).Reverse())
        {
            if (job.Ended is null)
                _running.Add(job.Id);
            else if (job.Ended >= _begun && _printed.TryAdd(job.Id, job.Started))
                await Print(job);
        }

        foreach (var id in _running.ToList())
        {
            var job = await store.GetJob(id, CancellationToken.None);
            if (job is { Ended: null })
                continue;
            _running.Remove(id);
            if (job is not null && _printed.TryAdd(id, job.Started))
                await Print(job);
        }

        foreach (var (id, _) in _printed.Where(p => p.Value < now - 2 * Overlap).ToList())
            _printed.Remove(id);
        _from = now;
        await output.FlushAsync();
    }

    async Task Print(Job job)
    {
        var isFile = !job.Id.StartsWith("rec-", StringComparison.Ordinal);
        if (isFile)
            await output.WriteLineAsync($"{Words.Of(job.Ended!.Value)}  {Commands.LogListCommand.SourceOf(job)}: {Words.Of(job.Status)}, {job.Records} records, {job.Succeeded} succeeded, {job.Failed} failed");
        var changed = (await store.ListDetails(job.Id, 0, MaxJobs, CancellationToken.None)).Where(IsChange).ToList();
        foreach (var detail in changed.Take(MaxOfFile))
            await output.WriteLineAsync($"{Words.Of(detail.At)}  {Line(job, detail)}");
        if (changed.Count > MaxOfFile)
            await output.WriteLineAsync($"  and {changed.Count - MaxOfFile} more: run 'lambdasync log show {job.Id}'");
    }

    static bool IsChange(JobDetail detail) => detail.Outcome is Outcome.Created or Outcome.Updated or Outcome.Linked or Outcome.Failed;

    static string Line(Job job, JobDetail detail)
    {
        var id = detail.AwsId.Length > 0 ? detail.AwsId : detail.CrmId ?? $"record {detail.Index}";
        var side = job.Direction == "outbound" ? "at AWS" : "in the CRM";
        if (detail.Outcome == Outcome.Failed)
            return $"{id} failed {side}: {Words.Code(detail.Issues)}; run 'lambdasync log show {id}'";
        if (detail.Issues.FirstOrDefault(i => i.Code == IssueCodes.Draft) is { } draft)
            return $"{detail.CrmId} {draft.Rule}";
        return $"{id} {Words.Of(detail.Outcome)} {side}{(detail.Reason is { } reason ? $" ({reason})" : "")}{Fields(detail.Changes)}";
    }

    static string Fields(IReadOnlyList<FieldChange> changes) => changes.Count == 0
        ? ""
        : $": {string.Join(", ", changes.Take(MaxFields).Select(c => c.Field))}{(changes.Count > MaxFields ? $" and {changes.Count - MaxFields} more" : "")}";
}
