using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Microsoft.Data.Sqlite;

namespace LambdaSync.Local.State;

/// <summary>Columns to records; the column order is the one of the select lists here.</summary>
static class Rows
{
    public const string JobColumns = "id, kind, direction, source, started, ended, status, records, succeeded, failed, issues";
    public const string DetailColumns = "job_id, idx, aws_id, crm_id, outcome, at, payload, issues, reason, changes";
    public const string RecordColumns = "crm_object, crm_id, aws_baseline, crm_baseline, aws_modified, payload_version, closed, version, own_write, reported_edits, submission, moved_kind, moved_id";

    public static Job Job(SqliteDataReader r) => new(
        r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), Time(r.GetInt64(4)), r.IsDBNull(5) ? null : Time(r.GetInt64(5)),
        Enum.Parse<JobStatus>(r.GetString(6)), r.GetInt32(7), r.GetInt32(8), r.GetInt32(9), IssueJson.Parse(Blob(r, 10)));

    public static JobDetail Detail(SqliteDataReader r) => new(
        r.GetString(0), r.GetInt32(1), r.GetString(2), r.IsDBNull(3) ? null : r.GetString(3), Enum.Parse<Outcome>(r.GetString(4)),
        Time(r.GetInt64(5)), Blob(r, 6), IssueJson.Parse(Blob(r, 7)))
    {
        Reason = r.IsDBNull(8) ? null : r.GetString(8),
        Changes = r.IsDBNull(9) ? [] : FieldChangeJson.Parse(Blob(r, 9)),
    };

    public static RecordState State(WorkKey key, SqliteDataReader r) => new(
        key, r.GetString(0), r.GetString(1), Blob(r, 2), Blob(r, 3), r.IsDBNull(4) ? null : Time(r.GetInt64(4)),
        r.GetInt32(5), r.GetBoolean(6), r.GetInt64(7))
    {
        OwnWrite = r.IsDBNull(8) ? null : Time(r.GetInt64(8)),
        ReportedEdits = r.IsDBNull(9) ? null : Blob(r, 9),
        Submission = SubmissionState.Read(r.IsDBNull(10) ? null : Blob(r, 10)),
        MovedTo = r.IsDBNull(12) ? null : new WorkKey(key.Catalog, Enum.Parse<WorkKind>(r.GetString(11)), r.GetString(12)),
    };

    public static WorkKey Key(SqliteDataReader r, int from) =>
        new(r.GetString(from), Enum.Parse<WorkKind>(r.GetString(from + 1)), r.GetString(from + 2));

    public static byte[] Blob(SqliteDataReader r, int column) => r.GetFieldValue<byte[]>(column);

    public static DateTimeOffset Time(long utcTicks) => new(utcTicks, TimeSpan.Zero);

}
