using LambdaSync.Connections.Crm;
using LambdaSync.Connections.State;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions;

/// <summary>A CRM write with all that its settlement needs, stored as an intent so that a resume sends the same bytes and tells the same story.</summary>
sealed record PendingWrite(
    string JobId, int Index, Outcome Outcome, string CrmObject, CrmWrite Row, RecordState Next, Dictionary<string, string?> KeepBaseline,
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
