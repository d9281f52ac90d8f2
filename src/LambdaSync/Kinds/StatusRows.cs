using LambdaSync.Gates;
using LambdaSync.Sync;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Steps;
using LambdaSync.Sync.Work;

namespace LambdaSync.Kinds;

/// <summary>A record's sync status as fields of its CRM record (row D10).</summary>
static class StatusRows
{
    /// <summary>The row with the status fields; null when an edit is left to be sent, because the outcome of that is not known yet.</summary>
    public static CrmWrite? AppendStatus(KindRules rules, PendingWrite write, FlatRecord? crm, DateTimeOffset now)
    {
        var row = write.Row;
        var (fields, after, baseline) = (new FlatRecord(row.Fields), new FlatRecord((crm ?? new FlatRecord()).ToJson()), new FlatRecord());
        foreach (var (name, kept) in write.KeepBaseline)
            baseline[name] = kept;
        foreach (var (name, value) in fields.Fields)
            (after[name], baseline[name]) = (value, value);
        if (crm is not null && rules.Outbound.HasEdits(write.Next with { CrmBaseline = baseline.ToJson() }, after))
            return null;
        var status = Counted(rules, Same(write.Next, hasUpdates: false), write.Next, now);
        foreach (var (name, value) in StatusFields.Changes(rules.Mapping.Source.Status, status, now, synced: true, after).Fields)
            fields[name] = value;
        return row with { Fields = fields.ToJson() };
    }

    /// <summary>The status of a record that did not fail: a draft says so, and what it lacks.</summary>
    public static RecordStatus Same(RecordState state, bool hasUpdates)
    {
        if (state.Key.IsEngagement)
            return OfLead(state, hasUpdates);
        var review = OpportunityBody.ReviewStatus(state.AwsBaseline);
        if (!Draft.Is(review))
            return new RecordStatus(SyncStatus.Synced, hasUpdates, review, null);
        return state.Submission switch
        {
            { IsRunning: true } => new RecordStatus(SyncStatus.WaitingForAws, hasUpdates, review, null),
            { HasFailed: true } failed when TaskReasons.Of(failed.ReasonCode ?? "") is var reason =>
                new RecordStatus(reason.MayRetry(failed.Attempts) ? SyncStatus.WaitingForAws : SyncStatus.Failed, hasUpdates, review, reason.Issue),
            _ => new RecordStatus(SyncStatus.Draft, hasUpdates, review, Draft.Incomplete(state.Key.Id, state.AwsBaseline)),
        };
    }

    // A lead has no review: its qualification status is what AWS says of it.
    static RecordStatus OfLead(RecordState state, bool hasUpdates)
    {
        var qualification = LeadBody.QualificationStatus(state.AwsBaseline);
        return state.Submission switch
        {
            { IsRunning: true } => new RecordStatus(SyncStatus.WaitingForAws, hasUpdates, qualification, null),
            { HasFailed: true } failed when TaskReasons.Of(failed.ReasonCode ?? "") is var reason =>
                new RecordStatus(reason.MayRetry(failed.Attempts) ? SyncStatus.WaitingForAws : SyncStatus.Failed, hasUpdates, qualification, Engagements.LeadIssues.Failed(reason)),
            _ => new RecordStatus(SyncStatus.Synced, hasUpdates, qualification, null),
        };
    }

    /// <summary>The status with the count of what keeps the opportunity from a good submission, where the CRM shows it.</summary>
    public static RecordStatus Counted(KindRules rules, RecordStatus status, RecordState state, DateTimeOffset now) => rules.Mapping.Source.Status?.Readiness is null || state.Key.IsEngagement
        ? status
        : status with { Readiness = Readiness.Count(state.AwsBaseline, rules.Mapping, DateOnly.FromDateTime(now.UtcDateTime)) };

    /// <summary>What is left to show once the record's end is known, or null.</summary>
    public static CrmWrite? Of(KindRules rules, RecordView view, WorkNext? end, string crmId, DateTimeOffset now)
    {
        if (view.CrmNow is not { } crm || view.State is { Closed: true } || end is WorkNext.Again { Counts: true })
            return null;
        var source = rules.Mapping.Source;
        List<Outcome> outcomes = [.. view.Entries.Select(e => e.Detail.Outcome), .. view.Outcome is { } last ? [last] : (Outcome[])[]];
        var hasFailed = outcomes.Contains(Outcome.Failed);
        var error = hasFailed ? view.Entries.SelectMany(e => e.Detail.Issues).Concat(view.Issues).FirstOrDefault(i => i.Severity == Severity.Error) : null;
        var status = view.State is { } state
            ? Counted(rules, Same(state, rules.Outbound.HasEdits(state, crm)), state, now)
            : new RecordStatus(SyncStatus.Synced, true, null, null);
        if (error is not null)
            status = status with { Status = SyncStatus.Failed, Error = error };
        else if (view.IsLocked)
            status = status with { Status = SyncStatus.WaitingForAws };
        // The row before this one may have shown this sync already.
        var synced = !hasFailed && outcomes.Any(o => o is Outcome.Created or Outcome.Updated or Outcome.Linked) && (view.IsOutbound || !view.IsStatusShown);
        var changes = StatusFields.Changes(source.Status, status, now, synced, crm);
        // The id tells that the row of a first link was taken.
        var id = view.State is { IsLinkOnly: false } linked ? linked.Key.Id : null;
        return changes.Count == 0 ? null : new CrmWrite(crmId, source.AwsId, id, changes.ToJson(), null, []);
    }
}
