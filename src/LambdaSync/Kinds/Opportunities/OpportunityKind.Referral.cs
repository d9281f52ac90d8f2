using LambdaSync.PartnerCentral;
using LambdaSync.Sync;
using LambdaSync.Sync.Invitations;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Steps;
using LambdaSync.Sync.Work;

namespace LambdaSync.Kinds.Opportunities;

public sealed partial class OpportunityKind
{
    // An opportunity is made when its invitation is accepted, and read soon afterwards, if not for an outage.
    static readonly TimeSpan SinceAcceptance = TimeSpan.FromDays(90);

    /// <summary>
    /// An opportunity that no CRM record names may have come of an invitation that has one: then it takes over that record, and its data follow
    /// in the next claim. Null: it has come of none that is known here, as far as it was found out.
    /// </summary>
    Turn? Referred(RecordView view, DateTimeOffset now)
    {
        if (view is not { State: null, Crm: null, Aws: { } aws } || !MayBeReferral(aws, now))
            return null;
        var list = AwsRequest.ListAcceptancesBehind(rules.Catalog, view.Key.Id);
        if (!view.Answers.TryGetValue(list.Operation, out var tasks))
            return new(view, new Step.ReadAws(list));
        var invitation = TaskSummary.First(tasks.Span)?.InvitationId;
        if (invitation is null)
        {
            // Accepted in Partner Central's pages, which start no task: the engagement leads to the invitation.
            var engagements = AwsRequest.ListEngagementsOf(rules.Catalog, view.Key.Id);
            if (!view.Answers.TryGetValue(engagements.Operation, out var found))
                return new(view, new Step.ReadAws(engagements));
            if (ResourceAssociation.All(found.Span) is not [var first, ..])
                return null;
            var received = AwsRequest.ListReceivedInvitationsTo(rules.Catalog, first.EngagementId);
            if (!view.Answers.TryGetValue(received.Operation, out var invitations))
                return new(view, new Step.ReadAws(received));
            invitation = ListAnswer.Items(invitations.Span, "EngagementInvitationSummaries").Select(item => InvitationMemo.Read(item.ToArray()))
                .FirstOrDefault(memo => memo is { Status: InvitationMemo.Accepted, IsLead: false })?.Id;
            if (invitation is null)
                return null;
        }

        var key = WorkKey.Invitation(rules.Catalog, invitation);
        if (view.Other?.Key != key)
            return new(view, new Step.ReadOther(key));
        // Its CRM record may be in the making.
        if (view.Other.Work is { Parked: false } work && (work.Intent is not null || work.ClaimedUntil > now))
            return new(view, new Step.Wait(InboundSteps.CreationPollInterval, "the CRM record of its invitation is being made"));
        return view.Other.State is { Closed: false, MovedTo: null } from && from.CrmObject == rules.Mapping.Source.CrmObject ? TakeOver(view, from) : null;
    }

    static bool MayBeReferral(AwsObservation aws, DateTimeOffset now) =>
        // A draft is the partner's own.
        !Draft.Is(OpportunityBody.ReviewStatus(aws.Document))
        && (OpportunityBody.Created(OpportunityBody.Of(aws.Document)) is not { } created || created > now - SinceAcceptance);

    Turn TakeOver(RecordView view, RecordState from)
    {
        // Where updates do not reach the CRM, what was masked is filled all the same, by the rules of a first link.
        var known = rules.Mapping.Source.InboundUpdates ? from : from.LinkOnly();
        var state = known with { Key = view.Key, Version = 0, AwsModified = null, OwnWrite = null, Submission = null };
        var issue = Issue.Note(IssueCodes.InvitationAnswered, null, view.Key.Id, $"the opportunity came of invitation {from.Key.Id} and has its CRM record now", "nothing to do: its data follow");
        var linked = view.WithState(state).WithIssues([issue]) with { TakesOver = from, Outcome = Outcome.Linked, CrmId = from.CrmId };
        return new(linked, new Step.Wait(TimeSpan.Zero, Reasons: [Reason.Refresh, .. view.RequestReasons]));
    }

    // The invitation that the record came of was accepted, whatever it showed last.
    static byte[] WithAcceptance(RecordState? state, byte[] document)
    {
        if (state is null || InvitationDocument.Accepted(state.AwsBaseline) is not { } accepted)
            return document;
        return OpportunityBody.WithRoot(document, "invitation", accepted);
    }
}
