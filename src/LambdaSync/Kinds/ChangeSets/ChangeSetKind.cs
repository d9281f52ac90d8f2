using System.Text.Json;
using LambdaSync.Kinds.Marketplace;
using LambdaSync.Mapping;
using LambdaSync.Marketplace;
using LambdaSync.Marketplace.ChangeSets;
using LambdaSync.Marketplace.Offers;
using LambdaSync.PartnerCentral;
using LambdaSync.Sync;
using LambdaSync.Sync.Steps;
using LambdaSync.Sync.Work;

namespace LambdaSync.Kinds.ChangeSets;

/// <summary>
/// A change set of AWS Marketplace: started, followed to its end, and its end settles whoever requested it. One that waits for a busy
/// entity is no failure; one that AWS itself failed is sent again.
/// </summary>
public sealed class ChangeSetKind : IKind
{
    const int MaxFaults = 3;

    // AWS may show a change set late; one that it never shows was not started.
    static readonly TimeSpan ShownWithin = TimeSpan.FromHours(1);

    public WorkKind Kind => WorkKind.ChangeSet;

    public CompiledMapping? MappingOf(RecordView view) => null;

    public string LogId(RecordView view) => MemoOf(view)?.EntityId ?? view.Key.Id;

    public Turn Next(RecordView view, DateTimeOffset now)
    {
        if (view.Stored?.Aws is { } call && !view.IsRepeated)
            return new(view, new Step.RepeatCall(call));
        if (MemoOf(view) is not { } memo)
            return new(view, new Step.Done());
        var request = view.Requests.FirstOrDefault();
        if (memo is { Status: ChangeSetState.Failed or ChangeSetState.Cancelled } && request is not null)
            return Start(view, memo.Again() with { Faults = 0 }, request, now);
        // A date can be changed to and fro on one day; what creates an entity is sent once a day.
        if (memo is { Status: ChangeSetState.Succeeded, Purpose: ChangeSetPurposes.OfferExpiry } && request is not null)
            return Start(view, memo.Again() with { Faults = 0 }, request, now);
        if (memo is { SetId: null, Status: null })
            return Start(view, memo, request, now);
        if (request is not null)
            view = Replies.Answered(view, request, ChangeSetIssues.SentBefore(memo));
        return memo.Status switch
        {
            null => Follow(view, memo, now),
            ChangeSetState.Succeeded => new(view, new Step.Done()),
            // A repeated event: the end is known.
            _ => new(view, new Step.Await(Cause(memo))),
        };
    }

    static ChangeSetMemo? MemoOf(RecordView view) => ChangeSetMemo.Read(view.Data ?? view.Claim.Data);

    static Turn Start(RecordView view, ChangeSetMemo memo, RecordRequest? request, DateTimeOffset now)
    {
        if (memo.Body is null)
        {
            var cloned = Cloned(view, memo);
            if (cloned.Memo is null)
                return cloned.Turn;
            memo = cloned.Memo;
        }

        view = view with { Data = memo.ToJson() };
        var next = new RecordState(view.Key, "", "", "{}"u8.ToArray(), "{}"u8.ToArray(), null, 0, false, 0);
        var body = StartChangeSet.Body(memo.Body!.Value, ChangeSetIdentity.Of(memo.Purpose, view.Key.Id, memo.Attempt));
        return new(view, new Step.CallAws(new PendingCall(nameof(StartChangeSet), body, now, next, [ChangeSetIssues.Started(memo.Purpose)]) { Attempts = memo.Attempt, Request = request?.ToReason() }));
    }

    // AWS has no change type that copies an offer: it is read, and its product for the product's type.
    static (ChangeSetMemo? Memo, Turn Turn) Cloned(RecordView view, ChangeSetMemo memo)
    {
        var read = MarketplaceReads.DescribeEntity(memo.Target!);
        if (!view.Answers.TryGetValue(read.Operation, out var answer))
            return (null, new(view, new Step.ReadAws(read)));
        if (answer.IsEmpty)
            return (null, Turns.Held(view, [ChangeSetIssues.OfferGone(memo.Target!)]));
        using var entity = JsonDocument.Parse(answer);
        var offer = entity.RootElement.GetProperty("DetailsDocument");
        var product = offer.TryGetProperty("ProductId", out var named) ? named.GetString() ?? "" : "";
        read = MarketplaceReads.BatchDescribeEntities(product);
        if (!view.Answers.TryGetValue(read.Operation, out var products))
            return (null, new(view, new Step.ReadAws(read)));
        using var details = JsonDocument.Parse(products);
        var clone = memo.CopyOf!;
        var (changes, issues) = OfferCopy.Of(offer, ProductType(details.RootElement, product), clone.Name, clone.Until, clone.EulaUrl, clone.Release);
        return changes.Count == 0
            ? (null, Turns.Held(view, issues))
            : (memo with { Target = null, Body = ChangeSet.Element(changes) }, default);
    }

