using Amazon.Lambda.Core;
using LambdaSync.Connections;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.Aws;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Kinds;
using LambdaSync.Marketplace.ChangeSets;
using LambdaSync.PartnerCentral;
using LambdaSync.Sync;
using LambdaSync.Sync.Steps;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions.Engine;

/// <summary>
/// The one loop that every record goes through: ask each claimed record's kind for its next step, run the lowest rank that any of them
/// wants, fold the answers into what is known, until all are ended; then settle once. It knows no kind and no operation.
/// </summary>
sealed partial class EngineRun
{
    const int MaxWork = 10_000;

    readonly EngineParts _parts;
    readonly RunTerms _terms;
    readonly ILambdaContext _context;
    readonly Failures _failures;
    readonly Lease _lease;
    List<Slot> _slots = [];
    IReadOnlyList<RecordState>? _invitations;

    /// <param name="lease">The claimed records, all of one kind.</param>
    public EngineRun(EngineParts parts, RunTerms terms, ILambdaContext context, Lease lease)
    {
        (_parts, _terms, _context, _lease) = (parts, terms, context, lease);
        _failures = new Failures(parts.Settings, terms, () => Now, parts.Random, parts.Log);
    }

    static CancellationToken None => CancellationToken.None;

    DateTimeOffset Now => _parts.Time.GetUtcNow();

    IEnumerable<Slot> Open => _slots.Where(s => s.IsOpen);

    /// <param name="unsaved">What AWS reported about the records; what is stored with them is removed.</param>
    public async Task<RunResult> Run(List<Notification> unsaved)
    {
        _slots = [.. _lease.Claims.OfType<Claimed>().Select(claim => new Slot(_parts.Kinds.Of(claim.Key), RecordView.Of(claim, _terms.Sweep)))];
        foreach (var slot in _slots.Where(s => s.View.IsOfNewerRelease))
            _failures.OfNewerRelease(slot);
        foreach (var slot in Open.Where(s => s.Claim.Missing is not null))
            Failures.Hold(slot, [RecordIssues.ValueMissing(slot.Claim.Missing!)], RecordIssues.ValueMissingCause(slot.Claim.Missing!));
        Exception? stopped = null;
        List<Slot>? ended = null;
        while (await Steps() is { } failed)
        {
            stopped ??= failed;
            if (failed is not QuotaUsedUpException)
                _parts.Log.Outage(failed);
            // Other workers need not wait until the claims expire. Records that AWS was read for are finished, unless the CRM or the store failed.
            ended ??= [.. _slots.Where(slot => !slot.IsOpen)];
            var waiting = Open.Where(slot => failed is QuotaUsedUpException && slot.Step is { CallsAws: true }).ToList();
            foreach (var slot in waiting.Count > 0 ? waiting : [.. Open])
                slot.Release();
        }

        if (stopped is null or QuotaUsedUpException)
            await ShowStatus();
        else
            ShowStatusLater(ended!);
        var again = await Settle(unsaved);
        return new RunResult(stopped is null ? again : [], stopped);
    }

    /// <returns>What has stopped the run before all records were ended, or null.</returns>
    async Task<Exception?> Steps()
    {
        try
        {
            while (true)
            {
                foreach (var slot in _slots)
                    Ask(slot);
                var open = Open.ToList();
                if (open.Count == 0)
                    return null;
                var rank = open.Min(s => s.Step!.Rank);
                await KeepLease();
                var turn = Open.Where(s => s.Step!.Rank == rank).OrderBy(s => s.View.Deadline ?? DateTimeOffset.MaxValue).ToList();
                if (turn.Count > 0 && await Turn(turn) is { } stopped)
                    return stopped;
            }
        }
        catch (Exception failed) when (failed is ConnectionException or QuotaUsedUpException or AwsServiceException)
        {
            return failed;
        }
    }

    Task<Exception?> Turn(List<Slot> turn) => turn[0].Step switch
    {
        Step.RepeatWrite => RepeatWrites(turn),
        Step.ReadCrm => ReadCrm(turn),
        Step.WriteCrm => WriteCrm(turn),
        _ => Each(turn),
    };

