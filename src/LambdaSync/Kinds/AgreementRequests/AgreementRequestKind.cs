using System.Globalization;
using System.Text.Json;
using LambdaSync.Kinds.Marketplace;
using LambdaSync.Mapping;
using LambdaSync.Marketplace;
using LambdaSync.Marketplace.AgreementRequests;
using LambdaSync.PartnerCentral;
using LambdaSync.Sync;
using LambdaSync.Sync.Steps;
using LambdaSync.Sync.Work;

namespace LambdaSync.Kinds.AgreementRequests;

/// <summary>
/// What a seller requests about an agreement after the sale: checked against what AWS has, sent once, and followed until the buyer or AWS has
/// answered. Billing adjustments are in a file of their own.
/// </summary>
public sealed partial class AgreementRequestKind : IKind
{
    public WorkKind Kind => WorkKind.AgreementRequest;

    public CompiledMapping? MappingOf(RecordView view) => null;

    public string? AccountOf(RecordView view) => MemoOf(view)?.Account;

    // Carried out as far as the seller: AWS has it.
    public IReadOnlyList<(WorkKey Key, string Reason)> Reports(RecordView view, WorkNext end, IReadOnlyList<LogEntry> log) =>
        MemoOf(view)?.Asked is { } asked ? asked.Report(view.Key.Catalog, end, log, log is [.., { Detail.Outcome: Outcome.Updated or Outcome.Created }]) : [];

    public string LogId(RecordView view) => MemoOf(view)?.AgreementId ?? view.Key.Id;

    public Turn Next(RecordView view, DateTimeOffset now)
    {
        if (view.Stored?.Aws is { } call && !view.IsRepeated)
            return new(view, new Step.RepeatCall(call));
        if (MemoOf(view) is not { } memo)
            return new(view, new Step.Done());
        if (AskedCommand.Of(view.Requests.FirstOrDefault()) is { } asked && asked != memo.Asked)
        {
            memo = memo with { Asked = asked };
            view = view with { Data = memo.ToJson() };
        }

        return memo.Purpose switch
        {
            AgreementRequestPurposes.Adjust => Adjust(view, memo, now),
            AgreementRequestPurposes.Withdraw => Withdraw(view, memo, now),
            _ => Single(view, memo, now),
        };
    }

    static AgreementRequestMemo? MemoOf(RecordView view) => AgreementRequestMemo.Read(view.Data ?? view.Claim.Data);

    static Turn Single(RecordView view, AgreementRequestMemo memo, DateTimeOffset now)
    {
        var request = view.Requests.FirstOrDefault();
        if (memo.RequestId is null)
            return Start(view, memo, request, now);
        if (request is not null && memo is { IsOver: true, Status: not "APPROVED" })
            return Start(view, memo with { RequestId = null, Status = null, Sent = null, IsOver = false, Attempt = memo.Attempt + 1 }, request, now);
        if (request is not null)
            view = Replies.Answered(view, request, AgreementRequestIssues.SentBefore(memo));
        return memo.IsOver ? new(view, new Step.Done()) : Follow(view, memo, now);
    }

    static Turn Start(RecordView view, AgreementRequestMemo memo, RecordRequest? request, DateTimeOffset now)
    {
        if (Agreement(view, memo) is var (agreement, turn) && agreement is null)
            return turn!.Value;
        var isCancellation = memo.Purpose == AgreementRequestPurposes.Cancel;
        var status = AgreementRequestOperation.Text(agreement.Value, "status") ?? "";
        if (status != "ACTIVE")
            return Turns.Held(view, [AgreementRequestIssues.NotActive(memo.AgreementId, status)]);
        var lists = new List<AwsRequest> { isCancellation ? AgreementReads.Cancellations(memo.AgreementId) : AgreementReads.Payments(memo.AgreementId) };
        if (isCancellation && Renewal(agreement.Value) is { } offer)
            lists.Add(AgreementReads.ActiveFrom(offer));
        if (!isCancellation)
            lists.Add(MarketplaceReads.GetAgreementTerms(memo.AgreementId));
        if (lists.FirstOrDefault(list => !view.Answers.ContainsKey(list.Operation)) is { } unread)
            return new(view, new Step.ReadAws(unread));
        // The renewal's own agreement is another one than this.
        if (view.Answers.TryGetValue("SearchAgreements", out var renewals) && Items(renewals).Select(a => AgreementRequestOperation.Text(a, "agreementId")).FirstOrDefault(id => id is not null && id != memo.AgreementId) is { } renewal)
            return Turns.Held(view, [AgreementRequestIssues.RenewalFirst(memo.AgreementId, renewal)]);
        if (There(memo, Items(view.Answers[lists[0].Operation]), isCancellation) is var (id, pending))
        {
            memo = memo with { RequestId = id, Status = pending, Sent = now };
            view = view with { Data = memo.ToJson() };
            view = request is null ? view.WithIssues([AgreementRequestIssues.There(id)]) : Replies.Answered(view, request, AgreementRequestIssues.There(id));
            return Follow(view, memo, now);
        }

        if (isCancellation)
            return Call(view, memo, nameof(SendAgreementCancellationRequest), SendAgreementCancellationRequest.Body(memo, Token(view, memo)), request, now);
        var wanted = AgreementRequestOperation.Text(memo.Body!.Value, "termId");
        return Term(view.Answers["GetAgreementTerms"], wanted) is { } term
            ? Call(view, memo, nameof(SendAgreementPaymentRequest), SendAgreementPaymentRequest.Body(memo, term, Token(view, memo)), request, now)
            : Turns.Held(view, [AgreementRequestIssues.NoTerm(wanted)]);
    }

