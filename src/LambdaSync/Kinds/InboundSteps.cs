using LambdaSync.Kinds.Opportunities;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Steps;

namespace LambdaSync.Kinds;

/// <summary>What AWS changed on its way into the CRM, the same for every kind of record that both sides have.</summary>
sealed class InboundSteps(KindRules rules)
{
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
                    return Write(view with { Payload = view.State!.AwsBaseline }, write.Outcome, RowOf(write), write.Next, write.KeepBaseline, write.Issues);
                case Plan.Settle settle:
                    return WriteId(Settle(view with { Payload = view.State!.AwsBaseline }, settle), settle.Outcome);
                default:
                    return WriteId(view, Outcome.Unchanged);
            }
        }

        // The event of our own last write has come by now.
        var state = owesAws && view.State is { OwnWrite: { } own } before && view.Aws.Modified >= own ? before with { OwnWrite = null } : view.State;
        switch (rules.Inbound.Plan(view.Aws, state, view.Crm, view.Has(Sync.Work.Reason.InDoubt)))
        {
            case Plan.Write write:
                return Write(view, write.Outcome, RowOf(write), write.Next, write.KeepBaseline, write.Issues, write.Masked);
            case Plan.Settle settle:
                if (state is not null && state != view.State)
                    view = view.WithState(state);
                view = Settle(view, settle);
                if (settle.Outcome == Outcome.Unchanged && view.Has(Sync.Work.Reason.InDoubt))
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
            Reason = Sync.Work.Reason.MostTelling(view.Reasons),
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

    CrmWrite RowOf(Plan.Write write) => CrmRows.Of(rules.Mapping, write);

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
