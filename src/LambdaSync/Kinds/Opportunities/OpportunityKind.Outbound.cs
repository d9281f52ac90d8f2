using LambdaSync.PartnerCentral;
using LambdaSync.Sync;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Steps;
using LambdaSync.Sync.Work;

namespace LambdaSync.Kinds.Opportunities;

public sealed partial class OpportunityKind
{
    // The CRM's edits for AWS, on top of what AWS has.
    Turn Outbound(RecordView view, DateTimeOffset now)
    {
        // Without AWS's side only edits that no operation sends are reported.
        if (view.IsOutboundDone || view.State is not { Closed: false } state || view.CrmNow is not { } crm || (view.Aws is null && rules.Outbound.HasEdits(state, crm)))
            return new(view, new Step.Done());
        switch (rules.Outbound.Update(state, crm, DateOnly.FromDateTime(now.UtcDateTime), view.Aws?.Document ?? default, view.Claim.State ?? state.LinkOnly()))
        {
            case OutboundPlan.Nothing nothing:
                return Turns.Nothing(view, state, nothing);
            case OutboundPlan.Locked locked:
                return Locked(view, locked.ReviewStatus);
            case OutboundPlan.Held held:
                return Turns.Held(view, held.Issues);
            case OutboundPlan.Send send:
                return Update(view, state, send, now);
            default:
                throw new InvalidOperationException("no such plan");
        }
    }

    Turn Update(RecordView view, RecordState state, OutboundPlan.Send send, DateTimeOffset now)
    {
        // An update names the date of the version that it was made from.
        if (view.IsDateMoved)
            return Turns.Again(view, Reason.Crm);
        var next = state with
        {
            AwsBaseline = send.Document,
            CrmBaseline = send.CrmBaseline,
            ReportedEdits = Followers.ReportedAfter(rules.Mapping, state, send.Document),
        };
        // What was found on the way here belongs to this step, unless the last entry says it.
        IReadOnlyList<Issue> issues = view.HasLastEntry ? send.Issues : [.. view.Issues, .. send.Issues];
        var call = new PendingCall(nameof(UpdateOpportunity), send.Body, now, next, issues, state, Changes: FieldChanges.AtAws(state.AwsBaseline, send.Document))
        {
            IsPartial = send.IsPartial,
        };
        return new(view with { IsOutboundDone = true }, new Step.CallAws(call, send.Overwrites));
    }
}