    // One cancellation may be pending, whoever has requested it; a payment of today with the same name and amount is the same.
    static (string Id, string Status)? There(AgreementRequestMemo memo, IEnumerable<JsonElement> listed, bool isCancellation)
    {
        foreach (var item in listed)
        {
            var (id, status) = (AgreementRequestOperation.Text(item, isCancellation ? "agreementCancellationRequestId" : "paymentRequestId"), AgreementRequestOperation.Text(item, "status"));
            var isSame = isCancellation
                ? status == "PENDING_APPROVAL"
                : status is "VALIDATING" or "PENDING_APPROVAL" or "APPROVED" && IsOfDay(memo, item) && AgreementRequestOperation.Text(item, "name") == AgreementRequestOperation.Text(memo.Body!.Value, "name")
                  && AgreementRequestOperation.IsAmount(AgreementRequestOperation.Text(item, "chargeAmount"), AgreementRequestOperation.Text(memo.Body!.Value, "chargeAmount"));
            if (id is not null && isSame)
                return (id, status!);
        }

        return null;
    }

    static Turn Follow(RecordView view, AgreementRequestMemo memo, DateTimeOffset now)
    {
        var read = AgreementReads.Request(memo.AgreementId, memo.RequestId!);
        if (!view.Answers.TryGetValue(read.Operation, out var answer))
            return new(view, new Step.ReadAws(read));
        // AWS may show a request late.
        if (answer.IsEmpty)
            return new(view, new Step.Wait(PollInterval(memo, now), "AWS Marketplace does not show the request yet", [Reason.Task], ResetsAttempts: true));
        using var json = JsonDocument.Parse(answer);
        memo = memo with { Status = AgreementRequestOperation.Text(json.RootElement, "status") };
        view = view with { Data = memo.ToJson() };
        if (memo.Status is "PENDING_APPROVAL" or "VALIDATING")
            return new(view, new Step.Wait(PollInterval(memo, now), $"AWS Marketplace has the request in {memo.Status}", [Reason.Task], ResetsAttempts: true));
        memo = memo with { IsOver = true };
        var issue = AgreementRequestIssues.Ended(memo, AgreementRequestOperation.Text(json.RootElement, "statusMessage"));
        return issue.Severity == Severity.Error
            ? new(view with { Data = memo.ToJson(), IsOutbound = true }, new Step.Hold([issue], $"AWS Marketplace ended the request with {memo.Status}"))
            : Ended(view, memo, [issue], now);
    }

    static Turn Withdraw(RecordView view, AgreementRequestMemo memo, DateTimeOffset now)
    {
        var request = view.Requests.FirstOrDefault();
        if (memo.IsOver)
            return new(request is null ? view : Replies.Answered(view, request, AgreementRequestIssues.SentBefore(memo)), new Step.Done());
        var read = AgreementReads.Request(memo.AgreementId, memo.RequestId!);
        if (!view.Answers.TryGetValue(read.Operation, out var answer))
            return new(view, new Step.ReadAws(read));
        if (answer.IsEmpty)
            return Turns.Held(view, [AgreementRequestIssues.NoRequest(memo.RequestId!)]);
        using var json = JsonDocument.Parse(answer);
        var status = AgreementRequestOperation.Text(json.RootElement, "status") ?? "";
        if (status is not ("PENDING_APPROVAL" or "VALIDATING"))
            return Turns.Held(view, [AgreementRequestIssues.NotPending(memo.RequestId!, status)]);
        return AgreementReads.IsCancellation(memo.RequestId!)
            ? Call(view, memo, nameof(CancelAgreementCancellationRequest), CancelAgreementCancellationRequest.Body(memo), request, now)
            : Call(view, memo, nameof(CancelAgreementPaymentRequest), CancelAgreementPaymentRequest.Body(memo), request, now);
    }

