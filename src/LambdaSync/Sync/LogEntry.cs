namespace LambdaSync.Sync;

/// <summary>One entry of the sync log: what one step changed, or how the work on a record ended.</summary>
/// <param name="Job">A job of this entry's own, which has ended with it; null when the detail belongs to a file's job.</param>
public sealed record LogEntry(JobDetail Detail, Job? Job = null)
{
    /// <summary>The same entry when the CRM record turned out to be linked to another AWS record: nothing of it is stored.</summary>
    public LogEntry Refused(Issue issue) => new(
        Detail with { Outcome = Outcome.Failed, CrmId = null, Issues = [.. Detail.Issues, issue], Changes = [] },
        Job is null ? null : OwnJob.Ended(Job, Outcome.Failed, Job.Ended ?? Job.Started));

    public LogEntry WithIssues(IEnumerable<Issue> more) => this with { Detail = Detail with { Issues = [.. Detail.Issues, .. more] } };
}
