namespace LambdaSync.Sync;

/// <summary>A CRM write with all that its settlement needs, stored as an intent so that a resume sends the same bytes and writes the same log entry.</summary>
/// <param name="Job">A job of this write's own, or null when it belongs to a file's.</param>
public sealed record PendingWrite(
    string JobId, int Index, Outcome Outcome, string CrmObject, CrmWrite Row, RecordState Next, Dictionary<string, string?> KeepBaseline,
    byte[] Payload, IReadOnlyList<Issue> Issues, Job? Job = null)
{
    /// <summary>An existing CRM record is linked for the first time.</summary>
    public bool IsFirstLink => Row.Id is not null && Next.Version == 0;

    /// <summary>The log entry after the CRM's answer.</summary>
    public JobDetail Detail(CrmResult result, DateTimeOffset now) => new(
        JobId, Index, Next.Key.Id, result.Written ? result.Id : null, result.Written ? Outcome : Outcome.Failed, now, Payload, [.. Issues, .. result.Issues]);

    public RecordState StateAfter(CrmResult result)
    {
        var baseline = new FlatRecord(result.Stored);
        foreach (var (field, kept) in KeepBaseline)
            baseline[field] = kept;
        return Next with { CrmId = result.Id!, CrmBaseline = baseline.ToJson() };
    }
}