    // Empty: a product that only an authorization shares.
    static string ProductType(JsonElement answer, string product) =>
        answer.TryGetProperty("EntityDetails", out var all) && all.TryGetProperty(product, out var found) && found.TryGetProperty("EntityType", out var type) ? (type.GetString() ?? "").Split('@')[0] : "";

    static Turn Follow(RecordView view, ChangeSetMemo memo, DateTimeOffset now)
    {
        var describe = MarketplaceReads.DescribeChangeSet(memo.SetId!);
        if (!view.Answers.TryGetValue(describe.Operation, out var answer))
            return new(view, new Step.ReadAws(describe));
        if (answer.IsEmpty && now - memo.Started < ShownWithin)
            return new(view, new Step.Wait(PollInterval(memo, now), "AWS Marketplace does not show the change set yet", [Reason.Task], ResetsAttempts: true));
        if (answer.IsEmpty)
            return Ended(view, memo with { Status = ChangeSetState.Failed }, [ChangeSetIssues.Gone(memo)]);
        var set = ChangeSetState.Read(answer);
        if (!set.IsOver)
            return new(view, new Step.Wait(PollInterval(memo, now), $"AWS Marketplace has the change set in {set.Status}", [Reason.Task], ResetsAttempts: true));
        if (set.IsServerFault && memo.Faults + 1 < MaxFaults)
            return new(view with { Data = (memo.Again() with { Faults = memo.Faults + 1 }).ToJson() }, new Step.Wait(TimeSpan.Zero, "AWS Marketplace failed while it applied the change set", [Reason.Task]));
        memo = memo with { Status = set.Status, EntityIds = set.EntityIds(memo.Kind) };
        return set.Status == ChangeSetState.Succeeded ? Succeeded(view, memo, set, now) : Ended(view, memo, ChangeSetFailure.Of(set));
    }

    static Turn Succeeded(RecordView view, ChangeSetMemo memo, ChangeSetState set, DateTimeOffset now)
    {
        var (job, outcome) = (OwnJob.OfTask(view.Claim, view.Reasons, now), memo.Target is null ? Outcome.Created : Outcome.Updated);
        var detail = new JobDetail(job.Id, 0, memo.EntityId ?? view.Key.Id, null, outcome, now, "{}"u8.ToArray(), [ChangeSetIssues.Succeeded(memo)]) { Reason = Reason.MostTelling(view.Reasons) };
        var entry = new LogEntry(detail, OwnJob.Ended(job, outcome, now));
        // What one change set has made, the next one names.
        if (memo is { Plan: { } plan, EntityId: { } made } && plan.After(made) is var (next, changes, kind))
        {
            var following = memo.Again() with { Plan = next, Kind = kind, Target = null, Body = ChangeSet.Element(changes), Faults = 0 };
            return new((view with { Data = following.ToJson() }).WithEntry(entry), new Step.Wait(TimeSpan.Zero, "the offer set is made with several change sets", [Reason.Task], ResetsAttempts: true));
        }

        return new((view with { Data = memo.ToJson() }).WithEntry(entry), Hand(view.Key.Catalog, memo, set));
    }

    // What it has made or changed is read again; of an offer set also the offers of the change sets before. Their own events may be lost.
    static Step.End Hand(string catalog, ChangeSetMemo memo, ChangeSetState set)
    {
        var entities = set.Changes.Where(change => change.EntityId is not null).Select(change => (change.Kind, Id: change.EntityId!)).Concat((memo.Plan?.OfferIds ?? []).Select(id => (Kind: MarketSection.Offer.EntityTypes[0], Id: id)));
        List<WorkKey> keys = [.. entities.Select(entity => MarketSection.OfType(entity.Kind)?.Key(catalog, entity.Id)).OfType<WorkKey>().Distinct()];
        return keys.Count > 0 ? new Step.Hand([.. keys.Select(key => (key, Reason.Event))]) : new Step.Done();
    }

    static Turn Ended(RecordView view, ChangeSetMemo memo, IReadOnlyList<Issue> issues) =>
        new(view with { Data = memo.ToJson(), IsOutbound = true }, new Step.Hold(memo.Plan is { Made.Length: > 0 } plan ? [.. issues, ChangeSetIssues.LeftBehind(plan.Made)] : issues, Cause(memo)));

    static string Cause(ChangeSetMemo memo) => $"AWS Marketplace ended the change set with {memo.Status}";

    static TimeSpan PollInterval(ChangeSetMemo memo, DateTimeOffset now) => (now - memo.Started!.Value).TotalMinutes switch
    {
        < 1 => TimeSpan.FromSeconds(1),
        < 10 => TimeSpan.FromSeconds(30),
        _ => TimeSpan.FromMinutes(5),
    };
}
