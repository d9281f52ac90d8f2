using LambdaSync.Sync;
using LambdaSync.Sync.Steps;
using LambdaSync.Sync.Work;

namespace LambdaSync.Kinds;

/// <summary>The end of what a command requested of a record.</summary>
static class Replies
{
    /// <summary>It needs no call, or gets none.</summary>
    public static RecordView Answered(RecordView view, RecordRequest request, Issue issue) =>
        view.Without(request).WithIssues([issue]) with { Outcome = view.Outcome is null or Outcome.Unchanged ? Outcome.Skipped : view.Outcome };

    public static RecordView Refused(RecordView view, RecordRequest request, params IReadOnlyList<Issue> why) => view.Without(request).WithIssues(why) with { Outcome = Outcome.Failed };
}
