using LambdaSync.Connections;
using LambdaSync.Connections.State;
using LambdaSync.Kinds;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions.Engine;

sealed partial class EngineRun
{
    // The records' status is shown in the CRM, in one call for each object. A record whose status can't be shown is due again, unless it waits anyway.
    async Task ShowStatus()
    {
        await _lease.Renew();
        var rows = _slots.Where(slot => _lease.Holds(slot.Claim)).Select(slot => (Slot: slot, Row: slot.Status(Now))).Where(r => r.Row is not null).ToList();
        if (rows.Count == 0)
            return;
        if (IsTimeOver)
        {
            foreach (var (slot, _) in rows.Where(r => IsLeftUnshown(r.Slot)))
                ShowNext(slot);
            return;
        }

        foreach (var group in rows.GroupBy(r => CrmMapping(r.Slot).Source.CrmObject))
            await ShowStatus(group.Key, [.. group.Select(r => (r.Slot, r.Row!))]);
    }

    async Task ShowStatus(string crmObject, IReadOnlyList<(Slot Slot, CrmWrite Row)> rows)
    {
        try
        {
            var results = await _parts.Crm.Write(crmObject, [.. rows.Select(r => r.Row)], None);
            foreach (var ((slot, row), result) in rows.Zip(results))
                Shown(slot, row, result);
        }
        catch (ConnectionException failed)
        {
            _parts.Log.Outage(failed);
            foreach (var (slot, _) in rows.Where(r => IsLeftUnshown(r.Slot)))
                _failures.Retry(slot, _parts.Settings.Outage, [], failed.Message, ReasonsToShow(slot));
        }
    }

    // What stopped the run may be what shows it. A record that was done would not come back, and one that waits for AWS's review not soon.
    void ShowStatusLater(IEnumerable<Slot> ended)
    {
        foreach (var slot in ended.Where(slot => _lease.Holds(slot.Claim) && IsLeftUnshown(slot) && slot.Status(Now) is not null))
            ShowNext(slot);
    }

    void Shown(Slot slot, CrmWrite row, CrmResult result)
    {
        slot.Shown(row, result);
        if (result.Outcome == CrmOutcome.Later && IsUnshown(slot))
            WaitForCrm(slot, result, ReasonsToShow(slot));
        else if (!result.Written && IsUnshown(slot))
            _failures.Retry(slot, _parts.Settings.Retry, result.Issues, RefusalOf(result), ReasonsToShow(slot));
        else
            slot.Note(slot.View.WithIssues(result.Issues.Select(i => i with { Severity = i.Severity == Severity.Error ? Severity.Warning : i.Severity })));
    }

    // Nothing else would bring it back soon: it is done, or waits for AWS's review. A CRM that refuses a parked record's status refuses it again.
    static bool IsUnshown(Slot slot) => slot.Next is WorkNext.Done || slot is { View.IsLocked: true, Next: WorkNext.Again };

    // While the CRM is away: whoever is to correct a parked record has to see that it failed, and an invitation waits for days.
    bool IsLeftUnshown(Slot slot) => IsUnshown(slot) || slot.Next is WorkNext.Parked || slot.WaitsLong(Now);

    // What the record waits for stays with it. One that waits for its time reads the CRM record anyway, and must not take this for a person's edit.
    static IReadOnlyList<string> ReasonsToShow(Slot slot) => slot.Next switch
    {
        WorkNext.Again { Reasons: { } waits } when !IsUnshown(slot) => [.. waits],
        WorkNext.Again { Reasons: { } waits } => [.. waits.Append(Reason.Crm).Distinct()],
        WorkNext.Parked parked => [.. (parked.Reasons ?? slot.View.Reasons).Append(Reason.Crm).Distinct()],
        _ => [Reason.Crm],
    };

    void ShowNext(Slot slot) => slot.Close(new WorkNext.Again(Now, (slot.Next as WorkNext.Again)?.Cause, Counts: false, ReasonsToShow(slot)));

    async Task<IReadOnlyList<WorkKey>> Settle(List<Notification> unsaved)
    {
        var ends = _slots.Select(slot => slot.Settlement([.. unsaved.Where(n => n.Subject == slot.Key.Id)], Now)).ToList();
        foreach (var slot in _slots)
        {
            if (slot is { Next: WorkNext.Parked parked, View.Outcome: Outcome.Failed })
                _parts.Log.Parked(slot.Key, parked.Cause);
        }

        await _parts.Notices.Send(ends, IsTimeOver);
        var stored = await _parts.Store.Settle(ends, None);
        foreach (var entry in ends.Where((_, i) => stored[i] is Settled.Stored or Settled.StoredAndRequeued).SelectMany(e => e.Entries))
            Telemetry.EntryStored(entry);
        foreach (var (slot, end) in _slots.Zip(ends).Where((_, i) => stored[i] is Settled.Stored or Settled.StoredAndRequeued))
        {
            if (slot.RowWritten is { } written)
                Telemetry.RowWritten(written, end.Notifications.Where(n => !n.Found).Select(n => n.At));
        }

        var taken = new List<Settlement>();
        foreach (var refused in ends.Where((_, i) => stored[i] == Settled.LinkTaken))
            taken.Add(await LinkTaken(refused));
        if (taken.Count > 0)
            await _parts.Store.Settle(taken, None);
        var saved = ends.Where((_, i) => stored[i] != Settled.Lost).SelectMany(e => e.Notifications).ToHashSet();
        unsaved.RemoveAll(saved.Contains);
        await Lost([.. _slots.Where((_, i) => stored[i] == Settled.Lost)]);
        return [.. _slots.Where((s, i) => stored[i] == Settled.StoredAndRequeued || (stored[i] == Settled.Stored && s.Next is WorkNext.Again again && again.Due <= Now)).Select(s => s.Key)];
    }

    // Another worker had taken these. What a sweep found is left to it, because the sweep's cursor moves past them. What this worker wrote
    // may have reached the CRM after that worker's own write, and no feed reports our own writes: both sides are compared again.
    async Task Lost(List<Slot> slots)
    {
        var ends = slots.Select(slot => slot.AfterLost()).OfType<Settlement>().ToList();
        if (ends.Count > 0)
            await _parts.Store.Settle(ends, None);
        var wakes = slots.Where(slot => slot.HasWritten).Select(slot => new Wake(slot.Key, Reason.InDoubt, slot.Claim.Lane, Now)).ToList();
        if (_terms.Sweep is { } reason)
            wakes.AddRange(slots.Select(slot => new Wake(slot.Key, reason, Lane.Sweep, Now)));
        if (wakes.Count > 0)
            await _parts.Store.Wake(wakes, None);
    }

    // Two AWS records name one CRM record, and the other one's link was stored first. No value of this one was written; its status may have been.
    async Task<Settlement> LinkTaken(Settlement refused)
    {
        var other = await _parts.Store.FindByCrmId(_parts.Settings.Catalog, refused.State!.CrmObject, refused.State.CrmId, None);
        var issue = Decision.LinkTaken(refused.State.CrmId, refused.State.Key.Id);
        return refused with
        {
            State = null,
            Entries = refused.Entries is [.., var last] ? [.. refused.Entries.SkipLast(1), last.Refused(issue)] : [],
            Next = new WorkNext.Parked(RecordIssues.Cause([issue])!),
            Intent = null,
            Wakes = other is null ? refused.Wakes : [.. refused.Wakes, new Wake(other, Reason.InDoubt, refused.Claim!.Lane, Now)],
        };
    }
}
