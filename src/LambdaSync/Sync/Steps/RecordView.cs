using LambdaSync.PartnerCentral;
using LambdaSync.Sync.Work;

namespace LambdaSync.Sync.Steps;

/// <summary>What is known of one claimed record. Immutable: every answer makes a new one.</summary>
public sealed record RecordView(Claimed Claim)
{
    /// <summary>The view at the beginning of a run.</summary>
    /// <param name="sweep">The reason of the sweep that took the record, or null.</param>
    public static RecordView Of(Claimed claim, string? sweep)
    {
        var stored = claim.Intent is { } intent ? StoredIntent.Read(intent) : null;
        return new(claim)
        {
            Reasons = [.. claim.Reasons.Concat(sweep is null ? [] : [sweep]).Concat(claim.InDoubt ? [Reason.InDoubt] : []).Distinct()],
            State = claim.State,
            Intent = claim.Intent,
            Stored = stored,
            Entries = stored?.Aws?.Earlier ?? [],
        };
    }

    public WorkKey Key => Claim.Key;

    /// <summary>Why the record is dirty, in the order in which it became known.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>The link and both baselines after the steps so far; null: not linked.</summary>
    public RecordState? State { get; init; }

    /// <summary>The state differs from the stored one.</summary>
    public bool HasNewState { get; init; }

    /// <summary>The outside write that is stored with the claim, until its effect is known.</summary>
    public byte[]? Intent { get; init; }

    /// <summary>The intent of a stopped worker, until it was repeated.</summary>
    public StoredIntent? Stored { get; init; }

    /// <summary>A newer release has stored the intent: only that release can finish it.</summary>
    public bool IsOfNewerRelease => Claim.Intent is not null && Stored is null;

    /// <summary>The intent of a stopped worker was repeated in this run.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>A call that AWS has taken and whose result is not in the CRM yet.</summary>
    public TakenCall? Taken { get; init; }

    /// <summary>AWS's record document before the update that AWS has taken in this run; null: none was taken.</summary>
    public byte[]? DocumentBeforeUpdate { get; init; }

    /// <summary>AWS's answers by operation; empty memory: AWS has none.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Answers { get; init; } = new Dictionary<string, ReadOnlyMemory<byte>>();

    /// <summary>AWS's side as it was read; null: not read.</summary>
    public AwsObservation? Aws { get; init; }

    /// <summary>AWS's side was checked as far as the CRM need not be asked.</summary>
    public bool IsPrechecked { get; init; }

    /// <summary>The link that the store has for the CRM record, once it was read.</summary>
    public (bool IsRead, WorkKey? Key) Link { get; init; }

    /// <summary>The engagement of the lead that the CRM record was made of, once it was looked for.</summary>
    public (bool IsRead, WorkKey? Key) Origin { get; init; }

    /// <summary>The leads that have work waiting, once they were read.</summary>
    public IReadOnlyList<RecordState>? LeadsInWork { get; init; }

    /// <summary>The invitations that wait for an answer, once they were read.</summary>
    public IReadOnlyList<RecordState>? Invitations { get; init; }

    /// <summary>Another record's work, once it was read.</summary>
    public (bool IsRead, WorkItem? Work) Neighbor { get; init; }

    /// <summary>Another record that may own the link to this one's CRM record, once it was read.</summary>
    public OtherRecord? Other { get; init; }

    /// <summary>The states of records that this one names, of those that are linked, once they were read.</summary>
    public IReadOnlyDictionary<WorkKey, RecordState>? Others { get; init; }

    /// <summary>The record whose link this one takes over, or null.</summary>
    public RecordState? TakesOver { get; init; }

    /// <summary>Until when it has to be done, or null: what ends first goes first.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>What operators are notified of, beside what AWS's events say.</summary>
    public IReadOnlyList<Notification> Notifications { get; init; } = [];