    // Null: the turn says what is to be read, or why nothing is requested.
    static (JsonElement? Agreement, Turn? Turn) Agreement(RecordView view, AgreementRequestMemo memo)
    {
        var describe = MarketplaceReads.DescribeAgreement(memo.AgreementId);
        if (!view.Answers.TryGetValue(describe.Operation, out var answer))
            return (null, new(view, new Step.ReadAws(describe)));
        if (answer.IsEmpty)
            return (null, Turns.Held(view, [AgreementRequestIssues.NotOurs(memo.AgreementId)]));
        using var json = JsonDocument.Parse(answer);
        return (json.RootElement.Clone(), null);
    }

    static Turn Call(RecordView view, AgreementRequestMemo memo, string operation, byte[] body, RecordRequest? request, DateTimeOffset now)
    {
        var next = new RecordState(MarketSection.Agreement.Key(view.Key.Catalog, memo.AgreementId), "", "", "{}"u8.ToArray(), "{}"u8.ToArray(), null, 0, false, 0);
        return new(view with { Data = memo.ToJson() }, new Step.CallAws(new PendingCall(operation, body, now, next, [AgreementRequestIssues.Started(memo.Purpose, memo.AgreementId)]) { Request = request?.ToReason() }));
    }

    // The agreement is read again: its end and its invoices may have changed.
    static Turn Ended(RecordView view, AgreementRequestMemo memo, IReadOnlyList<Issue> issues, DateTimeOffset now)
    {
        var job = OwnJob.OfTask(view.Claim, view.Reasons, now);
        var detail = new JobDetail(job.Id, 0, memo.AgreementId, null, Outcome.Updated, now, "{}"u8.ToArray(), issues) { Reason = Reason.MostTelling(view.Reasons) };
        return new((view with { Data = memo.ToJson() }).WithEntry(new LogEntry(detail, OwnJob.Ended(job, Outcome.Updated, now))), new Step.Hand([(MarketSection.Agreement.Key(view.Key.Catalog, memo.AgreementId), Reason.Refresh)]));
    }

    static string Token(RecordView view, AgreementRequestMemo memo) => string.Create(CultureInfo.InvariantCulture, $"ls-{view.Key.Id}-{memo.Attempt}");

    static string? Renewal(JsonElement agreement) =>
        agreement.TryGetProperty("endTimeBehavior", out var behavior) && behavior.TryGetProperty("renewalSummary", out var renewal) ? AgreementRequestOperation.Text(renewal, "offerId") : null;

    // The term of this id, or the only one.
    static string? Term(ReadOnlyMemory<byte> answer, string? wanted)
    {
        using var json = JsonDocument.Parse(answer);
        var terms = json.RootElement.GetProperty("acceptedTerms").EnumerateArray().Where(term => term.TryGetProperty("variablePaymentTerm", out _))
            .Select(term => AgreementRequestOperation.Text(term.GetProperty("variablePaymentTerm"), "id")).OfType<string>().ToList();
        return wanted is not null ? terms.Find(id => id == wanted) : terms is [var only] ? only : null;
    }

    static bool IsOfDay(AgreementRequestMemo memo, JsonElement item) => UtcDay.Parse(memo.Day) is { } day && DateOnly.FromDateTime(AgreementRequestOperation.Created(item).UtcDateTime) >= day;

    static List<JsonElement> Items(ReadOnlyMemory<byte> list)
    {
        using var json = JsonDocument.Parse(list);
        return [.. json.RootElement.GetProperty("items").EnumerateArray().Select(item => item.Clone())];
    }

    static TimeSpan PollInterval(AgreementRequestMemo memo, DateTimeOffset now) => (now - (memo.Sent ?? now)).TotalMinutes switch
    {
        < 1 => TimeSpan.FromSeconds(5),
        < 30 => TimeSpan.FromMinutes(2),
        _ => TimeSpan.FromHours(2),
    };
}
