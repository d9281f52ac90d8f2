using System.Text.Json.Nodes;
using LambdaSync.Simulation.Kernel;
using LambdaSync.Simulation.Models.Sync.Sales;
using LambdaSync.Simulation.Queues;
using LambdaSync.Simulation.Stories;
using LambdaSync.Sync.Work;

namespace LambdaSync.Simulation.Models.Sync.Watching;

/// <summary>When what somebody gave one side has to be on the other one.</summary>
sealed class Deadlines
{
    /// <summary>How long anything may take that nothing hinders.</summary>
    static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);

    // The feed's schedule runs every 5 minutes at most, and a run may be on its way. Lists lag by 5 minutes at most.
    static readonly TimeSpan FeedPeriod = TimeSpan.FromMinutes(10), Lag = TimeSpan.FromMinutes(6);

    readonly List<(Deal Deal, DateTimeOffset Told, Message? Message)> _late = [];
    readonly Dictionary<int, DateTimeOffset> _told = [], _untold = [];
    readonly List<(int Deal, Message Message)> _underWay = [];
    DateTimeOffset _written;
    DateTimeOffset? _listed;
    Witness _witness = null!;

    World World => _witness.World;

    DateTimeOffset Now => World.Pump.Now;

    public void Begin(Witness witness)
    {
        _witness = witness;
        World.Functions["Outbound"].Ran += (began, end) => Ticked(began, end, AfterFeed);
        World.Functions[SyncModel.Sweeper].Ran += (began, end) => Ticked(began, end, AfterSweep);
    }

    /// <summary>A list of AWS's shows changes late from now on, or at once.</summary>
    public DateTimeOffset LaggedUntil { get; set; }

    /// <summary>A list has several pages.</summary>
    public bool IsPaged { get; set; }

    /// <summary>The product changed an opportunity, and with it the order of a list.</summary>
    public void Written() => _written = Now;

    /// <summary>The sweep asks for the first of what changed.</summary>
    public void Listed() => _listed ??= Now;

    /// <summary>AWS told of an opportunity.</summary>
    /// <param name="message">The message that says so, or null: it was lost.</param>
    public void Told(JsonNode envelope, Message? message)
    {
        if (_witness is null || Sides.Text(envelope["detail"], "opportunity.identifier") is not { } id || Sides.Text(envelope["detail"], "catalog") != SyncModel.Catalog)
            return;
        if (_witness.Deals.FirstOrDefault(d => d.AwsId == id) is not { } deal)
            return;
        if (message is null)
        {
            _untold[deal.Number] = Now;
            _witness.Reach(Reaches.EventLost);
            return;
        }

        var told = message.VisibleAt;
        _underWay.Add((deal.Number, message));
        _told[deal.Number] = told > _told.GetValueOrDefault(deal.Number) ? told : _told[deal.Number];
        World.Pump.After(told - Now + Soon, World.Pump.World, () => CheckTold(deal, told, Now - told > Soon ? Now : told, message));
    }

    /// <summary>The CRM told of a linked record.</summary>
    public void Noticed(string crmId, DateTimeOffset told)
    {
        if (_witness?.Deals.FirstOrDefault(d => d.CrmId == crmId) is { } deal)
            World.Pump.After(told - Now + Soon, World.Pump.World, () => CheckNoticed(deal, told));
    }

    void CheckNoticed(Deal deal, DateTimeOffset told)
    {
        if (IsCalm(told - FeedPeriod))
            Compare(deal, atAws: false, told, WatchedInvariants.Noticed);
    }

    // What was away made it wait, and the next look is a tick's.
    void CheckTold(Deal deal, DateTimeOffset told, DateTimeOffset given, Message message)
    {
        if (!IsCalm(told))
            _late.Add((deal, given, message));
        else
            Compare(deal, atAws: true, given, WatchedInvariants.Told);
    }

    void Ticked(DateTimeOffset began, RunEnd end, Action<DateTimeOffset> check)
    {
        if (end.IsAnswered && !World.Own<Deals>().IsHealed)
            World.Pump.After(Soon, World.Pump.World, () => check(began));
    }

    void AfterFeed(DateTimeOffset began)
    {
        if (!IsCalm(began - FeedPeriod))
            return;
        // A message that could not be stored is in the queue again only after its visibility timeout.
        var due = _late.Where(l => l.Told < began && (l.Message is null || !World.Queues[SyncModel.Queue].Messages.Contains(l.Message))).ToList();
        foreach (var (deal, given, _) in due)
            Compare(deal, atAws: true, given, WatchedInvariants.Told);
        _late.RemoveAll(due.Contains);
        foreach (var deal in _witness.Deals)
        {
            Compare(deal, atAws: false, began - FeedPeriod, WatchedInvariants.Fed);
            CheckStatus(deal, began - FeedPeriod);
        }
    }

    void AfterSweep(DateTimeOffset began)
    {
        var listed = _listed;
        _listed = null;
        // What the product changes meanwhile moves to the list's end, and the next page begins later: what that leaves out is the next run's.
        if (listed is null || listed < began || (IsPaged && _written >= listed) || !IsCalm(began - Soon) || World.Own<RunLimits>().IsLow || LaggedUntil > began - Lag)
            return;
        foreach (var deal in _witness.Deals)
        {
            // What another worker had just then is due at the next tick.
            if (IsDue(deal))
            {
                _late.Add((deal, began, null));
                continue;
            }

            Compare(deal, atAws: true, began, WatchedInvariants.Swept);
            if (_untold.TryGetValue(deal.Number, out var lost) && lost < began)
                _untold.Remove(deal.Number);
        }
    }

    /// <summary>An event of AWS's has not arrived: it is lost, late, or back in the queue until its visibility timeout because it could not be stored.</summary>
    bool IsUntold(Deal deal, DateTimeOffset by)
    {
        _underWay.RemoveAll(m => !World.Queues[SyncModel.Queue].Messages.Contains(m.Message));
        return _untold.ContainsKey(deal.Number) || _told.GetValueOrDefault(deal.Number) > by || _underWay.Exists(m => m.Deal == deal.Number);
    }

    /// <summary>Nothing went wrong since, and what went wrong before has been tried again by then.</summary>
    public bool IsCalm(DateTimeOffset since) => World.Faults.LastStruck + World.Faults.LongestWait < since;

    // What a side was given by then, and the other one was not, is on both.
    void Compare(Deal deal, bool atAws, DateTimeOffset by, string invariant)
    {
        if (World.Own<Deals>().IsHealed || deal.Made > by || _witness.Sides(deal) is not var (aws, crm) || !Witness.IsLinked(aws, crm) || _witness.IsBusy(deal))
            return;
        var status = Sides.Text(aws, "LifeCycle.ReviewStatus");
        // That a lock opened, or a mask fell, is known by AWS's event; where that is lost, the sweep finds it.
        if (!atAws && (deal.LastReview > by || SyncFields.IsLocked(status) || ((deal.WasReviewed || deal.Industries.Contains(AwsIndustryStep.Masked)) && IsUntold(deal, by))))
            return;
        foreach (var field in SyncFields.All)
        {
            var history = _witness.Field(deal, field);
            var (own, other) = (history.Last(atAws), history.Last(!atAws));
            if (own is null || other is not null || own.At > by || history.IsBack(own) || deal.LastRefused >= own.At || deal.LastEdit > by + Soon || (!atAws && SyncFields.IsClosed(field, status)))
                continue;
            // Where both sides had values when they met, the owner's counts, and the other side's next ones meet that; an empty one is filled.
            if (!history.IsKnown && (field.Owner != (atAws ? "aws" : "crm") || string.IsNullOrWhiteSpace(own.Value)))
                continue;
            var (there, here) = (Sides.Text(aws, field.Aws), Witness.Text(crm, field.Crm));
            // An update replaces everything, so none is sent while AWS masks a value: it would be lost.
            if (!SyncFields.Same(field, there, here) && (atAws || !aws.ToJsonString().Contains(AwsIndustryStep.Masked, StringComparison.Ordinal)))
                _witness.Break(invariant, $"{field.Aws} of deal {deal.Number} ({deal.AwsId}), given '{own.Value}' at {own.At:HH:mm:ss}, is '{there}' at AWS and '{here}' in the CRM");
        }
    }

    bool IsDue(Deal deal) => deal.FindAws(World) is { } id
        && World.Store.GetWork(WorkKey.Opportunity(SyncModel.Catalog, id), CancellationToken.None).Now() is { Parked: false, Due: not null, Reasons.Count: > 0 } work && !work.Reasons.Contains(Reason.Locked);

    // It waits for AWS's review, or for the end of a task: its status says so. A command that waits with it is one more reason.
    static bool IsWaiting(string reason) => reason is Reason.Locked or Reason.Task || RecordRequest.Read(reason) is not null;

    void CheckStatus(Deal deal, DateTimeOffset by)
    {
        // AWS sends an event for each of its changes, also when an answer starts the review again.
        if (World.Own<Deals>().IsHealed || IsUntold(deal, by))
            return;
        if (deal.LastRefused > deal.LastEdit || deal.LastEdit > by || deal.LastReview > by || deal.Made > by || _witness.Sides(deal) is not var (aws, crm) || !Witness.IsLinked(aws, crm) || _witness.IsBusy(deal))
            return;
        if (World.Store.GetWork(WorkKey.Opportunity(SyncModel.Catalog, deal.AwsId!), CancellationToken.None).Now() is { Reasons.Count: > 0, Parked: false } work && !work.Reasons.All(IsWaiting))
            return;
        var status = Sides.Text(aws, "LifeCycle.ReviewStatus");
        var open = SyncFields.All.Where(f => !SyncFields.Same(f, Sides.Text(aws, f.Aws), Witness.Text(crm, f.Crm))).ToList();
        if (open.Exists(f => _witness.Field(deal, f).Last(atAws: true) is not null))
            return;
        var waits = false;
        if (deal.Sale is { } sale)
        {
            if (sale.Moved > by || sale.Given.Values.Any(g => g.At > by) || sale.ChangedAtAws > by || sale.Requests.Values.Any(at => at > by))
                return;
            // A command that can't be carried out yet shows what it lacks.
            if (sale.Requests.Count > 0 && !Submissions.IsReady(sale, aws))
                return;
            waits = !Submissions.Solutions(aws).SetEquals(Sale.Set(Witness.Text(crm, Sale.Solutions)));
            if ((waits || open.Count > 0) && !SyncFields.IsLocked(status))
                return;
        }

        var due = open.Count == 0 && !waits ? status != "Pending Submission" ? "Synced" : deal.Sale is null ? "Draft" : World.Own<Submissions>().Status(World, deal)
            : SyncFields.IsLocked(status) ? "Waiting for AWS"
            : open.All(f => SyncFields.IsClosed(f, status)) ? "Failed"
            : null;
        if (due is "Waiting for AWS" or "Failed")
            _witness.Reach(due == "Failed" ? Reaches.Closed : Reaches.Waiting);
        Expect("AWS_Sync_Status__c", due);
        Expect("AWS_Review_Status__c", status);
        // A rejected one takes no change either.
        Expect("AWS_Locked__c", SyncFields.IsLocked(status) || status == "Rejected" ? "true" : "false");
        if (due is not null)
            Expect("AWS_Has_Updates__c", open.Count > 0 || waits ? "true" : "false");

        void Expect(string name, string? wanted)
        {
            if (wanted is not null && (Witness.Text(crm, name) ?? "false") is var shown && shown != wanted)
                _witness.Break(WatchedInvariants.Status, $"{name} of deal {deal.Number} ({deal.AwsId}) is '{shown}' and should be '{wanted}'; AWS's status is {status}, {open.Count} fields differ{string.Concat(open.Select(f => " " + f.Aws))}");
        }
    }
}
