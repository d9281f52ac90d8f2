using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Cli;

/// <summary>Finds the sync log's entries by whatever identifier people have at hand.</summary>
/// <param name="Job">The job that has this id, or null: the entries are a record's.</param>
/// <param name="Details">A job's in its order, a record's newest first.</param>
/// <param name="IsCut">There are more.</param>
sealed record LogEntries(Job? Job, IReadOnlyList<JobDetail> Details, bool IsCut)
{
    const int MaxOfJob = 100_000;

    /// <param name="id">A job's, AWS's identifier of an opportunity, lead, invitation or engagement, or a CRM record's.</param>
    /// <param name="limit">Entries of one record at most.</param>
    public static async Task<LogEntries> Find(DataSource data, string id, int limit, CancellationToken cancellation)
    {
        var wanted = RecordIds.Normal(id);
        if (await data.Store.GetJob(wanted, cancellation) is { } job)
            return Cut(job, await data.Store.ListDetails(job.Id, 0, MaxOfJob + 1, cancellation), MaxOfJob);
        var found = await data.Store.ListDetailsOf(wanted, limit + 1, cancellation);
        if (found.Count > 0)
            return Cut(null, found, limit);
        // A CRM record: the entries of the opportunity it is linked to, and those from before it was linked, which have no id of AWS's.
        var details = new List<JobDetail>();
        foreach (var crmObject in await data.CrmObjects(cancellation))
        {
            foreach (var catalog in data.Catalogs)
            {
                if (await data.Store.FindByCrmId(catalog, crmObject, wanted, cancellation) is { } linked)
                    details.AddRange(await data.Store.ListDetailsOf(linked.Id, limit + 1, cancellation));
            }
        }

        var unlinked = await data.Store.ListDetailsOf("", MaxOfJob, cancellation);
        details.AddRange(unlinked.Where(d => string.Equals(d.CrmId, wanted, StringComparison.OrdinalIgnoreCase)));
        return Cut(null, [.. details.OrderByDescending(d => d.At)], limit);
    }

    /// <summary>How a record stands that is known and has no entry: nothing of it has changed or failed. Null when none is known.</summary>
    public static async Task<string?> WithoutEntries(DataSource data, string id, CancellationToken cancellation)
    {
        var wanted = RecordIds.Normal(id);
        foreach (var catalog in data.Catalogs)
        {
            foreach (var key in (WorkKey[])[WorkKey.Opportunity(catalog, wanted), WorkKey.Invitation(catalog, wanted), WorkKey.Engagement(catalog, wanted)])
            {
                if (await data.Store.GetWork(key, cancellation) is { } work)
                    return $"{wanted}: the log has no entry yet{(work.Cause is { } cause ? "; " + cause : work.Due is { } due ? $"; due at {Words.Of(due)}" : "; nothing is to be done")}";
            }
        }

        return null;
    }

    static LogEntries Cut(Job? job, IReadOnlyList<JobDetail> details, int limit) => new(job, [.. details.Take(limit)], details.Count > limit);
}
