using LambdaSync.Connections.Crm;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions.Records;

/// <summary>How a record stands, as fields of its CRM record (row D10).</summary>
static class StatusRows
{
    /// <summary>
    /// The row with them, so that most records need no row of their own; null when it leaves something to be sent, for what becomes of
    /// that is not known yet.
    /// </summary>
    public static CrmWrite? With(CompiledMapping mapping, OutboundDecision outbound, CrmWrite row, PendingWrite write, FlatRecord? crm, DateTimeOffset now)
    {
        var (fields, after, baseline) = (new FlatRecord(row.Fields), new FlatRecord((crm ?? new FlatRecord()).ToJson()), new FlatRecord());
        foreach (var (name, kept) in write.KeepBaseline)
            baseline[name] = kept;
        foreach (var (name, value) in fields.Fields)
            (after[name], baseline[name]) = (value, value);
        if (crm is not null && outbound.HasEdits(write.Next with { CrmBaseline = baseline.ToJson() }, after))
            return null;
        var status = new RecordStatus(SyncStatus.Synced, false, OpportunityBody.ReviewStatus(write.Next.AwsBaseline), null);
        foreach (var (name, value) in StatusFields.Changes(mapping.Source.Status, status, now, synced: true, after).Fields)
            fields[name] = value;
        return row with { Fields = fields.ToJson() };
    }

    /// <summary>What is left to be shown once a record was worked on, or null.</summary>
    public static CrmWrite? Of(CompiledMapping mapping, OutboundDecision outbound, Piece piece, string crmId, DateTimeOffset now)
    {
        if (piece.CrmNow is not { } crm || piece.State is { Closed: true } || piece.Next is WorkNext.Again { Counts: true })
            return null;
        var error = piece.Outcome == Outcome.Failed ? piece.Issues.FirstOrDefault(i => i.Severity == Severity.Error) : null;
        var status = new RecordStatus(
            error is not null ? SyncStatus.Failed : piece.IsLocked ? SyncStatus.WaitingForAws : SyncStatus.Synced,
            piece.State is null || outbound.HasEdits(piece.State, crm), piece.State is null ? null : OpportunityBody.ReviewStatus(piece.State.AwsBaseline), error);
        // What the row before this one has told is not told again a second later.
        var synced = piece.Outcome is Outcome.Created or Outcome.Updated or Outcome.Linked && (piece.IsOutbound || !piece.IsShown);
        var changes = StatusFields.Changes(mapping.Source.Status, status, now, synced, crm);
        return changes.Count == 0 ? null : new CrmWrite(crmId, mapping.Source.AwsId, piece.State?.Key.AwsId, changes.ToJson(), null, []);
    }
}
