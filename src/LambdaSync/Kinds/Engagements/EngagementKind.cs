using LambdaSync.Fields;
using LambdaSync.Kinds.Invitations;
using LambdaSync.Kinds.Opportunities;
using LambdaSync.Mapping;
using LambdaSync.PartnerCentral;
using LambdaSync.Sync;
using LambdaSync.Sync.Invitations;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Steps;
using LambdaSync.Sync.Work;

namespace LambdaSync.Kinds.Engagements;

/// <summary>
/// An engagement: AWS's answer is kept with the contexts in it. One with a lead context is a lead of the CRM, both ways, until it becomes
/// an opportunity.
/// </summary>
/// <param name="rules">Of opportunities.</param>
/// <param name="leads">Of leads; null: the mapping has no section for them, and engagements are only kept.</param>
public sealed partial class EngagementKind(KindRules rules, KindRules? leads) : IKind
{
    readonly InboundSteps? _inbound = leads is null ? null : new(leads);

    public WorkKind Kind => WorkKind.Engagement;

    KindRules Leads => leads ?? throw new InvalidOperationException("leads are not mapped");

    InboundSteps InboundSteps => _inbound ?? throw new InvalidOperationException("leads are not mapped");

    public CompiledMapping? MappingOf(RecordView view) => leads?.Mapping;

    public Turn Next(RecordView view, DateTimeOffset now)
    {
        if (leads is null)
            return Kept(view, now);
        if (view.Stored is { } stored && !view.IsRepeated)
            return new(view, stored.Crm is { } write ? new Step.RepeatWrite(write) : new Step.RepeatCall(stored.Aws!));
        // What else there is to do is decided in the next claim, from the new state.
        if (view.IsRepeated)
            return Turns.Again(view, Reason.Crm);
        // A closed link is never opened again, whatever AWS has.
        if (view.State is { Closed: true })
            return Kept(view, now);
        if (Followed(view, now) is { } followed)
            return followed;
        // A command's call has changed AWS's side, which the next claim reads.
        if (view.IsRequestSent)
            return Turns.Again(view, Reason.Refresh);
        if (!view.IsPrechecked && OwesAws(view))
            return ReadAws(view, now);
        return WithAws(view, now);
    }

    public Turn WithStatus(RecordView view, Step.WriteCrm step, DateTimeOffset now) => InboundSteps.WithStatus(view, step, now);

    public RecordView Wrote(RecordView view, Step.WriteCrm step, CrmResult result, DateTimeOffset now) => InboundSteps.Wrote(view, step, result, now);

    public CrmWrite? Status(RecordView view, WorkNext? end, DateTimeOffset now) =>
        leads is not null && view.State is { } state && state.Key == view.Key
            ? InvitationStatus.AddTo(Followers.AddTo(StatusRows.Of(leads, view, end, state.CrmId, now), leads.Mapping, view), leads.Mapping.Source, view) : null;

    public RecordView Shown(RecordView view, CrmWrite row, CrmResult result) => result.Written ? Followers.Written(leads!.Mapping, view, row, result) : view;

    static bool OwesAws(RecordView view) =>
        view.State is null or { IsLinkOnly: true } || view.Has(Reason.Event, Reason.Sweep, Reason.Refresh, Reason.InDoubt);

    static bool OwesCrm(RecordView view) => view.Has(Reason.Crm, Reason.Refresh, Reason.InDoubt, Reason.Task) || view.Requests.Any();

    AwsRequest Engagement(RecordView view) => AwsRequest.GetEngagement(rules.Catalog, view.Key.Id);

    Turn Kept(RecordView view, DateTimeOffset now) => view.Answers.TryGetValue(Engagement(view).Operation, out var answer)
        ? new(Keep(view, answer, now), new Step.Done())
        : new(view, new Step.ReadAws(Engagement(view)));

    // Neither an event nor a sweep has named the engagement, but the invitation that was accepted: then its own notification is stored.
    static RecordView Keep(RecordView view, ReadOnlyMemory<byte> answer, DateTimeOffset now)
    {
        var kept = view with { Data = answer.ToArray() };
        if (view.Claim.Data is not null || view.Has(Reason.Event, Reason.Sweep))
            return kept;
        return kept with { Notifications = [new Notification($"found-Engagement-Created-{view.Key.Id}", view.Key.Catalog, now, "Engagement Created", view.Key.Id, null, Found: true)] };
    }

