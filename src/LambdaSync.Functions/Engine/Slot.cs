using LambdaSync.Connections.State;
using LambdaSync.Sync;
using LambdaSync.Sync.Steps;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions.Engine;

/// <summary>One claimed record in a run: its view, its next step, and in the end what is settled. The only thing in a run that changes.</summary>
sealed class Slot
{
    // More steps than any record needs: a step that changes nothing would be asked for without end.
    const int MaxSteps = 40;

    readonly IKind _kind;
    TimeSpan? _delay;
    Wake? _forward;
    Settlement? _resumed;
    int _steps;

    public Slot(IKind kind, RecordView view) => (_kind, View) = (kind, view);

    public Claimed Claim => View.Claim;

    public WorkKey Key => View.Key;

    public RecordView View { get; private set; }

    /// <summary>The next step; null: to be asked for.</summary>
    public Step? Step { get; private set; }

    /// <summary>How the claim ends; null while the record is in work.</summary>
    public WorkNext? Next { get; private set; }

    public bool IsOpen => Next is null;

    /// <summary>The record was counted against the sweep's budget.</summary>
    public bool IsCounted { get; set; }

    /// <summary>The claim ends as the stopped worker would have ended it, with that worker's log entry.</summary>
    public bool IsResumed => _resumed is not null;

    /// <summary>Asks for the next step, unless it is known.</summary>
    /// <exception cref="InvalidOperationException">The record takes too many steps.</exception>
    public void Ask(DateTimeOffset now)
    {
        if (!IsOpen || Step is not null)
            return;
        if (++_steps > MaxSteps)
            throw new InvalidOperationException($"{_kind.Kind} takes more than {MaxSteps} steps");
        (View, Step) = _kind.Next(View, now);
    }

    /// <summary>The step's result: the next one is to be asked for.</summary>
    public void Learn(RecordView view) => (View, Step) = (view, null);

    /// <summary>Something about the view that does not change the next step.</summary>
    public void Note(RecordView view) => View = view;

    /// <summary>The row with the status fields in it.</summary>
    public Step.WriteCrm WithStatus(Step.WriteCrm step, DateTimeOffset now)
    {
        (View, var shown) = _kind.WithStatus(View, step, now);
        return (Step.WriteCrm)shown;
    }

    public RecordView Wrote(Step.WriteCrm step, CrmResult result) => _kind.Wrote(View, step, result);

    /// <summary>What is left to show in the CRM, or null.</summary>
    public CrmWrite? Status(DateTimeOffset now) => IsResumed ? null : _kind.Status(View, Next, now);

    public void Close(WorkNext next) => (Next, _delay) = (next, null);

    /// <summary>The record waits for so long, from the settlement on.</summary>
    public void Wait(TimeSpan delay, WorkNext.Again next) => (Next, _delay) = (next, delay);

    public void Forward(Wake wake) => (_forward, Next) = (wake, WorkNext.Finished);

    public void Resume(Settlement settlement) => (_resumed, Next) = (settlement, settlement.Next);

    /// <summary>The claim is released as it was, except for what a worker before may have left behind.</summary>
    public void Release() => Close(Claim.AsBefore(View.Has(Reason.Unsettled) ? [Reason.Unsettled] : null));

    /// <summary>The claim's end, with the notifications about this record.</summary>
    public Settlement Settlement(IReadOnlyList<Notification> notifications, DateTimeOffset now)
    {
        if (_delay is { } delay && Next is WorkNext.Again again)
            Close(again with { Due = now + delay });
        if (_resumed is { } resumed)
            return resumed with { Notifications = notifications };
        var (job, detail) = Log(now);
        return new Settlement(detail, View.HasNewState ? View.State : null)
        {
            Claim = Claim,
            Next = Next!,
            Intent = View.Intent,
            Data = View.Data,
            Job = job,
            Wakes = _forward is { } wake ? [wake] : [],
            Notifications = notifications,
        };
    }

    /// <summary>What is still to be stored although another worker was first, or null.</summary>
    public Settlement? AfterLost() =>
        // What the stopped worker has logged is not logged again, but the record goes on.
        _resumed is { } resumed ? resumed with { Detail = null, Job = null }
        // The link is stored already, by the opportunity's own event.
        : _forward is { } wake && View.HasNewState ? new Settlement { Claim = Claim, Wakes = [wake] }
        : null;

    (Job? Job, JobDetail? Detail) Log(DateTimeOffset now)
    {
        if (View.Outcome is not { } outcome || outcome == Outcome.Unchanged)
            return (null, null);
        var job = OwnJob.Of(Claim, View.Reasons, View.IsOutbound, now);
        var awsId = _kind.LogId(View);
        return (OwnJob.Ended(job, outcome, now), new JobDetail(job.Id, 0, awsId, View.CrmId ?? View.State?.CrmId, outcome, now, View.Payload, View.Issues));
    }
}
