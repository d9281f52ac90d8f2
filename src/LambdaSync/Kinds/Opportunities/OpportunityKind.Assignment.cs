using LambdaSync.PartnerCentral;
using LambdaSync.Sync;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Steps;
using LambdaSync.Sync.Work;

namespace LambdaSync.Kinds.Opportunities;

public sealed partial class OpportunityKind
{
    // Another owner or member of the team: AWS takes it at any review status.
    Turn Assigned(RecordView view, DateTimeOffset now)
    {
        if (view.State is not { Closed: false } state || view.CrmNow is not { } crm)
            return new(view, new Step.Done());
        if (rules.Outbound.Assignment(state, crm, DateOnly.FromDateTime(now.UtcDateTime)) is { } plan)
        {
            var next = state with { AwsBaseline = plan.Document, CrmBaseline = plan.CrmBaseline };
            if (plan.Assignee is { } assignee)
                return Call(view, state, next, assignee, plan.Issues, null, now);
            if (plan.Issues.Any(issue => issue.Severity == Severity.Error))
                return Turns.Held(view, plan.Issues);
            view = view.WithState(next).WithIssues(plan.Issues);
        }

        if (view.Requests.FirstOrDefault(r => r.Verb == RequestVerbs.Assign) is not { } request)
            return new(view, new Step.Done());
        return Assignee.Of(request["email"], request["firstName"], request["lastName"], request["businessTitle"]) is { } requested
            ? Call(view, view.State!, view.State!, requested, [], request.ToReason(), now)
            : new(Replies.Refused(view, request, OutboundIssues.NoAssignee("email")), new Step.Done());
    }

    Turn Call(RecordView view, RecordState state, RecordState next, Assignee assignee, IReadOnlyList<Issue> issues, string? request, DateTimeOffset now)
    {
        var change = new FieldChange($"OpportunityTeam[BusinessTitle={assignee.BusinessTitle}].Email", null, Mapping.Scalars.OfText(assignee.Email));
        var call = new PendingCall(nameof(AssignOpportunity), AssignOpportunity.Body(rules.Catalog, state.Key.Id, assignee), now, next, issues, state, Changes: [change]) { Request = request };
        return new(view, new Step.CallAws(call));
    }
}
