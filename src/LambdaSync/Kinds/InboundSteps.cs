using LambdaSync.Kinds.Opportunities;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Steps;
using LambdaSync.Sync.Work;

namespace LambdaSync.Kinds;

/// <summary>What AWS changed on its way into the CRM, the same for every kind of record that both sides have.</summary>
sealed class InboundSteps(KindRules rules)
{
    /// <summary>How long a record waits for another one's worker that is about to link it.</summary>
    public static readonly TimeSpan CreationPollInterval = TimeSpan.FromSeconds(30);

    /// <summary>What can be said before the CRM is read: the view to settle, or null.</summary>
    /// <param name="owesCrm">The CRM is to be compared as well: an edit of it is sent all the same.</param>
    public RecordView? Precheck(RecordView view, bool owesCrm)
    {
        if ((rules.Inbound.Precheck(view.Aws!) ?? rules.Inbound.CheckBaseline(view.Aws!, view.State)) is not Plan.Settle settle)
            return null;
        var mayHaveEdits = owesCrm && view.State is { IsLinkOnly: false };
        return mayHaveEdits && (settle.Outcome is Outcome.Unchanged or Outcome.Stale || settle.Issues.Any(i => i.Code == IssueCodes.OutsideWhen))
            ? null
            : Settle(view, settle);
    }

    /// <summary>The step that comes before the CRM is read, or null: what is just being created from its CRM record is no new record.</summary>
    public Turn? Creating(RecordView view, DateTimeOffset now)
    {
        if (view is not { State: null, Aws.PartnerId: { } crmId })
            return null;
        if (!view.Neighbor.IsRead)
            return new(view, new Step.ReadWork(WorkKey.Crm(rules.Catalog, rules.Mapping.Source.CrmObject, crmId)));
        return view.Neighbor.Work is { Parked: false } work && (work.Intent is not null || work.ClaimedUntil > now)
            ? new(view, new Step.Wait(CreationPollInterval, "its CRM record is being created at AWS"))
            : null;
    }

    public Turn WithStatus(RecordView view, Step.WriteCrm step, DateTimeOffset now)
    {
        var row = StatusRows.AppendStatus(rules, step.Write, view.CrmNow, now);
        return new(view with { IsStatusShown = row is not null }, row is null ? step : step with { Write = step.Write with { Row = row } });
    }

    public RecordView Wrote(RecordView view, Step.WriteCrm step, CrmResult result, DateTimeOffset now)
    {
        var after = view.WithState(Followers.WithUntaken(rules.Mapping, view.CrmNow, step.Write, step.Write.StateAfter(result), result)) with
        {
            Intent = null,
            Outcome = null,
            CrmId = result.Id,
            CrmNow = CrmRows.Over(view.CrmNow, step.Write.Row, result),
            IsInboundDone = true,
        };
        return after.WithEntry(step.Write.Entry(result, now));
    }

    /// <summary>AWS's changes for the CRM. Done with IsInboundDone: there is nothing to write, and the CRM's edits are next.</summary>
    /// <param name="owesAws">AWS's side was to be compared.</param>
    public Turn Inbound(RecordView view, bool owesAws, DateTimeOffset now)
    {
        // AWS reported nothing: only edits that are never sent are of interest.
        if (view.Aws is null)
        {
            switch (rules.Inbound.Edited(view.State!, view.Crm!))
            {
                case Plan.Write write:
                    return Write(view with { Payload = view.State!.AwsBaseline }, write.Outcome, RowOf(view, write), write.Next, write.KeepBaseline, write.Issues);
                case Plan.Settle settle:
                    return WriteId(Settle(view with { Payload = view.State!.AwsBaseline }, settle), settle.Outcome);
                default:
                    return WriteId(view, Outcome.Unchanged);
            }
        }

        // The event of our own last write has come by now.
        var state = owesAws && view.State is { OwnWrite: { } own } before && view.Aws.Modified >= own ? before with { OwnWrite = null } : view.State;
        switch (rules.Inbound.Plan(view.Aws, state, view.Crm, view.Has(Reason.InDoubt)))
        {
            case Plan.Write write:
                return Write(view, write.Outcome, RowOf(view, write), write.Next, write.KeepBaseline, write.Issues, write.Masked);
            case Plan.Settle settle:
                if (state is not null && state != view.State)
                    view = view.WithState(state);
                view = Settle(view, settle);
                if (settle.Outcome == Outcome.Unchanged && view.Has(Reason.InDoubt))
                    view = WithFound(view, state, now);
                if (settle.Outcome == Outcome.Failed)
                    return new(view, new Step.Hold([], RecordIssues.Cause(settle.Issues) ?? settle.Issues[^1].Code));
                return view.Crm is null || view.State is null or { Closed: true } ? new(view, new Step.Done()) : WriteId(view, settle.Outcome);
            default:
                throw new InvalidOperationException("a plan is either a write or a settlement");
        }
    }

