using LambdaSync.Mapping;
using LambdaSync.Sync;

namespace LambdaSync.Kinds;

/// <summary>
/// The sync status of records that came from a file, as fields of their CRM records (row D10). Files send nothing to AWS: while the CRM has
/// edits, the run that sends them shows the status.
/// </summary>
public sealed class FileStatus(CompiledMapping mapping, string catalog)
{
    readonly KindRules _rules = new(catalog, mapping, [], TimeSpan.Zero);

    /// <summary>The write with the status fields in its row, so that it costs no row of its own.</summary>
    /// <param name="crm">The CRM record's fields, or null: it is new.</param>
    public PendingWrite AppendTo(PendingWrite write, FlatRecord? crm, DateTimeOffset now) =>
        mapping.Source.Status is not null && StatusRows.AppendStatus(_rules, write, crm, now) is { } row ? write with { Row = row } : write;

    /// <summary>A row for a linked record that needed no write, or whose write the CRM refused; null: the CRM shows the status already.</summary>
    /// <param name="state">The record as it is settled.</param>
    /// <param name="crm">The CRM record's fields.</param>
    /// <param name="error">Why the record failed, or null.</param>
    /// <param name="synced">Something was carried over just now.</param>
    public CrmWrite? Of(RecordState state, FlatRecord crm, Issue? error, bool synced, DateTimeOffset now)
    {
        if (mapping.Source.Status is not { } fields || state.Closed)
            return null;
        var hasEdits = _rules.Outbound.HasEdits(state, crm);
        if (error is null && hasEdits)
            return null;
        var status = StatusRows.Counted(_rules, StatusRows.Same(state, hasEdits), state, now);
        if (error is not null)
            status = status with { Status = SyncStatus.Failed, Error = error };
        var changes = StatusFields.Changes(fields, status, now, synced, crm);
        return changes.Count == 0 ? null : new CrmWrite(state.CrmId, mapping.Source.AwsId, state.Key.Id, changes.ToJson(), null, []);
    }
}
