using LambdaSync.Connections.State;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Steps;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions.Engine;

/// <summary>One claimed record in a run: its view, its next step, and in the end what is settled. The only thing in a run that changes.</summary>
sealed class Slot
{
    // More steps than any record needs: a step that changes nothing would be asked for without end.
    const int MaxSteps = 40;

    static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    readonly IKind _kind;
    TimeSpan? _delay;
    IReadOnlyList<Wake> _forward = [];
    Settlement? _resumed;
    int _steps;

    public Slot(IKind kind, RecordView view) => (_kind, View) = (kind, view);

    public Claimed Claim => View.Claim;

    public WorkKey Key => View.Key;

    public RecordView View { get; private set; }

    /// <summary>The mapping of the CRM object that the record is synchronized with, or null: with none.</summary>
    public CompiledMapping? Mapping => _kind.MappingOf(View);

    /// <summary>The next step; null: to be asked for.</summary>
    public Step? Step { get; private set; }

    /// <summary>How the claim ends; null while the record is in work.</summary>
    public WorkNext? Next { get; private set; }

    public bool IsOpen => Next is null;

    /// <summary>The record was counted against the sweep's budget.</summary>
    public bool IsCounted { get; set; }

    /// <summary>When a row with AWS's values reached the CRM in this run, or null.</summary>
    public DateTimeOffset? RowWritten { get; private set; }

    /// <summary>The claim ends as the stopped worker would have ended it, with that worker's log entry.</summary>
    public bool IsResumed => _resumed is not null;

    /// <summary>Something was written in this run, or was about to be.</summary>
    public bool HasWritten => IsResumed || View is { Entries.Count: > 0 } or { Intent: not null };

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

    public RecordView Wrote(Step.WriteCrm step, CrmResult result, DateTimeOffset now)
    {
        RowWritten = result.Written ? now : RowWritten;
        return _kind.Wrote(View, step, result, now);
    }

    /// <summary>What is left to show in the CRM, or null.</summary>
    public CrmWrite? Status(DateTimeOffset now) => IsResumed ? null : _kind.Status(View, Next, now);

    /// <summary>Whether there is more to do without a CRM record.</summary>
    public bool NeedsNoCrmRecord => _kind.NeedsNoCrmRecord;

    /// <summary>The CRM's answer to the row that <see cref="Status"/> gave.</summary>
    public void Shown(CrmWrite row, CrmResult result) => View = _kind.Shown(View, row, result);

    public void Close(WorkNext next) => (Next, _delay) = (next, null);

    /// <summary>The record waits for so long, from the settlement on.</summary>
    public void Wait(TimeSpan delay, WorkNext.Again next) => (Next, _delay) = (next, delay);

    public void Forward(IReadOnlyList<Wake> wakes, WorkNext next) => (_forward, Next) = (wakes, next);

    public void Resume(Settlement settlement) => (_resumed, Next) = (settlement, settlement.Next);

    /// <summary>
    /// The claim is released as it was, except for what a worker before may have left behind. What was read is not kept: a sweep would take
    /// the record for one that it knows.
    /// </summary>
    public void Release()
    {
        if (View.Entries.Count == 0)
            View = View with { Data = null };
        Close(Claim.AsBefore(View.Has(Reason.InDoubt) ? [Reason.InDoubt] : null));
    }

    /// <summary>Whether it waits longer than a person who reads its status does.</summary>
    public bool WaitsLong(DateTimeOffset now) => Next is WorkNext.Again again && (_delay ?? again.Due - now) > Long;

    /// <summary>The claim's end, with the notifications about this record.</summary>
    public Settlement Settlement(IReadOnlyList<Notification> notifications, DateTimeOffset now)
    {
        if (_delay is { } delay && Next is WorkNext.Again again)
            Close(again with { Due = now + delay });
        if (_resumed is { } resumed)
            return resumed with { Notifications = [.. notifications, .. View.Notifications] };
        var log = Log(now);
        return new Settlement(View.HasNewState ? View.State : null)
        {
            Entries = log,
            Claim = Claim,
            Next = Next!,
            Intent = View is { Intent: { } intent, Entries.Count: > 0 } ? StoredIntent.WithoutEarlier(intent) : View.Intent,
            Data = View.Data,
            Wakes = [.. _forward, .. View.Related.Concat(_kind.Reports(View, Next!, log)).Distinct().Select(related => new Wake(related.Key, related.Reason, Claim.Lane, now))],
            Notifications = [.. notifications, .. View.Notifications],
            TakesOver = View.TakesOver,
        };
    }

    /// <summary>What is still to be stored although another worker was first, or null.</summary>
    public Settlement? AfterLost() =>
        // The stopped worker's log entry is stored already; only the claim has to end.
        _resumed is { } resumed ? resumed with { Entries = [] }
        // The link is stored already, by the opportunity's own event.
        : _forward.Count > 0 && View.HasNewState ? new Settlement { Claim = Claim, Wakes = _forward }
        // The record whose link it takes over was changed meanwhile: it is read again.
        : View.TakesOver is not null ? new Settlement { Claim = Claim, Next = Next! }
        : null;

    // One entry a step, then what is left to say: on its own where it is no step's, with the last step where it only adds to it.
    IReadOnlyList<LogEntry> Log(DateTimeOffset now)
    {
        if (View is { HasLastEntry: true, Outcome: { } outcome })
            return [.. View.Entries, Last(outcome, now)];
        return View.Issues.Count > 0 && View.Entries is [.., var last] ? [.. View.Entries.SkipLast(1), last.WithIssues(View.Issues)] : View.Entries;
    }

    LogEntry Last(Outcome outcome, DateTimeOffset now)
    {
        // Skipped or linked is always what AWS has.
        var job = OwnJob.OfEnd(Claim, View.Reasons, View.IsOutbound && outcome == Outcome.Failed, now);
        var detail = new JobDetail(job.Id, 0, _kind.LogId(View), View.CrmId ?? View.State?.CrmId, outcome, now, View.Payload, View.Issues)
        {
            Reason = Reason.MostTelling(View.Reasons),
        };
        return new LogEntry(detail, OwnJob.Ended(job, outcome, now));
    }
}
