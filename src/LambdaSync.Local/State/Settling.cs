using LambdaSync.Connections.State;
using LambdaSync.Sync;

namespace LambdaSync.Local.State;

/// <summary>
/// One settlement inside a running transaction. Everything is checked before anything is written, so a settlement that comes
/// second leaves nothing behind and its neighbours in the transaction are kept.
/// </summary>
sealed class Settling(SqliteFile file, WorkRows work)
{
    readonly Statement _detailExists = file.Prepare("SELECT 1 FROM detail WHERE job_id = $1 AND idx = $2");
    readonly Statement _putDetail = file.Prepare("INSERT INTO detail VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
    readonly Statement _putJob = file.Prepare("INSERT OR IGNORE INTO job VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)");
    readonly Statement _putNotification = file.Prepare("INSERT OR IGNORE INTO notification VALUES ($1, $2, $3, $4, $5, $6, $7)");
    readonly Statement _version = file.Prepare("SELECT version FROM record WHERE catalog = $1 AND object = $2 AND aws_id = $3");

    readonly Statement _linkedToAnother = file.Prepare("""
        SELECT 1 FROM record WHERE catalog = $1 AND crm_object = $4 AND crm_id = $5 AND NOT (object = $2 AND aws_id = $3) AND moved_id IS NULL
            AND NOT (object = $6 AND aws_id = $7)
        """);

    readonly Statement _putState = file.Prepare("""
        INSERT INTO record (catalog, object, aws_id, crm_object, crm_id, aws_baseline, crm_baseline, aws_modified, payload_version, closed, version, own_write, reported_edits, submission, moved_kind, moved_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
        ON CONFLICT (catalog, object, aws_id) DO UPDATE SET
            crm_object = excluded.crm_object, crm_id = excluded.crm_id, aws_baseline = excluded.aws_baseline,
            crm_baseline = excluded.crm_baseline, aws_modified = excluded.aws_modified, payload_version = excluded.payload_version,
            closed = excluded.closed, version = excluded.version, own_write = excluded.own_write,
            reported_edits = excluded.reported_edits, submission = excluded.submission,
            moved_kind = excluded.moved_kind, moved_id = excluded.moved_id
        """);

    public Settled Settle(Settlement settlement)
    {
        if (settlement.Entries.Any(entry => _detailExists.Any(entry.Detail.JobId, entry.Detail.Index)))
            return Settled.Lost;
        var wakes = settlement.Claim is { } claim ? work.Held(claim) : null;
        if (settlement.Claim is not null && wakes is null)
            return Settled.Lost;
        if (settlement.State is { } state)
        {
            if (Check(state, settlement.TakesOver) is var found and not Settled.Stored)
                return found;
            // The link's end is before its beginning: it is unique at any moment.
            if (settlement.TakesOver is { } from)
                Put(from.Moved(state.Key));
            Put(state);
        }

        Log(settlement);
        if (settlement is { Claim: { } going, KeepsClaim: true })
            work.Intent(going, settlement.Intent);
        else if (settlement.Claim is { } held)
            work.End(held, wakes > held.Wakes, settlement.Next, settlement.Intent, settlement.Data);
        // After the end: one of them may wake the same thing again.
        foreach (var wake in settlement.Wakes)
            work.Wake(wake);
        return settlement is { Claim: not null, KeepsClaim: false } && wakes > settlement.Claim.Wakes ? Settled.StoredAndRequeued : Settled.Stored;
    }

    void Put(RecordState s) => _putState.Run(
        s.Key.Catalog, s.Key.Kind.ToString(), s.Key.Id, s.CrmObject, s.CrmId, s.AwsBaseline, s.CrmBaseline,
        s.AwsModified?.UtcTicks, s.PayloadVersion, s.Closed, s.Version + 1, s.OwnWrite?.UtcTicks, s.ReportedEdits, s.Submission?.ToJson(),
        s.MovedTo?.Kind.ToString(), s.MovedTo?.Id);

    void Log(Settlement settlement)
    {
        foreach (var (d, own) in settlement.Entries)
        {
            if (own is { } job)
            {
                _putJob.Run(
                    job.Id, job.Kind, job.Direction, job.Source, job.Started.UtcTicks, job.Ended?.UtcTicks, job.Status.ToString(),
                    job.Records, job.Succeeded, job.Failed, IssueJson.Serialize(job.Issues));
            }

            _putDetail.Run(
                d.JobId, d.Index, d.AwsId, d.CrmId, d.Outcome.ToString(), d.At.UtcTicks, d.Payload, IssueJson.Serialize(d.Issues), d.Reason,
                d.Changes.Count == 0 ? null : FieldChangeJson.Serialize(d.Changes));
        }

        foreach (var n in settlement.Notifications)
            _putNotification.Run(n.Id, n.Catalog, n.At.UtcTicks, n.Kind, n.Subject, n.Role, n.Found);
    }

    Settled Check(RecordState state, RecordState? from)
    {
        if (!IsVersion(state) || (from is not null && !IsVersion(from)))
            return Settled.Lost;
        var (key, other) = (state.Key, (from ?? state).Key);
        return state.MovedTo is null && _linkedToAnother.Any(key.Catalog, key.Kind.ToString(), key.Id, state.CrmObject, state.CrmId, other.Kind.ToString(), other.Id)
            ? Settled.LinkTaken
            : Settled.Stored;
    }

    bool IsVersion(RecordState state) => _version.First(r => r.GetInt64(0), state.Key.Catalog, state.Key.Kind.ToString(), state.Key.Id) == state.Version;
}
