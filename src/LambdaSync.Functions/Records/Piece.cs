using LambdaSync.Connections.State;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions.Records;

/// <summary>One claimed record on its way through a batch, with what is known of it so far and what is to be settled.</summary>
sealed class Piece
{
    readonly HashSet<string> _reasons;
    RecordState? _state;
    TimeSpan? _delay;

    /// <param name="sweep">The reason of the sweep that took it, or null.</param>
    public Piece(Claimed claim, string? sweep)
    {
        (Claim, _state, Intent) = (claim, claim.State, claim.Intent);
        _reasons = new HashSet<string>(claim.Reasons, StringComparer.Ordinal);
        if (sweep is not null)
            _reasons.Add(sweep);
        if (claim.Unsettled)
            _reasons.Add(Reason.Unsettled);
    }

    public Claimed Claim { get; }

    public WorkKey Key => Claim.Key;

    public IReadOnlySet<string> Reasons => _reasons;

    /// <summary>The record's state after what was done so far.</summary>
    public RecordState? State
    {
        get => _state;
        set => (_state, HasNewState) = (value, true);
    }

    public bool HasNewState { get; private set; }

    public Sighting? Seen { get; set; }

    /// <summary>The CRM record as it was read, or null: not read, or not there.</summary>
    public CrmCurrent? Crm { get; set; }

    /// <summary>The CRM's fields after what was written so far; null when the CRM was not read.</summary>
    public FlatRecord? CrmNow { get; set; }

    /// <summary>What the log will say; null when there is nothing to tell.</summary>
    public Outcome? Outcome { get; set; }

    public List<Issue> Issues { get; } = [];

    public bool IsOutbound { get; set; }

    public byte[] Payload { get; set; } = "{}"u8.ToArray();

    public string? CrmId { get; set; }

    /// <summary>What is about to be written outside: the claim's own until it is known what became of it, whatever stops the batch.</summary>
    public byte[]? Intent { get; set; }

    public byte[]? Data { get; set; }

    public List<Wake> Wakes { get; } = [];

    /// <summary>What is to become of it; null while it is under way.</summary>
    public WorkNext? Next { get; private set; }

    public bool IsOpen => Next is null;

    /// <summary>AWS holds the lock and the CRM has edits.</summary>
    public bool IsLocked { get; set; }

    /// <summary>The row that was written to the CRM showed how it stands, and when it was synced.</summary>
    public bool IsShown { get; set; }

    /// <summary>The end that another worker's intent already has, or null.</summary>
    public Settlement? Instead { get; private set; }

    public bool Has(params ReadOnlySpan<string> reasons)
    {
        foreach (var reason in reasons)
        {
            if (Reasons.Contains(reason))
                return true;
        }

        return false;
    }

    public void End(WorkNext next) => (Next, _delay) = (next, null);

    /// <summary>It ends as the worker that was stopped would have ended it.</summary>
    public void End(Settlement instead) => (Instead, Next) = (instead, instead.Next);

    /// <summary>It waits so long from its settlement on.</summary>
    public void Wait(TimeSpan delay, WorkNext.Again next) => (_delay, Next) = (delay, next);

    /// <summary>All is done: what waits is due from now on.</summary>
    public void Close(DateTimeOffset now)
    {
        if (_delay is { } delay && Next is WorkNext.Again again)
            Next = again with { Due = now + delay };
    }

    public void Finish() => Next = WorkNext.Finished;

    /// <summary>The reasons that it goes on with: its own and one more.</summary>
    public IReadOnlyCollection<string> And(string reason) => [.. Reasons.Append(reason).Distinct()];

    /// <summary>The CRM may have taken a row or not: only a look at both sides tells.</summary>
    public void Unsettle() => _reasons.Add(Reason.Unsettled);

    /// <summary>Why it has to be looked at even after it was given up, or null.</summary>
    public IReadOnlyCollection<string>? Lasting => Has(Reason.Unsettled) ? [Reason.Unsettled] : null;

    /// <summary>As it was before the claim, but for what a worker before may have left behind.</summary>
    public WorkNext Before() => Claim.AsBefore(Lasting);

    public Settlement Settlement(IReadOnlyList<Notification> told, DateTimeOffset now)
    {
        if (Instead is { } end)
            return end with { Notifications = told };
        var (job, detail) = Log(now);
        return new Settlement(detail, HasNewState ? _state : null)
        {
            Claim = Claim,
            Next = Next ?? Before(),
            Intent = Intent,
            Data = Data,
            Job = job,
            Wakes = Wakes,
            Notifications = told,
        };
    }

    (Job? Job, JobDetail? Detail) Log(DateTimeOffset now)
    {
        if (Outcome is not { } outcome || outcome == Sync.Outcome.Unchanged)
            return (null, null);
        var job = OwnJob.Of(Claim, Reasons, IsOutbound, now);
        var awsId = Key.Kind == WorkKind.CrmRecord ? _state?.Key.AwsId ?? "" : Key.Id;
        return (OwnJob.Ended(job, outcome, now), new JobDetail(job.Id, 0, awsId, CrmId ?? _state?.CrmId, outcome, now, Payload, Issues));
    }
}
