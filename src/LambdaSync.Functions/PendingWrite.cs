using LambdaSync.Connections.Crm;
using LambdaSync.Connections.State;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions;

/// <summary>A CRM write with all that its settlement needs, stored as an intent so that a resume sends the same bytes and tells the same story.</summary>
/// <param name="Job">The job that begins and ends with this write, or null: it is one of the job's many.</param>
sealed record PendingWrite(
    Job? Job, string JobId, int Index, Outcome Outcome, string CrmObject, CrmWrite Row, RecordState Next, Dictionary<string, string?> KeepBaseline,
    byte[] Payload, IReadOnlyList<Issue> Issues)
{
    /// <summary>The detail and the state after the CRM's answer.</summary>
    public Settlement Settled(Claimed claim, CrmResult result, DateTimeOffset now)
    {
        var issues = Issues.Concat(result.Issues).ToList();
        if (!result.Written)
            return new Settlement(new JobDetail(JobId, Index, Next.Key.AwsId, null, Outcome.Failed, now, Payload, issues)) { Claim = claim };
        return new Settlement(new JobDetail(JobId, Index, Next.Key.AwsId, result.Id, Outcome, now, Payload, issues), StateAfter(result)) { Claim = claim };
    }

    public RecordState StateAfter(CrmResult result)
    {
        var baseline = new FlatRecord(result.Stored);
        foreach (var (field, kept) in KeepBaseline)
            baseline[field] = kept;
        return Next with { CrmId = result.Id!, CrmBaseline = baseline.ToJson() };
    }
}
