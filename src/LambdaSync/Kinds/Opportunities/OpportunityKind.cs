using LambdaSync.Fields;
using LambdaSync.Gates;
using LambdaSync.Kinds.Invitations;
using LambdaSync.Mapping;
using LambdaSync.PartnerCentral;
using LambdaSync.Sync;
using LambdaSync.Sync.Invitations;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Steps;
using LambdaSync.Sync.Work;

namespace LambdaSync.Kinds.Opportunities;

/// <summary>
/// An opportunity: AWS is read where it reported something, the CRM where it has to be compared; what AWS changed goes to the CRM, then
/// what the CRM changed goes to AWS.
/// </summary>
/// <param name="mapped">The sections of AWS Marketplace that the mapping has; null: none.</param>
public sealed partial class OpportunityKind(KindRules rules, KindRules? leads = null, IReadOnlySet<string>? mapped = null) : IKind
{
    public WorkKind Kind => WorkKind.Opportunity;

    public CompiledMapping? MappingOf(RecordView view) => rules.Mapping;

    public Turn Next(RecordView view, DateTimeOffset now)
    {
        if (view.Stored is { } stored && !view.IsRepeated)
            return new(view, stored.Crm is { } write ? new Step.RepeatWrite(write) : new Step.RepeatCall(stored.Aws!));
        // What else there is to do is decided in the next claim, from the new state.
        if (view.IsRepeated)
            return Turns.Again(view, Reason.Crm);
        // A closed link is never opened again, whatever AWS has.
        if (view.State is { Closed: true })
            return new(view, new Step.Done());
        if (Followed(view, now) is { } followed)
            return followed;
        // A command's call has changed AWS's side, which the next claim reads.
        if (view.IsRequestSent)
            return Turns.Again(view, Reason.Refresh);
        if (!view.IsPrechecked && OwesAws(view))
            return ReadAws(view, now);
        return WithAws(view, now);
    }

    public CrmWrite? Status(RecordView view, WorkNext? end, DateTimeOffset now) =>
        view.State is { } state ? InvitationStatus.AddTo(Followers.AddTo(StatusRows.Of(rules, view, end, state.CrmId, now), rules.Mapping, view), rules.Mapping.Source, view) : null;

    public RecordView Shown(RecordView view, CrmWrite row, CrmResult result) => result.Written ? Followers.Written(rules.Mapping, view, row, result) : view;

    static bool OwesAws(RecordView view) =>
        view.State is null or { IsLinkOnly: true } || view.Has(Reason.Event, Reason.Sweep, Reason.Summary, Reason.Refresh, Reason.InDoubt)
        // The end of a submission has changed AWS's side; when AWS could not be read after it, the reason is left.
        || (view.State is { Submission.IsRunning: false } && (view.IsTaskRead || view.Has(Reason.Task)));

    // A conversion takes a day at most.
    static bool IsNew(AwsObservation aws, DateTimeOffset now) =>
        LeadBody.Date(OpportunityBody.Text(OpportunityBody.Of(aws.Document), "CreatedDate")) is not { } created || now - created < TaskTimes.Max;

    static bool OwesCrm(RecordView view) => view.Has(Reason.Crm, Reason.Locked, Reason.Refresh, Reason.InDoubt, Reason.Task) || view.Requests.Any();

    AwsRequest Opportunity(RecordView view) => AwsRequest.GetOpportunity(rules.Catalog, view.Key.Id);

    // Both sides of AWS, unless the first shows that the event was only the echo of our own last write.
    Turn ReadAws(RecordView view, DateTimeOffset now)
    {
        var (get, summary) = (Opportunity(view), AwsRequest.GetAwsOpportunitySummary(rules.Catalog, view.Key.Id));
        if (!view.Answers.TryGetValue(get.Operation, out var opportunity))
            return new(view, new Step.ReadAws(get));
        if (!view.Answers.TryGetValue(summary.Operation, out var awsSide))
        {
            view = Observe(view, opportunity, default, now);
            if (!IsEcho(view))
                return new(view, new Step.ReadAws(summary));
            view = view.WithState(view.State! with { OwnWrite = null }) with { IsPrechecked = true };
            return OwesCrm(view) ? WithAws(view, now) : new(view, new Step.Done());
        }

        view = Observe(view, opportunity, awsSide, now) with { IsPrechecked = true };
        return _inbound.Precheck(view, OwesCrm(view)) is { } settled ? new(settled, new Step.Done()) : WithAws(view, now);
    }

    bool IsEcho(RecordView view) =>
        view is { State: { OwnWrite: { } own } state, Aws: { } aws } && own == aws.Modified && !view.Has(Reason.Refresh, Reason.Summary, Reason.InDoubt)
        && rules.Inbound.CheckBaseline(aws, state) is Plan.Settle { Outcome: Outcome.Unchanged };

