using LambdaSync.Gates;
using LambdaSync.Kinds.Marketplace;
using LambdaSync.PartnerCentral;
using LambdaSync.Sync;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Steps;
using LambdaSync.Sync.Work;

namespace LambdaSync.Kinds.Opportunities;

public sealed partial class OpportunityKind
{
    // A stage may require what is new, so that comes before the edits; what goes comes after them.
    Turn Added(RecordView view, DateTimeOffset now) => Associated(view, now, addsOnly: true);

    Turn Associated(RecordView view, DateTimeOffset now) => Associated(view, now, addsOnly: false);

    // Solutions, products and offers, one call each: the CRM's edits, then what commands request.
    Turn Associated(RecordView view, DateTimeOffset now, bool addsOnly)
    {
        if (view.State is not { Closed: false } state || view.CrmNow is not { } crm)
            return new(view, new Step.Done());
        var plan = rules.Outbound.Associated(state, crm, DateOnly.FromDateTime(now.UtcDateTime));
        var request = view.Requests.FirstOrDefault(r => r.Verb is RequestVerbs.Associate or RequestVerbs.Disassociate);
        if ((plan is null && request is null) || (addsOnly && plan?.Changes is not [{ IsAssociated: true }, ..]))
            return new(view, new Step.Done());
        // Another order, or one that is named twice, is no change that waits.
        if (!rules.AssociatesDuringReview && plan is not { Changes.Count: 0 } && OpportunityBody.ReviewStatus(state.AwsBaseline) is { } status && ReviewLock.Locks(status))
            return Locked(view, status);
        if (plan is null)
            return Requested(view, state, request!, now);
        var refused = plan.Issues.Where(issue => issue.Severity == Severity.Error).ToList();
        if (plan.Changes.Count == 0)
        {
            if (refused.Count > 0)
                return Turns.Held(view, refused);
            return new(view.WithState(state with { CrmBaseline = plan.CrmBaseline }).WithIssues(plan.Issues), new Step.Done());
        }

        var change = plan.Changes[0];
        if (GateOf(state, change, isEdit: true) is { } gate)
            return Turns.Held(view, [gate]);
        return Call(view, state, plan.AfterFirst(state), change, [.. view.HasLastEntry ? [] : view.Issues, .. plan.Issues], null, now);
    }

    Turn Requested(RecordView view, RecordState state, RecordRequest request, DateTimeOffset now)
    {
        var change = new RelatedChange(new Association(request["relatedEntityType"] ?? "", request["relatedEntityIdentifier"] ?? ""), request.Verb == RequestVerbs.Associate);
        if (Associations.Of(state.AwsBaseline).Contains(change.Entity) == change.IsAssociated)
            return new(Replies.Answered(view, request, RequestIssues.Done(request, change)), new Step.Done());
        if (GateOf(state, change, isEdit: false) is { } gate)
            return new(Replies.Refused(view, request, gate), new Step.Done());
        // The baselines stay as they are: the change reaches the CRM as one of AWS's.
        return Call(view, state, state, change, [], request.ToReason(), now);
    }

    // While edits are under way the others of the list are not there yet: what counts is checked when it is the turn of each.
    Issue? GateOf(RecordState state, RelatedChange change, bool isEdit) => change.IsAssociated
        ? AssociationGates.Adding(state.AwsBaseline, change.Entity.Type, change.Entity.Identifier, rules.Mapping) ?? AssociationGates.OfAccount(change.Entity.Type, change.Entity.Identifier, rules.Account, rules.Mapping)
        : AssociationGates.Removing(state.AwsBaseline, change.Entity.Type, change.Entity.Identifier, rules.Mapping) is { } issue && (isEdit || issue.Severity == Severity.Error) ? issue : null;

    Turn Call(RecordView view, RecordState state, RecordState next, RelatedChange change, IReadOnlyList<Issue> issues, string? request, DateTimeOffset now)
    {
        var body = AssociateOpportunity.Body(rules.Catalog, state.Key.Id, change.Entity);
        var name = change.IsAssociated ? nameof(AssociateOpportunity) : nameof(DisassociateOpportunity);
        var call = new PendingCall(name, body, now, next, issues, state, Changes: [AssociateOpportunity.Change(change.Entity, change.IsAssociated)]) { Request = request };
        return new(view, new Step.CallAws(call));
    }

    /// <summary>Offers and offer sets know which opportunity they are for, whoever has linked them: their lookups, and the news of their sale, go by it.</summary>
    public IReadOnlyList<(WorkKey Key, string Reason)> Reports(RecordView view, WorkNext end, IReadOnlyList<LogEntry> log)
    {
        if (mapped is not { Count: > 0 } || view is not { HasNewState: true, State: { } state } || view.Claim.State is { } claimed && claimed.AwsBaseline.AsSpan().SequenceEqual(state.AwsBaseline))
            return [];
        var (before, after) = (view.Claim.State is { } old ? Associations.Of(old.AwsBaseline) : [], Associations.Of(state.AwsBaseline));
        return [.. after.Except(before).Select(entity => Report(entity, RequestVerbs.Linked)).Concat(before.Except(after).Select(entity => Report(entity, RequestVerbs.Unlinked))).OfType<(WorkKey, string)>()];

        (WorkKey, string)? Report(Association entity, string verb)
        {
            var id = entity.Identifier[(entity.Identifier.LastIndexOf('/') + 1)..];
            return entity.Type is "AwsMarketplaceOffers" or "AwsMarketplaceOfferSets" && MarketSection.OfId(id) is { } section && mapped.Contains(section.Name)
                ? (section.Key(rules.Catalog, id), new RecordRequest(verb, new Dictionary<string, string>(StringComparer.Ordinal) { ["opportunity"] = state.Key.Id }).ToReason()) : null;
        }
    }

    Turn Locked(RecordView view, string status) => new(
        view with { IsLocked = true },
        new Step.Wait(
            rules.LockPollInterval, $"AWS holds the review lock ({status}); edits of the CRM wait",
            [Reason.Locked, .. view.RequestReasons], ResetsAttempts: true));
}