    // One record after another, each as far as it comes with steps of this rank.
    async Task<Exception?> Each(List<Slot> turn)
    {
        foreach (var slot in turn)
        {
            var rank = slot.Step!.Rank;
            while (slot is { IsOpen: true, Step: { } step } && step.Rank == rank)
            {
                if (await One(slot, step) is { } stopped)
                    return stopped;
                Ask(slot);
                await KeepLease();
            }
        }

        return null;
    }

    Task<Exception?> One(Slot slot, Step step) => step switch
    {
        Step.ReadAws read => ReadAws(slot, read.What),
        Step.ReadLink link => ReadLink(slot, link),
        Step.ReadWork work => ReadWork(slot, work),
        Step.ReadOrigin origin => ReadOrigin(slot, origin),
        Step.ReadLeadWork => ReadLeadWork(slot),
        Step.ReadInvitations => ReadInvitations(slot),
        Step.ReadOther other => ReadOther(slot, other),
        Step.TakePlace take => TakePlace(slot, take.Place),
        Step.ReadOthers others => ReadOthers(slot, others),
        Step.RepeatCall repeat => Repeat(slot, repeat.Call with { Next = slot.View.AtVersion(repeat.Call.Next) }, repeat.IsUnwanted),
        Step.CallAws call => IsOpenAtAws(slot, call.Call) && MayCreate(slot, call.Creates) && MayOverwrite(slot, call.Overwrites) ? Send(slot, call.Call) : Task.FromResult<Exception?>(null),
        _ => throw new InvalidOperationException($"{step.GetType().Name} is no step of one record"),
    };

    // A record's own boundary: an unexpected error in a decision stops no other record.
    void Ask(Slot slot) => Guard(slot, () =>
    {
        slot.Ask(Now);
        if (slot is { IsOpen: true, Step: Step.End end })
            Close(slot, end);
    });

    void Guard(Slot slot, Action decide)
    {
        try
        {
            decide();
        }
        catch (Exception failed) when (Failures.IsUnexpected(failed))
        {
            _failures.Unexpected(slot, failed);
        }
    }

    void Close(Slot slot, Step.End end)
    {
        switch (end)
        {
            case Step.Done:
                slot.Close(WorkNext.Finished);
                break;
            case Step.Wait wait:
                slot.Wait(wait.For, new WorkNext.Again(Now, wait.Cause, Counts: false, [.. wait.Reasons ?? Failures.ReasonsLeft(slot.View)], wait.ResetsAttempts));
                break;
            case Step.Hold hold:
                Failures.Hold(slot, hold.Issues, hold.Cause);
                break;
            case Step.Await await:
                slot.Close(new WorkNext.Parked(await.Cause));
                break;
            case Step.Hand hand:
                slot.Forward([.. hand.Reasons.Select(to => new Wake(to.Key, to.Reason, slot.Claim.Lane, Now))], WorkNext.Finished);
                break;
            case Step.Forward forward:
                slot.Forward(
                    [.. (forward.Requests ?? []).Prepend(forward.Reason).Select(reason => new Wake(forward.To, reason, slot.Claim.Lane, Now))],
                    forward.Again is { } again ? new WorkNext.Again(Now, null, Counts: false, [again]) : WorkNext.Finished);
                break;
            default:
                throw new InvalidOperationException($"{end.GetType().Name} is no end");
        }
    }

    // Another worker has the record by now: its settlement would be refused, so no step is begun.
    async Task KeepLease()
    {
        if (await _lease.Renew())
            return;
        foreach (var slot in Open.Where(s => !_lease.Holds(s.Claim)))
            slot.Close(WorkNext.Finished);
    }

    // A record counts once, whichever side is overwritten. One that the budget does not allow is left for when somebody has answered.
    bool MayOverwrite(Slot slot, bool overwrites)
    {
        if (_terms.Budget is null || !overwrites || slot.IsCounted)
            return true;
        if (slot.IsCounted = _terms.Budget.TryConsume())
            return true;
        slot.Note(slot.View.Postponed());
        slot.Release();
        // What an event reported is reconciled after the sweep, also when the clock that wrote it is ahead of this one.
        if (slot.Next is WorkNext.Again { Due: var due } again && due > Now && due - Now <= Lease.ClockDifference)
            slot.Close(again with { Due = Now });
        return false;
    }

