using LambdaSync.Connections;
using LambdaSync.Connections.State;
using LambdaSync.Kinds;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Steps;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions.Engine;

sealed partial class EngineRun
{
    static readonly TimeSpan CrmPollInterval = TimeSpan.FromMinutes(1);

    // One call for each object that is read.
    async Task<Exception?> ReadCrm(List<Slot> turn)
    {
        foreach (var group in turn.GroupBy(CrmMapping))
        {
            if (await ReadCrm(group.Key, [.. group]) is { } stopped)
                return stopped;
        }

        return null;
    }

    Task<Exception?> ReadCrm(CompiledMapping mapping, IReadOnlyList<Slot> turn) => CallCrm(turn, acts: false, async () =>
    {
        var lookups = turn.Select(slot => ((Step.ReadCrm)slot.Step!).By).ToList();
        var reads = await CrmReads.Load(_parts.Store, _parts.Crm, _parts.Absences, _parts.Settings.Catalog, mapping, lookups);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (slot, lookup) in turn.Zip(lookups))
            Learn(slot, lookup, reads.Of(lookup), taken);
    });

    void Learn(Slot slot, CrmLookup lookup, CrmAnswer answer, HashSet<string> taken)
    {
        var (view, found) = (slot.View, answer.Record);
        var linked = view.State is { Closed: false } state && lookup.LinkedId == state.CrmId ? state : null;
        if (Decision.Unusable(linked, slot.Key.Id, answer) is { } unusable)
        {
            HoldFor(slot, unusable);
            return;
        }

        if (linked is not null && answer is { State: CrmState.Merged, Into: { } survivor })
            view = view.Relinked(survivor with { Id = answer.Record!.Id }, Now);
        slot.Learn(view.WithCrm(answer));
        // Another worker has just linked this record, or an earlier record of this batch may be about to be linked to the same CRM
        // record: the next run sees that link.
        if (CrmReads.IsBehind(slot.Key.Id, slot.View.State, found) || (found is not null && !taken.Add(found.Id)))
            slot.Close(Failures.Later(slot.View, Now, null));
    }

    static void HoldFor(Slot slot, Issue issue) => Failures.Hold(slot, [issue], RecordIssues.Cause([issue])!);

    static CompiledMapping CrmMapping(Slot slot) => slot.Mapping ?? throw new InvalidOperationException($"{slot.Key} has no CRM object");

    async Task<Exception?> WriteCrm(List<Slot> turn)
    {
        var rows = turn.Select(slot => (Slot: slot, Row: Prepare(slot))).Where(r => r.Row is not null).Select(r => (r.Slot, Row: r.Row!)).ToList();
        rows.RemoveAll(r => !MayOverwrite(r.Slot, r.Row.Overwrites));
        await StoreIntents(rows);
        rows.RemoveAll(r => !r.Slot.IsOpen);
        return await Write(rows.ConvertAll(r => (r.Slot, r.Row.Write)), (slot, write, result, n) => Guard(slot, () => Written(slot, rows[n].Row, result)));
    }

    // The row as it is sent, with the status fields and the job of its log entry.
    Step.WriteCrm? Prepare(Slot slot)
    {
        Step.WriteCrm? prepared = null;
        Guard(slot, () =>
        {
            var step = slot.WithStatus((Step.WriteCrm)slot.Step!, Now);
            // A row that shows the result of a call has the call's job.
            var job = step.Write.Job ?? OwnJob.OfWrite(slot.Claim, slot.View.Reasons, Now);
            var reason = step.Write.Reason ?? Reason.MostTelling(slot.View.Reasons);
            prepared = step with { Write = step.Write.Over(slot.View.CrmNow) with { JobId = job.Id, Job = job, Reason = reason } };
        });
        return prepared;
    }

    async Task StoreIntents(List<(Slot Slot, Step.WriteCrm Row)> rows)
    {
        var needed = Enumerable.Range(0, rows.Count).Where(i => rows[i].Row.NeedsIntent).Select(i => (Row: i, Intent: WriteIntent.Of(rows[i].Slot.Claim, rows[i].Row.Write))).ToList();
        var ends = await WriteIntent.Store(_parts.Store, [.. needed.Select(n => n.Intent)], None);
        foreach (var ((row, intent), end) in needed.Zip(ends))
        {
            var slot = rows[row].Slot;
            rows[row] = (slot, rows[row].Row with { Write = intent.Write });
            switch (end)
            {
                case Settled.Stored:
                    slot.Note(slot.View with { Intent = intent.Bytes });
                    break;
                case Settled.LinkTaken:
                    HoldFor(slot, Decision.LinkTaken(intent.Write.Next.CrmId, slot.Key.Id));
                    break;
                default:
                    slot.Close(WorkNext.Finished);
                    break;
            }
        }
    }

    void Written(Slot slot, Step.WriteCrm step, CrmResult result)
    {
        // AWS has the record, whether or not the CRM takes its id.
        if (result.Written || step.IsAfterCall)
        {
            slot.Learn(slot.Wrote(step, result, Now));
            return;
        }

        if (step.Write.Awaits(result) is { } awaits)
        {
            slot.Note(slot.View with { Intent = null, Outcome = Outcome.Skipped, Issues = [.. step.Write.Issues, awaits] });
            if (slot.NeedsNoCrmRecord)
                slot.Learn(slot.View with { IsInboundDone = true });
            else
                Close(slot, new Step.Await("the CRM requires a value that AWS masks until the referral is accepted"));
            return;
        }

        switch (result.Outcome)
        {
            // The first link is stored, so what is left is the next claim's.
            case CrmOutcome.Conflict or CrmOutcome.Gone when !slot.View.IsCrmReadAgain && !step.Write.IsFirstLink:
                slot.Learn(slot.View.CrmAgain());
                break;
            case CrmOutcome.Conflict or CrmOutcome.Gone:
                slot.Note(slot.View with { Intent = null });
                _failures.Retry(slot, _parts.Settings.Retry, result.Said, RefusalOf(result));
                break;
            case CrmOutcome.Later:
                slot.Note(slot.View with { Intent = null });
                WaitForCrm(slot, result, Failures.ReasonsLeft(slot.View));
                break;
            default:
                slot.Note(slot.View with { Intent = null, Issues = [.. step.Write.Issues, .. result.Said] });
                Failures.Hold(slot, [], RefusalOf(result));
                break;
        }
    }

    // The CRM is busy with others: no failure of the record.
    void WaitForCrm(Slot slot, CrmResult result, IReadOnlyList<string> reasons) =>
        slot.Wait(result.RetryAfter ?? CrmPollInterval, new WorkNext.Again(Now, RefusalOf(result), Counts: false, [.. reasons]));

    /// <summary>Stopped workers' rows: what the CRM has now tells whether it took them. Each claim ends as its worker would have ended it, or continues from before the row.</summary>
    Task<Exception?> RepeatWrites(List<Slot> turn) => CallCrm(turn, acts: true, async () =>
    {
        foreach (var group in turn.GroupBy(CrmMapping))
        {
            var slots = group.ToList();
            var writes = slots.ConvertAll(slot => ((Step.RepeatWrite)slot.Step!).Write);
            var lookups = writes.ConvertAll(write => CrmLookup.Of(write.Row));
            var reads = await CrmReads.Load(_parts.Store, _parts.Crm, _parts.Absences, _parts.Settings.Catalog, group.Key, lookups);
            foreach (var ((slot, write), lookup) in slots.Zip(writes).Zip(lookups))
                Guard(slot, () => Resume(slot, group.Key, write, reads.Of(lookup).Record));
        }
    });

    void Resume(Slot slot, CompiledMapping mapping, PendingWrite write, CrmCurrent? found)
    {
        var fate = StoppedWrite.FateOf(mapping, write, found);
        if (fate == WriteFate.Taken)
        {
            var (taken, result) = StoppedWrite.Taken(mapping, write with { Next = slot.View.AtVersion(write.Next) }, found!);
            var settlement = WriteIntent.Settlement(slot.Claim, taken, result, Now);
            slot.Resume(settlement with { Next = new WorkNext.Again(Now, null, Counts: false, [.. slot.View.ReasonsWith(Reason.Crm)]) });
            return;
        }

        var view = slot.View with { Intent = null, Stored = null };
        slot.Learn(fate == WriteFate.Unknown ? view.InDoubt() : view);
    }

    // One call for each object that has rows.
    async Task<Exception?> Write(List<(Slot Slot, PendingWrite Write)> rows, Action<Slot, PendingWrite, CrmResult, int> answered)
    {
        foreach (var group in rows.Select((row, n) => (row.Slot, row.Write, N: n)).GroupBy(r => r.Write.CrmObject))
        {
            var stopped = await CallCrm([.. group.Select(r => r.Slot)], acts: true, async () =>
            {
                var results = await _parts.Crm.Write(group.Key, [.. group.Select(r => r.Write.Row)], None);
                foreach (var (row, result) in group.Zip(results))
                    answered(row.Slot, row.Write, result, row.N);
            });
            if (stopped is not null)
                return stopped;
        }

        return null;
    }

    /// <summary>One call of the CRM for several records.</summary>
    async Task<Exception?> CallCrm(IReadOnlyList<Slot> slots, bool acts, Func<Task> call)
    {
        if (IsTimeOver)
            return _failures.OfTime(slots, acts);
        try
        {
            await call();
            return null;
        }
        catch (ConnectionException failed)
        {
            return _failures.OfCrm(slots, failed, acts);
        }
    }

    /// <summary>Why the CRM refused a row, in a line.</summary>
    internal static string RefusalOf(CrmResult result) => RecordIssues.Cause(result.Said) ?? (result.Outcome == CrmOutcome.Refused ? "the CRM refused the write" : "the CRM did not take the write");
}
