using LambdaSync.Sync;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Steps;

namespace LambdaSync.Kinds;

/// <summary>Ends that kinds have in common.</summary>
static class Turns
{
    /// <summary>What is to be sent to AWS waits for a correction.</summary>
    /// <param name="issues">Why; at least one is an error.</param>
    public static Turn Held(RecordView view, IReadOnlyList<Issue> issues) => new(view with { IsOutbound = true }, new Step.Hold(issues, RecordIssues.Cause(issues)!));

    /// <summary>There is nothing to send of the CRM's edits: what was found on the way, and the baseline with it.</summary>
    public static Turn Nothing(RecordView view, RecordState state, OutboundPlan.Nothing nothing)
    {
        view = view.WithIssues(nothing.Issues) with
        {
            IsOutboundDone = true,
            Outcome = nothing.Issues.Any(i => i.Severity == Severity.Error) ? Outcome.Failed
                : view.Outcome is null or Outcome.Unchanged && nothing.Issues.Any(i => i.Severity == Severity.Warning) ? Outcome.Skipped
                : view.Outcome,
        };
        if (!nothing.CrmBaseline.AsSpan().SequenceEqual(state.CrmBaseline))
            view = view.WithState(state with { CrmBaseline = nothing.CrmBaseline });
        return new(view, new Step.Done());
    }

    /// <summary>What else there is to do is decided in the next claim, which is due at once.</summary>
    public static Turn Again(RecordView view, string reason) => new(view, new Step.Wait(TimeSpan.Zero, Reasons: view.ReasonsWith(reason)));
}