    // A worker that was stopped after a write without an intent has logged nothing.
    RecordView WithFound(RecordView view, RecordState? before, DateTimeOffset now)
    {
        if (before is null || view is not { State: { } next, CrmNow: { } crm } || FieldChanges.Found(rules.Mapping, before, next, crm) is not { Count: > 0 } changes)
            return view;
        var job = OwnJob.OfFound(view.Claim, view.Reasons, now);
        var detail = new JobDetail(job.Id, 0, next.Key.Id, next.CrmId, Outcome.Updated, now, view.Payload, view.Issues)
        {
            Reason = Reason.MostTelling(view.Reasons),
            Changes = changes,
        };
        return (view with { IsStatusShown = true }).WithEntry(new LogEntry(detail, OwnJob.Ended(job, Outcome.Updated, now)));
    }

    // The id that AWS gave is always in the CRM, whoever wrote another one there.
    Turn WriteId(RecordView view, Outcome outcome)
    {
        var source = rules.Mapping.Source;
        if (view.State is not { } state || view.CrmNow is not { } crm || (!crm.IsEmpty(source.AwsId) && Scalars.TextOf(crm[source.AwsId]!) == state.Key.Id))
            return new(view with { IsInboundDone = true }, new Step.Done());
        var row = new CrmWrite(state.CrmId, source.AwsId, state.Key.Id, "{}"u8.ToArray(), null, rules.Mapping.BaselineFields);
        // Nothing but the id is written, so nothing but the id is newly known.
        var baseline = new FlatRecord(state.CrmBaseline);
        var kept = rules.Mapping.BaselineFields.ToDictionary(name => name, name => baseline[name]);
        return Write(view, outcome == Outcome.Unchanged ? Outcome.Linked : outcome, row, state, kept, []);
    }

    /// <summary>What a plan settles without a write.</summary>
    public static RecordView Settle(RecordView view, Plan.Settle settle)
    {
        if (settle.Next is { } next)
            view = view.WithState(next);
        return view.WithIssues(settle.Issues) with { Outcome = settle.Outcome, CrmId = view.State?.CrmId };
    }

    CrmWrite RowOf(RecordView view, Plan.Write write) => CrmRows.Of(rules.Mapping, write, view.Crm);

    public Turn Write(
        RecordView view, Outcome outcome, CrmWrite row, RecordState next, IReadOnlyDictionary<string, string?> kept, IReadOnlyList<Issue> issues,
        IReadOnlyList<string>? masked = null)
    {
        var write = new PendingWrite("", 0, outcome, rules.Mapping.Source.CrmObject, row, next, new Dictionary<string, string?>(kept), view.Payload, [.. view.Issues, .. issues],
            Changes: FieldChanges.InCrm(rules.Mapping, view.CrmNow, row.Fields))
        {
            Masked = masked is { Count: > 0 } ? masked : null,
        };
        return new(view, CrmRows.Step(rules.Mapping, write, view.CrmNow));
    }
}
