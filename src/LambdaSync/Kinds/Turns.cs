using LambdaSync.Sync.Steps;

namespace LambdaSync.Kinds;

/// <summary>Ends that kinds have in common.</summary>
static class Turns
{
    /// <summary>What is to be sent to AWS waits for a correction.</summary>
    /// <param name="issues">Why; at least one is an error.</param>
    public static Turn Held(RecordView view, IReadOnlyList<Issue> issues) => new(view with { IsOutbound = true }, new Step.Hold(issues, RecordIssues.Cause(issues)!));

    /// <summary>What else there is to do is decided in the next claim, which is due at once.</summary>
    public static Turn Again(RecordView view, string reason) => new(view, new Step.Wait(TimeSpan.Zero, Reasons: view.ReasonsWith(reason)));
}