    static RecordView Observe(RecordView view, ReadOnlyMemory<byte> opportunity, ReadOnlyMemory<byte> summary, DateTimeOffset now)
    {
        var document = InvitationDocument.WithAcceptance(view.State?.AwsBaseline, OpportunityBody.Document(opportunity.Span, summary.Span));
        var seen = new AwsObservation(
            AceObject.Opportunity, view.Key.Id, OpportunityBody.Text(opportunity.Span, "PartnerOpportunityIdentifier"), OpportunityBody.Modified(opportunity.Span), 0,
            false, document, [])
        { Whole = true };
        return view with { Aws = seen.At(now), Payload = document };
    }

    Turn WithAws(RecordView view, DateTimeOffset now)
    {
        if (!view.IsCrmRead)
            return ReadCrm(view, now);
        // Only the CRM reported something: AWS is read when there is something to send.
        if (view.Aws is null)
        {
            if (view.Crm is null)
                return new(InboundSteps.Settle(view, Decision.Unlink(view.State!)), new Step.Done());
            if (rules.Outbound.NeedsAws(view.State!, view.CrmNow!) || view.Requests.Any() || IsDue(view.State!, view.CrmNow!))
            {
                if (!view.Answers.TryGetValue(Opportunity(view).Operation, out var opportunity))
                    return new(view, new Step.ReadAws(Opportunity(view)));
                view = Observe(view, opportunity, default, now);
            }
        }

        if (Referred(view, now) is { } referred)
            return referred;
        if (!view.IsInboundDone)
        {
            var turn = _inbound.Inbound(view, OwesAws(view), now);
            if (turn.Step is not Step.Done || !turn.View.IsInboundDone)
                return turn;
            view = turn.View;
        }

        var corrections = Corrected(view);
        return corrections.Step is Step.Done ? Compared(Sent(corrections.View, now)) : corrections;
    }

    // What AWS does not have yet, in the order in which AWS takes it.
    Turn Sent(RecordView view, DateTimeOffset now)
    {
        var turn = Parts(view, now);
        // A part answers one request at a time.
        for (var left = view.Requests.Count(); turn is { Step: Step.Done } && turn.View.Requests.Count() is > 0 and var still && still < left; left = still)
            turn = Parts(turn.View, now);
        // Whatever else it waits for, a submission that runs is followed.
        return turn is { Step: Step.Wait wait, View.State.Submission: { IsRunning: true } running } && TaskTimes.PollInterval(running, now) is var poll && poll < wait.For
            ? turn with { Step = wait with { For = poll, Reasons = [.. (wait.Reasons ?? turn.View.Reasons).Append(Reason.Task).Distinct()] } }
            : turn;
    }

    Turn Parts(RecordView view, DateTimeOffset now)
    {
        var turn = new Turn(view, new Step.Done());
        foreach (var part in (ReadOnlySpan<Func<RecordView, DateTimeOffset, Turn>>)[Assigned, Added, Outbound, Associated, Submitted, Invited])
        {
            turn = part(turn.View, now);
            if (turn.Step is not Step.Done)
                break;
        }

        return turn;
    }

    // A comparison that a person requested reports every value that stays different, with the reason.
    Turn Compared(Turn turn)
    {
        if (turn is not { Step: Step.Done, View: { State: { Closed: false } state, CrmNow: { } crm } view } || !view.Has(Reason.Refresh))
            return turn;
        var corrected = CorrectedFields(state, CorrectionsOf(view)).Fields.Select(f => f.Key);
        var known = view.Entries.SelectMany(e => e.Detail.Issues).Concat(view.Issues).Select(i => i.Field).Concat(Followers.Of(rules.Mapping, view).Fields.Select(f => f.Key)).Concat(corrected).ToHashSet();
        var different = rules.Differences.Of(state, crm).Where(i => !known.Contains(i.Field)).ToList();
        var isNews = view.Outcome is null or Outcome.Unchanged && view.Entries.Count == 0;
        return different.Count == 0 ? turn : turn with { View = view.WithIssues(different) with { Outcome = isNews ? Outcome.Skipped : view.Outcome } };
    }

    Turn ReadCrm(RecordView view, DateTimeOffset now)
    {
        if (_inbound.Creating(view, now) is { } creating)
            return creating;

        // What AWS has just made of a lead may be an opportunity that the CRM made of it too.
        if (view is { State: null, Aws: { PartnerId: null } aws } && leads?.Mapping.Source.Convert?.To is not null && IsNew(aws, now))
        {
            if (view.LeadsInWork is not { } inWork)
                return new(view, new Step.ReadLeadWork());
            var customer = new GateOpportunity(aws.Document).Text("Customer", "Account", "CompanyName");
            if (inWork.Any(lead => lead.Submission?.OpportunityId == view.Key.Id || (customer is not null && lead.Submission?.OpportunityId is null && string.Equals(LeadBody.CompanyName(lead.AwsBaseline), customer, StringComparison.OrdinalIgnoreCase))))
                return new(view, new Step.Wait(InboundSteps.CreationPollInterval, "a lead of the same customer is in work, which may have become this opportunity"));
        }

        return new(view, new Step.ReadCrm(CrmLookup.Of(view.Key.Id, view.Aws?.PartnerId, view.State)));
    }
}