    /// <summary>Other records that what was done is about: they are woken with the settlement.</summary>
    public IReadOnlyList<(WorkKey Key, string Reason)> Related { get; init; } = [];

    /// <summary>A change set has its place among those that the account may have open.</summary>
    public bool HasPlace { get; init; }

    public bool IsCrmRead { get; init; }

    /// <summary>The CRM record as it was read; null: not read, or missing.</summary>
    public CrmCurrent? Crm { get; init; }

    /// <summary>The CRM has converted the record to this one, and the link has to follow; null: it has not.</summary>
    public CrmReference? CrmConverted { get; init; }

    /// <summary>The CRM record was read again in this run, because a row came too late for what was read before.</summary>
    public bool IsCrmReadAgain { get; init; }

    /// <summary>The CRM's fields after the writes so far; null: not read, or missing.</summary>
    public FlatRecord? CrmNow { get; init; }

    /// <summary>AWS's changes are in the CRM, or need not be.</summary>
    public bool IsInboundDone { get; init; }

    /// <summary>The CRM's edits are at AWS, or can't be sent.</summary>
    public bool IsOutboundDone { get; init; }

    /// <summary>The log entries of the steps so far, one for each that changed something.</summary>
    public IReadOnlyList<LogEntry> Entries { get; init; } = [];

    /// <summary>What the last entry says, which is no step's: failed, skipped, linked without a write; null or unchanged: there is none.</summary>
    public Outcome? Outcome { get; init; }

    /// <summary>What was found and is in no step's entry.</summary>
    public IReadOnlyList<Issue> Issues { get; init; } = [];

    /// <summary>The work ends with an entry that is no step's.</summary>
    public bool HasLastEntry => Outcome is not (null or Sync.Outcome.Unchanged);

    public bool IsOutbound { get; init; }

    /// <summary>The changing calls that were sent in this claim.</summary>
    public int Calls { get; init; }

    /// <summary>How a task of AWS stands was read in this claim.</summary>
    public bool IsTaskRead { get; init; }

    /// <summary>A call of this claim has moved AWS's LastModifiedDate, whose answer does not say to what.</summary>
    public bool IsDateMoved { get; init; }

    /// <summary>A call that a command requested was sent: AWS's side is to be read again.</summary>
    public bool IsRequestSent { get; init; }

    /// <summary>What commands have requested of the record, and was not carried out yet.</summary>
    public IEnumerable<RecordRequest> Requests => Reasons.Select(RecordRequest.Read).OfType<RecordRequest>();

    /// <summary>The same as reasons, for an end that keeps them.</summary>
    public IReadOnlyList<string> RequestReasons => [.. Requests.Select(request => request.ToReason())];

    public byte[] Payload { get; init; } = "{}"u8.ToArray();

    public string? CrmId { get; init; }

    /// <summary>What the kind keeps with the work item, or null: as it was.</summary>
    public byte[]? Data { get; init; }

    /// <summary>AWS holds the review lock and the CRM has edits.</summary>
    public bool IsLocked { get; init; }

    /// <summary>The row that was written to the CRM has the status fields in it.</summary>
    public bool IsStatusShown { get; init; }

    public bool Has(params ReadOnlySpan<string> reasons)
    {
        foreach (var reason in reasons)
        {
            if (Reasons.Contains(reason))
                return true;
        }

        return false;
    }

    public RecordView WithState(RecordState state) => this with { State = state, HasNewState = true };

    public RecordView WithAnswer(AwsRequest request, ReadOnlyMemory<byte> answer) =>
        this with { Answers = new Dictionary<string, ReadOnlyMemory<byte>>(Answers) { [request.Operation] = answer } };

    /// <summary>What was read before a call says nothing of what the call has begun.</summary>
    public RecordView WithoutAnswer(AwsRequest request) => this with { Answers = Answers.Where(a => a.Key != request.Operation).ToDictionary() };