    Turn ReadAws(RecordView view, DateTimeOffset now)
    {
        if (!view.Answers.TryGetValue(Engagement(view).Operation, out var answer))
            return new(view, new Step.ReadAws(Engagement(view)));
        view = Observe(view, answer, now) with { IsPrechecked = true };
        if (view.Aws is null)
            return WithAws(view, now);
        if (IsEcho(view))
        {
            view = view.WithState(view.State! with { OwnWrite = null });
            return OwesCrm(view) ? WithAws(view, now) : new(view, new Step.Done());
        }

        return InboundSteps.Precheck(view, OwesCrm(view)) is { } settled ? new(settled, new Step.Done()) : WithAws(view, now);
    }

    bool IsEcho(RecordView view) =>
        view is { State: { OwnWrite: { } own } state, Aws: { } aws } && own == aws.Modified && !view.Has(Reason.Refresh, Reason.InDoubt)
        && Leads.Inbound.CheckBaseline(aws, state) is Plan.Settle { Outcome: Outcome.Unchanged };

    // An engagement without a lead context says nothing of a lead.
    static RecordView Observe(RecordView view, ReadOnlyMemory<byte> answer, DateTimeOffset now)
    {
        view = Keep(view, answer, now);
        if (LeadBody.Document(answer.Span, view.State?.Submission?.OpportunityId) is not { } lead)
            return view;
        var document = InvitationDocument.WithAcceptance(view.State?.AwsBaseline, lead);
        var seen = new AwsObservation(AceObject.Lead, view.Key.Id, LeadBody.CrmId(document), LeadBody.Date(LeadBody.ModifiedText(document)), 0, false, document, []) { Whole = true, Key = view.Key };
        return view with { Aws = seen.At(now), Payload = document };
    }

    Turn WithAws(RecordView view, DateTimeOffset now)
    {
        // No lead, and nothing of one is known: the engagement is its opportunity's.
        if (view.State is null && view.Aws is null && view.Requests.Any(r => r.Verb == RequestVerbs.Enriched))
            return new(Noted(view, now).View, new Step.Done());
        if (view.State is null && view.Aws is null)
            return new(view.Requests.FirstOrDefault() is { } request ? Replies.Refused(view, request, LeadIssues.NotThere()) : view, new Step.Done());
        if (view.State is null && Leads.TravelsInFiles)
            return new(LeftToFiles(view, now), new Step.Done());
        if (!view.IsCrmRead)
            return ReadCrm(view, now);
        // Only the CRM reported something: AWS is read when there is something to do there.
        if (view.Aws is null && !view.Answers.ContainsKey(Engagement(view).Operation))
        {
            if (view is { Crm: null, CrmConverted: null })
                return new(InboundSteps.Settle(view, Decision.Unlink(view.State!)), new Step.Done());
            if (view.CrmNow is not { } crm || Leads.Outbound.NeedsAws(view.State!, crm) || view.Requests.Any() || IsDue(view, view.State!))
                return new(view, new Step.ReadAws(Engagement(view)));
        }

        if (view.Aws is null && view.Answers.TryGetValue(Engagement(view).Operation, out var answer))
            view = Observe(view, answer, now);
        if (Offered(view, now) is { } offered)
            return offered;
        // A CRM may refuse every write to a record that its own conversion has closed.
        if (view.State is { } linked && ConvertedTo(view) is { } crmId)
            return linked.Submission?.OpportunityId is { } opportunity ? Linked(view, crmId, opportunity) : Converted(view, now);
        if (!view.IsInboundDone && (view.Aws is not null || view.Crm is not null))
        {
            var turn = InboundSteps.Inbound(view, OwesAws(view), now);
            if (turn.Step is not Step.Done || !turn.View.IsInboundDone)
                return turn;
            view = turn.View;
        }

        var sent = new Turn(view, new Step.Done());
        foreach (var part in (ReadOnlySpan<Func<RecordView, DateTimeOffset, Turn>>)[Outbound, Noted, Qualified, Converted])
        {
            sent = part(sent.View, now);
            if (sent.Step is not Step.Done)
                return sent;
        }

        return sent;
    }