    // AWS refuses the operation to this account: it has said so for another record.
    bool IsOpenAtAws(Slot slot, PendingCall call)
    {
        if (_parts.Closed.Why(OperationOf(slot, call), Now) is not { } why)
            return true;
        slot.Note(call.Answered(slot.View).WithIssues([AccountRefusals.NotSent(why)]) with { Outcome = Sync.Outcome.Skipped });
        slot.Close(WorkNext.Finished);
        return false;
    }

    // A creation can't be taken back: AWS deletes no opportunity. So a flood of them, from an import or a changed mapping, is cut off.
    bool MayCreate(Slot slot, bool creates)
    {
        if (!creates || _terms.Creations is not { } budget || slot.View.Has(Reason.Refresh) || budget.TryConsume())
            return true;
        slot.Close(Failures.Later(slot.View, Now + CreationBudget.Wait, budget.Cause));
        return false;
    }

    // Near the deadline nothing outside is begun.
    bool IsTimeOver => _context.RemainingTime < RecordEngine.Reserve;

    async Task<Exception?> ReadLink(Slot slot, Step.ReadLink link)
    {
        var key = await _parts.Store.FindByCrmId(_parts.Settings.Catalog, link.CrmObject, link.CrmId, None);
        slot.Learn(slot.View with { Link = (true, key) });
        return null;
    }

    Task<Exception?> ReadOrigin(Slot slot, Step.ReadOrigin origin) => CallCrm([slot], acts: false, async () =>
    {
        WorkKey? found = null;
        foreach (var lead in await _parts.Crm.FindRecords(origin.LeadObject, origin.Field, [origin.CrmId], [origin.Field], None))
            found ??= await _parts.Store.FindByCrmId(_parts.Settings.Catalog, origin.LeadObject, lead.Id, None) is { IsEngagement: true } key ? key : null;
        slot.Learn(slot.View with { Origin = (true, found) });
    });

    // Few leads have work waiting at a time.
    async Task<Exception?> ReadLeadWork(Slot slot)
    {
        slot.Learn(slot.View with { LeadsInWork = await Waiting(item => item.Key.IsEngagement && !item.Parked) });
        return null;
    }

    // Read once for all creations of the batch.
    async Task<Exception?> ReadInvitations(Slot slot)
    {
        _invitations ??= await Waiting(item => item.AwaitsAnswer);
        slot.Learn(slot.View with { Invitations = _invitations });
        return null;
    }

    async Task<IReadOnlyList<RecordState>> Waiting(Func<WorkItem, bool> which)
    {
        var work = await _parts.Store.ListWork(_parts.Settings.Catalog, MaxWork, None);
        var keys = work.Where(which).Select(item => item.Key).ToList();
        return keys.Count == 0 ? [] : await _parts.Store.GetRecords(keys, None);
    }

    async Task<Exception?> ReadOther(Slot slot, Step.ReadOther step)
    {
        // First the work: a worker that has it by then shows, and what it stores afterwards is not missed.
        var work = await _parts.Store.GetWork(step.Other, None);
        var states = await _parts.Store.GetRecords([step.Other], None);
        slot.Learn(slot.View with { Other = new OtherRecord(step.Other, work, states is [var state] ? state : null) });
        return null;
    }

    async Task<Exception?> TakePlace(Slot slot, ChangeSetPlace place)
    {
        if (_parts.Places is { } places && await places.Take(AccountOf(slot), place, None) is { } full)
            slot.Wait(ChangeSetPlaces.PollInterval, new WorkNext.Again(Now, full, Counts: false, [.. Failures.ReasonsLeft(slot.View)], IsNew: true));
        else
            slot.Learn(slot.View with { HasPlace = true });
        return null;
    }

    async Task<Exception?> ReadOthers(Slot slot, Step.ReadOthers step)
    {
        var states = await _parts.Store.GetRecords(step.Keys, None);
        slot.Learn(slot.View with { Others = states.ToDictionary(state => state.Key) });
        return null;
    }

    async Task<Exception?> ReadWork(Slot slot, Step.ReadWork work)
    {
        slot.Learn(slot.View with { Neighbor = (true, await _parts.Store.GetWork(work.Neighbor, None)) });
        return null;
    }
}

/// <summary>How a run has ended.</summary>
/// <param name="Again">Keys that are due again at once.</param>
/// <param name="Stopped">What has stopped it before its end, or null.</param>
sealed record RunResult(IReadOnlyList<WorkKey> Again, Exception? Stopped);
