using LambdaSync.Fields;
using LambdaSync.Mapping;
using LambdaSync.PartnerCentral;
using LambdaSync.Sync;
using LambdaSync.Sync.Invitations;
using LambdaSync.Sync.Steps;
using LambdaSync.Sync.Work;

namespace LambdaSync.Kinds.Invitations;

/// <summary>
/// An invitation that the partner received. One to an opportunity, and one to a lead where the mapping says so, becomes a CRM record with
/// what it shows; it is answered from that record, by a command or by a rule, and reminded of until it is over. What comes of it takes over
/// the CRM record.
/// </summary>
/// <param name="rules">Of opportunities.</param>
/// <param name="leads">Of leads; null: the mapping has no section for them.</param>
public sealed partial class InvitationKind(KindRules rules, KindRules? leads = null) : IKind
{
    static readonly InvitationMapping None = new(null, [], [], null, null, null, null, null);

    public WorkKind Kind => WorkKind.Invitation;

    public bool NeedsNoCrmRecord => true;

    public CompiledMapping MappingOf(RecordView view) => RulesOf(view).Mapping;

    // A lead is offered in the CRM's object of leads, where the mapping says how it is answered there.
    bool IsOfLeads(RecordView view) => leads?.Mapping.Source.Invitation is not null && MemoOf(view).IsLead;

    KindRules RulesOf(RecordView view) => IsOfLeads(view) ? leads! : rules;

    ObjectMapping SourceOf(RecordView view) => RulesOf(view).Mapping.Source;

    InvitationMapping AnswersOf(RecordView view) => SourceOf(view).Invitation ?? None;

    IReadOnlyList<DateOnly> HolidaysFor(InvitationMemo memo) => InvitationMapping.HolidaysFor(memo.IsLead, rules.Mapping.Source, leads?.Mapping.Source);

    public Turn Next(RecordView view, DateTimeOffset now)
    {
        if (view.Stored is { } stored && !view.IsRepeated)
            return new(view, stored.Crm is { } write ? new Step.RepeatWrite(write) : new Step.RepeatCall(stored.Aws!));
        // What else there is to do is decided in the next claim, from what AWS has by then.
        if (view.IsRepeated)
            return Turns.Again(view, Reason.Crm);
        if (view.IsRequestSent)
            return Again(view);
        if (view.State?.MovedTo is { } opportunity)
            return Moved(view, opportunity);
        if (Followed(view, now) is { } followed)
            return followed;
        var get = AwsRequest.GetEngagementInvitation(rules.Catalog, view.Key.Id);
        if (!view.Answers.TryGetValue(get.Operation, out var answer))
            return new(view, new Step.ReadAws(get));
        if (answer.IsEmpty)
            return Gone(view);
        if (!view.IsPrechecked)
        {
            if (OfSender(view, answer) is { } sent)
                return sent;
            view = Observe(view, answer);
        }

        if (!view.IsInboundDone)
        {
            var turn = Inbound(view);
            if (!turn.View.IsInboundDone)
                return turn;
            view = turn.View;
        }

        return MemoOf(view).IsPending ? Pending(view, now) : Over(view);
    }

    public CrmWrite? Status(RecordView view, WorkNext? end, DateTimeOffset now)
    {
        if (view is not { State: { MovedTo: null } state, CrmNow: { } crm } || end is WorkNext.Again { Counts: true })
            return null;
        var changes = InvitationStatus.Changes(AnswersOf(view), MemoOf(view), ErrorOf(view, crm), crm);
        return changes.Count == 0 ? null : new CrmWrite(state.CrmId, SourceOf(view).AwsId, state.Key.Id, changes.ToJson(), null, []);
    }

    /// <summary>What is kept with the invitation, as this run has it by now.</summary>
    static InvitationMemo MemoOf(RecordView view) => InvitationMemo.Read(view.Data ?? view.Claim.Data);

    static RecordView With(RecordView view, InvitationMemo memo) => view with { Data = memo.ToJson() };

    RecordView Observe(RecordView view, ReadOnlyMemory<byte> answer)
    {
        var memo = MemoOf(view).With(answer.Span) with { IsLeftToFiles = false };
        view = With(view, memo);
        var document = InvitationDocument.Of(answer.Span, HolidaysFor(memo));
        return view with
        {
            IsPrechecked = true,
            Payload = document,
            Deadline = memo.IsPending ? memo.Deadline(HolidaysFor(memo)) : null,
            Aws = new AwsObservation(IsOfLeads(view) ? AceObject.Lead : AceObject.Opportunity, view.Key.Id, null, null, 0, false, document, []) { Whole = true, Key = view.Key },
        };
    }

    // An event or a sweep names only invitations that the partner received; a command may name one that it sent.
    Turn? OfSender(RecordView view, ReadOnlyMemory<byte> answer)
    {
        if (view.Claim.Data is not null || view.State is not null || view.Has(Reason.Event, Reason.Sweep) || InvitationMemo.Read(answer.ToArray()).Engagement is not { } engagement)
            return null;
        var list = AwsRequest.ListReceivedInvitationsTo(rules.Catalog, engagement);
        if (!view.Answers.TryGetValue(list.Operation, out var received))
            return new(view, new Step.ReadAws(list));
        return ListAnswer.Items(received.Span, "EngagementInvitationSummaries").Any(item => InvitationMemo.Read(item.ToArray()).Id == view.Key.Id)
            ? null
            : new(Answered(view, InvitationIssues.Sent(view.Key.Id)), new Step.Done());
    }

    // Its opportunity has the CRM record: whatever is edited there is the opportunity's.
    static Turn Moved(RecordView view, WorkKey opportunity)
    {
        view = Answered(view, InvitationIssues.Over(InvitationMemo.Accepted));
        return new(view, view.Has(Reason.Crm, Reason.Refresh, Reason.InDoubt) ? new Step.Forward(opportunity, view.Has(Reason.Refresh) ? Reason.Refresh : Reason.Crm) : new Step.Done());
    }

    // AWS does not know it any more: it is over, and its CRM record says so.
    Turn Gone(RecordView view)
    {
        var memo = MemoOf(view);
        if (memo.IsEmpty && view.State is null)
        {
            var answered = Answered(view, InvitationIssues.Unknown(view.Key.Id));
            return new(answered.HasLastEntry ? answered : view.WithIssues([InvitationIssues.Unknown(view.Key.Id)]) with { Outcome = Outcome.Skipped }, new Step.Done());
        }

        if (view.State is { Closed: false } && !view.IsCrmRead)
            return new(view, new Step.ReadCrm(CrmLookup.Of(view.Key.Id, null, view.State)));
        return Over(memo.IsGone ? view : With(view, memo.WithoutAnswer()));
    }

    // Every request of a command that asks for an answer has this one.
    static RecordView Answered(RecordView view, Issue issue)
    {
        var requests = view.Requests.Where(request => RequestVerbs.IsAnswer(request.Verb)).ToList();
        if (requests.Count == 0)
            return view;
        return requests.Aggregate(view, (all, request) => all.Without(request)).WithIssues([issue]) with { Outcome = Outcome.Skipped };
    }
}