    // A lead that no CRM record names may have come of an invitation that has one.
    Turn? Offered(RecordView view, DateTimeOffset now)
    {
        if (view is not { State: null, Crm: null, Aws: not null } || Leads.Mapping.Source.Invitation is null)
            return null;
        var received = AwsRequest.ListReceivedInvitationsTo(rules.Catalog, view.Key.Id);
        if (!view.Answers.TryGetValue(received.Operation, out var invitations))
            return new(view, new Step.ReadAws(received));
        return InvitationRecords.Accepted(invitations.Span, isLead: true) is { } invitation
            ? InvitationRecords.TakeOver(view, WorkKey.Invitation(rules.Catalog, invitation), Leads.Mapping.Source, from => (from, [InvitationIssues.TakenOver(invitation, view.Key.Id)]), now)
            : null;
    }

    Turn ReadCrm(RecordView view, DateTimeOffset now) =>
        InboundSteps.Creating(view, now) ?? new(view, new Step.ReadCrm(CrmLookup.Of(view.Key.Id, view.Aws?.PartnerId, view.State)));

    // The CRM's edits for AWS, on top of what AWS has.
    Turn Outbound(RecordView view, DateTimeOffset now)
    {
        if (view.IsOutboundDone || view.State is not { Closed: false } state || view.CrmNow is not { } crm || (view.Aws is null && Leads.Outbound.HasEdits(state, crm)))
            return new(view, new Step.Done());
        switch (Leads.Outbound.UpdateLead(state, crm, DateOnly.FromDateTime(now.UtcDateTime), view.Aws?.Document ?? default, view.Claim.State ?? state.LinkOnly()))
        {
            case OutboundPlan.Nothing nothing:
                return Turns.Nothing(view, state, nothing);
            case OutboundPlan.Held held:
                return Turns.Held(view, held.Issues);
            case OutboundPlan.Send send:
                return Update(view, state, state with
                {
                    AwsBaseline = send.Document,
                    CrmBaseline = send.CrmBaseline,
                    ReportedEdits = Followers.ReportedAfter(Leads.Mapping, state, send.Document),
                }, send, null, now);
            default:
                throw new InvalidOperationException("no such plan");
        }
    }

    // What needs no call: a lead that AWS is to get, and has; the end of an enrichment, whose result was read with the engagement.
    Turn Noted(RecordView view, DateTimeOffset now)
    {
        foreach (var request in view.Requests.Where(r => r.Verb is RequestVerbs.CreateLead or RequestVerbs.Enriched).ToList())
        {
            var issue = request.Verb == RequestVerbs.CreateLead
                ? LeadIssues.There(view.Key.Id)
                : LeadIssues.Enriched(request["task"] ?? "", request["status"] ?? "", request["reasonCode"], request["message"]);
            view = Replies.Answered(view, request, issue);
        }

        return new(view, new Step.Done());
    }

    // A qualification status that a command names. The baselines stay: it reaches the CRM as a change of AWS's.
    Turn Qualified(RecordView view, DateTimeOffset now)
    {
        if (view.Requests.FirstOrDefault(r => r.Verb == RequestVerbs.Qualify) is not { } request || view.State is not { Closed: false } state)
            return new(view, new Step.Done());
        if (view.Aws is null)
            return new(Replies.Refused(view, request, LeadIssues.NotThere()), new Step.Done());
        var status = request["qualificationStatus"] ?? "";
        return Leads.Outbound.Qualify(state, status, view.Aws.Document) switch
        {
            OutboundPlan.Send when view.IsDateMoved => Turns.Again(view, Reason.Crm),
            OutboundPlan.Send send => Update(view, state, state, send, request.ToReason(), now),
            OutboundPlan.Held held => new(Replies.Refused(view, request, held.Issues), new Step.Done()),
            _ => new(Replies.Answered(view, request, LeadIssues.Qualified(status)), new Step.Done()),
        };
    }

    Turn Update(RecordView view, RecordState state, RecordState next, OutboundPlan.Send send, string? request, DateTimeOffset now)
    {
        IReadOnlyList<Issue> issues = view.HasLastEntry ? send.Issues : [.. view.Issues, .. send.Issues];
        var call = new PendingCall(nameof(UpdateEngagementContext), send.Body, now, next, issues, state, Changes: FieldChanges.OfLead(state.AwsBaseline, send.Document))
        {
            IsPartial = send.IsPartial,
            Request = request,
        };
        return new(view with { IsOutboundDone = true }, new Step.CallAws(call, send.Overwrites));
    }
}
