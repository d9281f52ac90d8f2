using LambdaSync.Connections.State;
using LambdaSync.Sync;

namespace LambdaSync.Local.State;

/// <summary>
/// One settlement inside a running transaction. Everything is checked before anything is written, so a settlement that comes
/// second leaves nothing behind and its neighbours in the transaction are kept.
/// </summary>
sealed class Settling(SqliteFile file)
{
    readonly Statement _detailExists = file.Prepare("SELECT 1 FROM detail WHERE job_id = $1 AND idx = $2");
    readonly Statement _putDetail = file.Prepare("INSERT INTO detail VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");
    readonly Statement _removeIntent = file.Prepare("DELETE FROM intent WHERE job_id = $1 AND idx = $2");
    readonly Statement _version = file.Prepare("SELECT version FROM record WHERE catalog = $1 AND object = $2 AND aws_id = $3");

    readonly Statement _linkedToAnother = file.Prepare("""
        SELECT 1 FROM record WHERE catalog = $1 AND crm_object = $4 AND crm_id = $5 AND NOT (object = $2 AND aws_id = $3)
        """);

    readonly Statement _putState = file.Prepare("""
        INSERT INTO record VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        ON CONFLICT (catalog, object, aws_id) DO UPDATE SET
            crm_object = excluded.crm_object, crm_id = excluded.crm_id, aws_baseline = excluded.aws_baseline,
            crm_baseline = excluded.crm_baseline, aws_modified = excluded.aws_modified, payload_version = excluded.payload_version,
            closed = excluded.closed, version = excluded.version
        """);

    public bool Settle(Settlement settlement)
    {
        var detail = settlement.Detail;
        if (_detailExists.Any(detail.JobId, detail.Index))
            return false;
        if (settlement.State is { } state && !IsFree(state))
            return false;

        if (settlement.State is { } s)
        {
            _putState.Run(
                s.Key.Catalog, Rows.Name(s.Key.Object), s.Key.AwsId, s.CrmObject, s.CrmId, s.AwsBaseline, s.CrmBaseline,
                s.AwsModified?.UtcTicks, s.PayloadVersion, s.Closed, s.Version + 1);
        }

        _putDetail.Run(
            detail.JobId, detail.Index, detail.AwsId, detail.CrmId, detail.Outcome.ToString(), detail.At.UtcTicks, detail.Payload,
            IssueJson.Serialize(detail.Issues));
        _removeIntent.Run(detail.JobId, detail.Index);
        return true;
    }

    bool IsFree(RecordState state)
    {
        var (catalog, aceObject, awsId) = (state.Key.Catalog, Rows.Name(state.Key.Object), state.Key.AwsId);
        return _version.First(r => r.GetInt64(0), catalog, aceObject, awsId) == state.Version
            && !_linkedToAnother.Any(catalog, aceObject, awsId, state.CrmObject, state.CrmId);
    }
}
