using LambdaSync.PartnerCentral;
using LambdaSync.Sync;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Steps;
using LambdaSync.Sync.Work;

namespace LambdaSync.Kinds.Opportunities;

public sealed partial class OpportunityKind
{
    // "Up to ten partners can work together" (guide for multi-partner opportunities): the sender and nine others.
    const int MaxPartners = 9;

    // Another partner is invited to the opportunity's engagement, because a command requests it.
    Turn Invited(RecordView view, DateTimeOffset now)
    {
        if (view.State is not { Closed: false } state || view.Requests.FirstOrDefault(r => r.Verb == RequestVerbs.Invite) is not { } request)
            return new(view, new Step.Done());
        if (InvitationPayload.Missing(state.AwsBaseline) is { Count: > 0 } missing)
            return Turns.Held(view, [.. missing.Select(path => RequestIssues.InviteIncomplete(rules.Mapping, path))]);
        var shared = AwsRequest.ListEngagementsOf(rules.Catalog, state.Key.Id);
        if (!view.Answers.TryGetValue(shared.Operation, out var associations))
            return new(view, new Step.ReadAws(shared));
        if (ResourceAssociation.All(associations.Span) is not [{ EngagementId: var engagement }, ..])
            return new(Replies.Refused(view, request, RequestIssues.NoEngagement()), new Step.Done());
        var list = AwsRequest.ListSentInvitations(rules.Catalog, engagement);
        if (!view.Answers.TryGetValue(list.Operation, out var sent))
            return new(view, new Step.ReadAws(list));
        List<SentInvitation> standing = [.. ListAnswer.Items(sent.Span, "EngagementInvitationSummaries").Select(item => SentInvitation.Of(item.Span)).Where(i => i is { Stands: true, IsOfPartner: true })];
        var account = request["account"] ?? "";
        if (standing.Find(i => i.Account == account) is { } there)
            return new(Replies.Answered(view, request, RequestIssues.InvitedAlready(account, there)), new Step.Done());
        if (standing.Count >= MaxPartners)
            return new(Replies.Refused(view, request, RequestIssues.TooManyPartners(MaxPartners)), new Step.Done());
        var payload = InvitationPayload.Of(state.AwsBaseline, request["responsibility"] ?? "");
        var body = CreateEngagementInvitation.Body(rules.Catalog, ClientToken.Of(view.Claim, view.Calls), engagement, account, request["alias"], request["message"] ?? "", payload);
        var call = new PendingCall(nameof(CreateEngagementInvitation), body, now, state, [RequestIssues.Invited(account, engagement)], state) { Request = request.ToReason() };
        return new(view, new Step.CallAws(call));
    }
}