    public RecordView WithCrm(CrmAnswer answer) => this with
    {
        IsCrmRead = true,
        Crm = answer.Record,
        CrmNow = answer.Record is null ? null : new FlatRecord(answer.Record.Fields),
        CrmConverted = answer.State == CrmState.Converted ? answer.Into : null,
    };

    /// <summary>The CRM record has changed since it was read: both sides are compared again with what it is now.</summary>
    public RecordView CrmAgain() => this with { IsCrmRead = false, Crm = null, CrmNow = null, CrmConverted = null, IsInboundDone = false, IsCrmReadAgain = true, Intent = null };

    /// <summary>The linked CRM record was merged into another one, which has the link from now on.</summary>
    public RecordView Relinked(CrmReference survivor, DateTimeOffset now)
    {
        var (state, job) = (State! with { CrmId = survivor.Id }, OwnJob.OfRelink(Claim, Reasons, now));
        var detail = new JobDetail(job.Id, 0, state.Key.Id, survivor.Id, Sync.Outcome.Linked, now, Payload, [DecisionIssues.Merged(State!.CrmId, survivor.Id)])
        {
            Reason = Reason.MostTelling(Reasons),
        };
        return WithState(state).WithEntry(new LogEntry(detail, OwnJob.Ended(job, Sync.Outcome.Linked, now)));
    }

    /// <summary>A step's entry is known. What was found before it is in that entry, unless the last one says it.</summary>
    public RecordView WithEntry(LogEntry entry) => this with { Entries = [.. Entries, entry], Issues = HasLastEntry ? Issues : [] };

    public RecordView WithIssues(IEnumerable<Issue> more) => this with { Issues = [.. Issues, .. more] };

    /// <summary>The CRM may have taken a row or not: only a comparison of both sides tells.</summary>
    public RecordView InDoubt() => Has(Reason.InDoubt) ? this : this with { Reasons = [.. Reasons, Reason.InDoubt] };

    /// <summary>
    /// The run may not overwrite anything more. Fields that had no baseline at the claim get none now, so that the next run compares them
    /// again instead of taking their difference for a person's edit.
    /// </summary>
    public RecordView Postponed()
    {
        var view = this with { Outcome = null, Issues = [] };
        if (!HasNewState || State is not { } state)
            return view;
        var (before, now) = (new FlatRecord(Claim.State?.CrmBaseline ?? "{}"u8.ToArray()), new FlatRecord(state.CrmBaseline));
        foreach (var name in now.Fields.Select(f => f.Key).Where(name => before[name] is null).ToList())
            now[name] = null;
        // Without an entry, nothing was reported.
        return view.WithState(state with { CrmBaseline = now.ToJson(), ReportedEdits = Entries.Count == 0 ? Claim.State?.ReportedEdits : state.ReportedEdits });
    }

    /// <summary>The stored call's state, as if it had been decided under this claim: nothing else has changed the record since.</summary>
    public RecordState AtVersion(RecordState state) => state with { Version = Claim.State?.Version ?? 0 };

    /// <summary>A request is carried out, or can't be.</summary>
    public RecordView Without(RecordRequest request) => this with { Reasons = [.. Reasons.Where(reason => reason != request.ToReason())] };

    /// <summary>Its reasons and one more.</summary>
    public IReadOnlyList<string> ReasonsWith(string reason) => Has(reason) ? Reasons : [.. Reasons, reason];
}

/// <summary>Another record as the store has it.</summary>
/// <param name="Work">Its waiting work, or null.</param>
/// <param name="State">Its state, or null: it is linked to no CRM record.</param>
public sealed record OtherRecord(WorkKey Key, WorkItem? Work, RecordState? State);

/// <summary>A call that AWS has taken.</summary>
/// <param name="Answer">AWS's answer.</param>
public sealed record TakenCall(PendingCall Call, ReadOnlyMemory<byte> Answer);

/// <summary>The view after what could be said without a step, and the next step.</summary>
public readonly record struct Turn(RecordView View, Step Step);
