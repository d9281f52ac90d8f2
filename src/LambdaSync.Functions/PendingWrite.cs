using LambdaSync.Connections.Crm;
using LambdaSync.Connections.State;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions;

/// <summary>A CRM write with all that its settlement needs, stored as an intent so that a resume sends the same bytes and tells the same story.</summary>
/// <param name="Job">A job of this write's own, or null when it belongs to a file's.</param>
sealed record PendingWrite(
    string JobId, int Index, Outcome Outcome, string CrmObject, CrmWrite Row, RecordState Next, Dictionary<string, string?> KeepBaseline,
    byte[] Payload, IReadOnlyList<Issue> Issues, Job? Job = null)
{
    /// <summary>The detail and the state after the CRM's answer.</summary>
    public Settlement Settled(Claimed claim, CrmResult result, DateTimeOffset now)
    {
        var issues = Issues.Concat(result.Issues).ToList();
        var detail = new JobDetail(JobId, Index, Next.Key.AwsId, result.Written ? result.Id : null, result.Written ? Outcome : Outcome.Failed, now, Payload, issues);
        return new Settlement(detail, result.Written ? StateAfter(result) : null) { Claim = claim, Job = Job is null ? null : OwnJob.Ended(Job, detail.Outcome, now) };
    }

    public RecordState StateAfter(CrmResult result)
    {
        var baseline = new FlatRecord(result.Stored);
        foreach (var (field, kept) in KeepBaseline)
            baseline[field] = kept;
        return Next with { CrmId = result.Id!, CrmBaseline = baseline.ToJson() };
    }
}
