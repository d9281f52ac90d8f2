using LambdaSync.Connections;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.State;
using LambdaSync.Kinds;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions;

/// <summary>Shows the sync status of one batch of a file's records: in the rows that are written anyway, and in one more call for the others.</summary>
sealed class FileStatuses(CompiledMapping mapping, string catalog, TimeProvider time)
{
    readonly FileStatus _status = new(mapping, catalog);
    readonly Dictionary<WorkKey, FlatRecord> _crm = [];

    /// <summary>The CRM record of a claimed record.</summary>
    public void Found(WorkKey key, CrmCurrent current) => _crm[key] = new FlatRecord(current.Fields);

    /// <summary>The write with the status fields in its row.</summary>
    public PendingWrite AppendTo(PendingWrite write, WorkKey key) => _status.AppendTo(write, _crm.GetValueOrDefault(key), time.GetUtcNow());

    /// <summary>Shows the status of linked records that needed no row, and of those whose row the CRM refused.</summary>
    /// <param name="ends">What is about to be settled. What the CRM says of a status is added to the record's entry.</param>
    /// <exception cref="ConnectionException">The CRM is away.</exception>
    public async Task Show(ICrm crm, List<Settlement> ends, CancellationToken cancellation)
    {
        var rows = Enumerable.Range(0, ends.Count).Select(i => (End: i, Row: RowOf(ends[i]))).Where(r => r.Row is not null).ToList();
        if (rows.Count == 0)
            return;
        var results = await crm.Write(mapping.Source.CrmObject, [.. rows.Select(r => r.Row!)], cancellation);
        foreach (var ((end, _), result) in rows.Zip(results).Where(r => r.Second.Issues.Count > 0))
        {
            var said = result.Issues.Select(issue => issue.Severity == Severity.Error ? issue with { Severity = Severity.Warning } : issue);
            ends[end] = ends[end] with { Entries = [ends[end].Entries[0].WithIssues(said)] };
        }
    }

    CrmWrite? RowOf(Settlement end)
    {
        if (end is not { Claim: { } claim, Entries: [{ Detail: var detail }] } || !_crm.TryGetValue(claim.Key, out var crm))
            return null;
        // A failed write leaves the state as it was; without one, whose CRM record it is was not decided.
        if ((end.State ?? claim.State) is not { IsLinkOnly: false } state)
            return null;
        return detail.Outcome switch
        {
            Outcome.Failed when detail.Issues.FirstOrDefault(issue => issue.Severity == Severity.Error) is { } error => _status.Of(state, crm, error, synced: false, time.GetUtcNow()),
            Outcome.Unchanged or Outcome.Linked => _status.Of(state, crm, null, synced: detail.Outcome == Outcome.Linked, time.GetUtcNow()),
            _ => null,
        };
    }
}
