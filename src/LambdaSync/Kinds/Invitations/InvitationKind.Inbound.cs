using LambdaSync.Sync;
using LambdaSync.Sync.Invitations;
using LambdaSync.Sync.Steps;
using LambdaSync.Sync.Work;

namespace LambdaSync.Kinds.Invitations;

public sealed partial class InvitationKind
{
    public Turn WithStatus(RecordView view, Step.WriteCrm step, DateTimeOffset now)
    {
        var (fields, after) = (new FlatRecord(step.Write.Row.Fields), new FlatRecord((view.CrmNow ?? new FlatRecord()).ToJson()));
        foreach (var (name, value) in fields.Fields)
            after[name] = value;
        foreach (var (name, value) in InvitationStatus.Changes(AnswersOf(view), MemoOf(view), ErrorOf(view, after), after).Fields)
            fields[name] = value;
        return new(view with { IsStatusShown = true }, step with { Write = step.Write with { Row = step.Write.Row with { Fields = fields.ToJson() } } });
    }

    public RecordView Wrote(RecordView view, Step.WriteCrm step, CrmResult result, DateTimeOffset now)
    {
        var after = view.WithState(step.Write.StateAfter(result)) with
        {
            Intent = null,
            Outcome = null,
            CrmId = result.Id,
            CrmNow = CrmRows.Over(view.CrmNow, step.Write.Row, result),
            IsInboundDone = true,
        };
        return after.WithEntry(step.Write.Entry(result, now));
    }

    // What the invitation shows, for the CRM. Done once IsInboundDone: the answer is next.
    Turn Inbound(RecordView view)
    {
        var done = new Turn(view with { IsInboundDone = true }, new Step.Done());
        // Its record may not say yet that it is over: the CRM was away.
        if (view is { State: { Closed: true, MovedTo: null } over, IsCrmRead: false } && view.Has(Reason.Crm, Reason.Refresh, Reason.InDoubt))
            return new(view, new Step.ReadCrm(new CrmLookup(null, null, over.CrmId)));
        // Without a mapping of its answer, a lead's record is its engagement's. What is over before it was seen gets no record: what came of it does.
        if (MemoOf(view) is var memo && ((memo.IsLead && !IsOfLeads(view)) || view.State is { Closed: true } || (view.State is null && !memo.IsPending)))
            return done;
        if (view.State is null && RulesOf(view).Inbound.Precheck(view.Aws!) is Plan.Settle left)
            return Settled(view, left);
        if (view.State is null && IsInFiles(MemoOf(view)))
            return LeftToFiles(view);
        if (!view.IsCrmRead)
            return new(view, new Step.ReadCrm(CrmLookup.Of(view.Key.Id, null, view.State)));
        switch (RulesOf(view).Inbound.Plan(view.Aws!, view.State, view.Crm, view.Has(Reason.InDoubt)))
        {
            case Plan.Write write:
                return Write(view, write);
            case Plan.Settle { Outcome: Outcome.Failed } failed:
                return new(view.WithIssues(failed.Issues), new Step.Hold([], RecordIssues.Cause(failed.Issues) ?? failed.Issues[^1].Code));
            case Plan.Settle settle:
                return Settled(view, settle);
            default:
                throw new InvalidOperationException("a plan is either a write or a settlement");
        }
    }

    // AWS's file brings the same customer: a second CRM record of it could not be answered. It is said once.
    static Turn LeftToFiles(RecordView view)
    {
        var memo = MemoOf(view);
        if (!InvitationMemo.Read(view.Claim.Data).IsLeftToFiles)
            view = view.WithIssues([InvitationIssues.LeftToFiles(memo.IsLead)]) with { Outcome = Outcome.Skipped };
        return new(With(view, memo with { IsLeftToFiles = true }) with { IsInboundDone = true }, new Step.Done());
    }

    static Turn Settled(RecordView view, Plan.Settle settle)
    {
        if (settle.Next is { } next)
            view = view.WithState(next);
        // What keeps the invitation out of the CRM is said once, not at each reminder.
        var isNews = view.State is not null || view.Claim.Data is null;
        if (isNews)
            view = view.WithIssues(settle.Issues) with { Outcome = settle.Outcome };
        return new(view with { IsInboundDone = true, CrmId = view.State?.CrmId }, new Step.Done());
    }

    Turn Write(RecordView view, Plan.Write plan)
    {
        var (fields, isNew) = (new FlatRecord(plan.Fields), plan.CrmId is null);
        if (isNew && AnswersOf(view).Owner is { } owner && fields[owner.Crm] is null && RulesOf(view).Mapping.OwnerFor(view.Aws!.Document) is { } named)
            fields[owner.Crm] = named;
        foreach (var (name, value) in isNew ? AnswersOf(view).Initial : new Dictionary<string, string>())
            fields[name] ??= value;
        var row = CrmRows.Of(RulesOf(view).Mapping, plan with { Fields = fields.ToJson() }, view.Crm);
        var write = new PendingWrite(
            "", 0, plan.Outcome, SourceOf(view).CrmObject, row, plan.Next, new Dictionary<string, string?>(plan.KeepBaseline), view.Payload, [.. view.Issues, .. plan.Issues],
            Changes: FieldChanges.InCrm(RulesOf(view).Mapping, view.CrmNow, row.Fields))
        {
            // The invitation shows little: what a CRM requires beyond it comes with the acceptance.
            Masked = isNew ? [.. RulesOf(view).Mapping.CrmFields.Where(name => fields[name] is null)] : null,
        };
        return new(view, CrmRows.Step(RulesOf(view).Mapping, write, view.CrmNow));
    }
}
