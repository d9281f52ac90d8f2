using System.Text.Json;
using LambdaSync.Commands;
using LambdaSync.Kinds.Marketplace;
using LambdaSync.Mapping;
using LambdaSync.Marketplace;
using LambdaSync.Marketplace.AgreementRequests;
using LambdaSync.Marketplace.ChangeSets;
using LambdaSync.Marketplace.LegalDocuments;
using LambdaSync.Marketplace.Offers;
using LambdaSync.Marketplace.ResaleAuthorizations;
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

    public string? AccountOf(RecordView view) => MemoOf(view)?.Account;

    public IReadOnlyList<(WorkKey Key, string Reason)> Reports(RecordView view, WorkNext end, IReadOnlyList<LogEntry> log) =>
        MemoOf(view) is { Asked: { } asked } memo ? asked.Report(view.Key.Catalog, end, log, memo.Status == ChangeSetState.Succeeded) : [];

    public string LogId(RecordView view) => MemoOf(view)?.EntityId ?? view.Key.Id;

    public Turn Next(RecordView view, DateTimeOffset now)
    {
        if (view.Stored?.Aws is { } call && !view.IsRepeated)
            return new(view, new Step.RepeatCall(call));
        if (MemoOf(view) is not { } memo)
            return new(view, new Step.Done());
        if (view.Requests.FirstOrDefault(r => r.Verb == RequestVerbs.CancelChangeSet) is { } cancellation)
            return Cancel(view, memo, cancellation, now);
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
            ChangeSetState.Cancelled when memo.IsCancelled => new(view, new Step.Done()),
            // A repeated event: the end is known.
            _ => new(view, new Step.Await(Cause(memo))),
        };
    }

    static ChangeSetMemo? MemoOf(RecordView view) => ChangeSetMemo.Read(view.Data ?? view.Claim.Data);

    static Turn Start(RecordView view, ChangeSetMemo memo, RecordRequest? request, DateTimeOffset now)
    {
        if (AskedCommand.Of(request) is { } asked && asked != memo.Asked)
        {
            memo = memo with { Asked = asked };
            view = view with { Data = memo.ToJson() };
        }

        // First, because what waits for a place asks AWS nothing.
        if (!view.HasPlace)
            return new(view, new Step.TakePlace(ChangeSetPlace.Of(view.Key, memo)));
        if (memo.Ends is { } old && Accepted(view, old) is var (accepted, ask) && (accepted is not null || ask is not null))
            return ask is not null ? new(view, new Step.ReadAws(ask)) : Turns.Held(view, [ChangeSetIssues.Accepted(old, accepted!)]);
        if (memo.Draft is { } draft)
        {
            if (Entity(view, memo.Target!) is var (entity, read) && entity is null)
                return read!.Value;
            if (AuthorizationCopy.Unfit(memo.Target!, entity.Value, draft) is { } unfit)
                return Turns.Held(view, [unfit]);
        }

        if (memo is { Authorization: { } authorization, Body: { } offered } && Resold(view, authorization, offered) is { } turn)
            return turn;
        while (memo.Check is { Buyers: [var buyer, ..] } check)
        {
            var search = AgreementReads.ActiveOf(check.ProductId, buyer);
            if (!view.Answers.TryGetValue(search.Operation, out var found))
                return new(view with { Data = memo.ToJson() }, new Step.ReadAws(search));
            memo = memo with { Check = check with { Buyers = [.. check.Buyers.Skip(1)], Agreements = [.. check.Agreements, .. AgreementReads.Ids(found)] } };
            view = view.WithoutAnswer(search);
        }

        if (memo.Body is null)
        {
            if (Signed(view) is { } address)
                memo = memo with { CopyOf = memo.CopyOf is { } offer ? offer with { EulaUrl = address } : null, CopyOfAuthorization = memo.CopyOfAuthorization is { } resale ? resale with { EulaUrl = address } : null };
            var cloned = memo.CopyOfAuthorization is { } copy ? ClonedAuthorization(view, memo, copy, now) : Cloned(view, memo);
            if (cloned.Memo is null)
                return cloned.Turn;
            memo = cloned.Memo;
        }

        // One that waited, or was refused, may be requested with a later signature of the same document.
        if (Signed(view) is { } signed)
            memo = memo with { Body = PresignedUrl.Renewed(memo.Body!.Value, signed) };
        if (PresignedUrl.In(memo.Body!.Value) is { } eula && PresignedUrl.Check(eula, now) is { Severity: Severity.Error } ends)
            return Turns.Held(view, [ends]);
        IReadOnlyList<Issue> issues = memo.Check is { Agreements: { Count: > 0 } agreements } ? [ChangeSetIssues.Started(memo.Purpose), ChangeSetIssues.HasAgreement(agreements)] : [ChangeSetIssues.Started(memo.Purpose)];
        memo = memo with { Check = null };
        view = view with { Data = memo.ToJson() };
        var next = new RecordState(view.Key, "", "", "{}"u8.ToArray(), "{}"u8.ToArray(), null, 0, false, 0);
        var body = StartChangeSet.Body(memo.Body!.Value, ChangeSetIdentity.Of(memo.Purpose, view.Key.Id, memo.Attempt));
        return new(view, new Step.CallAws(new PendingCall(nameof(StartChangeSet), body, now, next, issues) { Attempts = memo.Attempt, Request = request?.ToReason() }));
    }

    // AWS cancels a set only while it prepares it; one that was not sent is not sent any more.
    static Turn Cancel(RecordView view, ChangeSetMemo memo, RecordRequest request, DateTimeOffset now)
    {
        if (memo.Status is { } ended)
            return new(Replies.Refused(view, request, ChangeSetIssues.TooLate(memo, ended)), ended == ChangeSetState.Succeeded || memo.IsCancelled ? new Step.Done() : new Step.Await(Cause(memo)));
        if (memo.SetId is null)
        {
            memo = memo with { Status = ChangeSetState.Cancelled, IsCancelled = true };
            view = view.Requests.ToList().Aggregate(view, (all, asked) => Replies.Answered(all, asked, ChangeSetIssues.Cancelled(memo)));
            return new((memo.Plan is { Made.Length: > 0 } plan ? view.WithIssues([ChangeSetIssues.LeftBehind(plan.Made)]) : view) with { Data = memo.ToJson() }, new Step.Done());
        }

        var describe = MarketplaceReads.DescribeChangeSet(memo.SetId);
        if (!view.Answers.TryGetValue(describe.Operation, out var answer))
            return new(view, new Step.ReadAws(describe));
        if (answer.IsEmpty)
            return Follow(view, memo, now);
        var status = ChangeSetState.Read(answer).Status;
        if (status != ChangeSetState.Preparing)
            return Follow(Replies.Refused(view, request, ChangeSetIssues.TooLate(memo, status)), memo, now);
        var next = new RecordState(view.Key, "", "", "{}"u8.ToArray(), "{}"u8.ToArray(), null, 0, false, 0);
        return new(view, new Step.CallAws(new PendingCall(nameof(CancelChangeSet), CancelChangeSet.Body(memo.SetId), now, next, [ChangeSetIssues.Cancelling(memo)]) { Request = request.ToReason() }));
    }

    static (ChangeSetMemo? Memo, Turn Turn) ClonedAuthorization(RecordView view, ChangeSetMemo memo, AuthorizationClone clone, DateTimeOffset now)
    {
        if (Entity(view, memo.Target!) is var (entity, turn) && entity is null)
            return (null, turn!.Value);
        var (changes, issues) = AuthorizationCopy.Of(memo.Target!, entity.Value, clone, DateOnly.FromDateTime(now.UtcDateTime));
        return changes.Count == 0 ? (null, Turns.Held(view, issues)) : (memo with { Target = null, Body = ChangeSet.Element(changes) }, default);
    }

    // Null: the turn says what is to be read, or that there is none.
    static (JsonElement? Entity, Turn? Turn) Entity(RecordView view, string id)
    {
        var read = MarketplaceReads.DescribeEntity(id);
        if (!view.Answers.TryGetValue(read.Operation, out var answer))
            return (null, new(view, new Step.ReadAws(read)));
        if (answer.IsEmpty)
            return (null, Turns.Held(view, [ChangeSetIssues.Missing(id)]));
        using var entity = JsonDocument.Parse(answer);
        return (entity.RootElement.GetProperty("DetailsDocument").Clone(), null);
    }

    // Null: nothing keeps the offer from being made from the other seller's authorization.
    static Turn? Resold(RecordView view, string id, JsonElement body)
    {
        var (read, list) = (MarketplaceReads.DescribeEntity(id), ResoldCheck.OffersOf(id));
        if (!view.Answers.TryGetValue(read.Operation, out var answer))
            return new(view, new Step.ReadAws(read));
        if (answer.IsEmpty)
            return Turns.Held(view, [ResoldCheck.NotShared(id)]);
        using var entity = JsonDocument.Parse(answer);
        var authorization = entity.RootElement.GetProperty("DetailsDocument");
        if (!view.Answers.TryGetValue(list.Operation, out var offers) && ResoldCheck.IsForOneOffer(authorization))
            return new(view, new Step.ReadAws(list));
        using var found = offers.IsEmpty ? null : JsonDocument.Parse(offers);
        var issues = ResoldCheck.Of(body, id, authorization, found?.RootElement);
        return issues.Count > 0 ? Turns.Held(view, issues) : null;
    }

    // AWS has no change type that copies an offer: it is read, and its product for the product's type.
    static (ChangeSetMemo? Memo, Turn Turn) Cloned(RecordView view, ChangeSetMemo memo)
    {
        if (Entity(view, memo.Target!) is var (entity, turn) && entity is null)
            return (null, turn!.Value);
        var offer = entity.Value;
        var product = offer.TryGetProperty("ProductId", out var named) ? named.GetString() ?? "" : "";
        var read = MarketplaceReads.BatchDescribeEntities(product);
        if (!view.Answers.TryGetValue(read.Operation, out var products))
            return (null, new(view, new Step.ReadAws(read)));
        using var details = JsonDocument.Parse(products);
        var clone = memo.CopyOf!;
        var (changes, issues) = OfferCopy.Of(offer, ProductType(details.RootElement, product), clone.Name, clone.Until, clone.EulaUrl, clone.Release);
        if (clone.OldUntil is { } end && changes.Count > 0)
            changes = [.. changes, OfferChanges.Availability(memo.Target!, end)];
        return changes.Count == 0
            ? (null, Turns.Held(view, issues))
            : (memo with { Target = null, Body = ChangeSet.Element(changes) }, default);
    }

    // Of the requests that wait, the one that was signed last.
    static string? Signed(RecordView view) => view.Requests.Select(request => request[CommandVerbs.EulaUrl]).OfType<string>().MaxBy(url => PresignedUrl.Read(url)?.Ends);

    // What a buyer has accepted is an agreement, which the end of its offer does not change.
    static (string? Agreement, AwsRequest? Ask) Accepted(RecordView view, string offer)
    {
        var search = AgreementReads.ActiveFrom(offer);
        return view.Answers.TryGetValue(search.Operation, out var found) ? (AgreementReads.Ids(found) is [var first, ..] ? first : null, null) : (null, search);
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
        if (set.Status == ChangeSetState.Cancelled && memo is { IsCancelled: true, Plan: not { Made.Length: > 0 } })
            return Logged(view with { Data = memo.ToJson() }, memo, Outcome.Updated, ChangeSetIssues.Cancelled(memo), new Step.Done(), now);
        return set.Status == ChangeSetState.Succeeded ? Succeeded(view, memo, set, now) : Ended(view, memo, ChangeSetFailure.Of(set));
    }

    static Turn Succeeded(RecordView view, ChangeSetMemo memo, ChangeSetState set, DateTimeOffset now)
    {
        var outcome = memo.Target is null ? Outcome.Created : Outcome.Updated;
        // What one change set has made, the next one names.
        if (memo is { Plan: { } plan, EntityId: { } made } && plan.After(made) is var (next, changes, kind))
        {
            var following = memo.Again() with { Plan = next, Kind = kind, Target = null, Body = ChangeSet.Element(changes), Faults = 0 };
            return Logged(view with { Data = following.ToJson() }, memo, outcome, ChangeSetIssues.Succeeded(memo), new Step.Wait(TimeSpan.Zero, "the offer set is made with several change sets", [Reason.Task], ResetsAttempts: true), now);
        }

        return Logged(view with { Data = memo.ToJson() }, memo, outcome, ChangeSetIssues.Succeeded(memo), Hand(view.Key.Catalog, memo, set), now);
    }

    static Turn Logged(RecordView view, ChangeSetMemo memo, Outcome outcome, Issue issue, Step.End end, DateTimeOffset now)
    {
        var job = OwnJob.OfTask(view.Claim, view.Reasons, now);
        var detail = new JobDetail(job.Id, 0, memo.EntityId ?? view.Key.Id, null, outcome, now, "{}"u8.ToArray(), [issue]) { Reason = Reason.MostTelling(view.Reasons) };
        return new(view.WithEntry(new LogEntry(detail, OwnJob.Ended(job, outcome, now))), end);
    }

    // What it has made or changed is read again; of an offer set also the offers of the change sets before. Their own events may be lost.
    static Step.End Hand(string catalog, ChangeSetMemo memo, ChangeSetState set)
    {
        var entities = set.Changes.Where(change => change.EntityId is not null).Select(change => (change.Kind, Id: change.EntityId!)).Concat((memo.Plan?.OfferIds ?? []).Select(id => (Kind: MarketSection.Offer.EntityTypes[0], Id: id)));
        List<WorkKey> keys = [.. entities.Select(entity => MarketSection.OfType(entity.Kind)?.Key(catalog, entity.Id)).OfType<WorkKey>().Distinct()];
        return keys.Count > 0 ? new Step.Hand([.. keys.SelectMany(key => memo.Account is { } account ? [(key, MarketMemo.Of(account)), (key, Reason.Event)] : ((WorkKey, string)[])[(key, Reason.Event)])]) : new Step.Done();
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
