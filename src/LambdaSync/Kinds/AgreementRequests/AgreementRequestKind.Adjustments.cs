using System.Globalization;
using System.Text.Json;
using LambdaSync.Marketplace.AgreementRequests;
using LambdaSync.Sync.Steps;
using LambdaSync.Sync.Work;

namespace LambdaSync.Kinds.AgreementRequests;

// Credits on invoices: nothing is sent unless all of them pass the checks, and each only after AWS's list was read.
public sealed partial class AgreementRequestKind
{
    // The rest of a long list is the next claim's, so that what AWS has taken is stored in between.
    const int MaxCalls = 8;

    static Turn Adjust(RecordView view, AgreementRequestMemo memo, DateTimeOffset now)
    {
        var request = view.Requests.FirstOrDefault();
        // Those that AWS did not make are sent again on request, once AWS's list was read.
        if (request is not null && memo.IsOver && memo.Adjustments.Any(a => a.IsFailed))
        {
            memo = memo with { IsOver = false, Attempt = memo.Attempt + 1, Adjustments = [.. memo.Adjustments.Select(a => a.IsFailed ? a with { Id = null, Status = null, Message = null } : a)] };
            view = view with { Data = memo.ToJson() };
        }

        if (memo.Adjustments.Any(a => a.IsUnsent))
            return Send(view, memo, request, now);
        if (request is not null)
            view = Replies.Answered(view, request, AgreementRequestIssues.SentBefore(memo));
        return memo.IsOver ? new(view, new Step.Done()) : FollowAdjustments(view, memo, now);
    }

    static Turn Send(RecordView view, AgreementRequestMemo memo, RecordRequest? request, DateTimeOffset now)
    {
        if (Agreement(view, memo) is var (agreement, turn) && agreement is null)
            return turn!.Value;
        var (invoices, made) = (AgreementReads.Invoices(memo.AgreementId), AgreementReads.Adjustments(memo.AgreementId));
        foreach (var list in new[] { invoices, made })
        {
            if (!view.Answers.ContainsKey(list.Operation))
                return new(view, new Step.ReadAws(list));
        }

        // What AWS has of today is not sent again, whoever has sent it, unless AWS did not make it.
        var listed = Items(view.Answers[made.Operation]).Where(item => IsOfDay(memo, item) && AgreementRequestOperation.Text(item, "status") != BillingAdjustment.ValidationFailed).ToList();
        foreach (var (index, adjustment) in memo.Adjustments.Index().Where(a => a.Item.IsUnsent).ToList())
        {
            if (listed.Find(item => BatchCreateBillingAdjustmentRequest.Is(adjustment, item)) is not { ValueKind: JsonValueKind.Object } known)
                continue;
            var id = AgreementRequestOperation.Text(known, "billingAdjustmentRequestId")!;
            memo = memo with { Sent = memo.Sent ?? now, Adjustments = [.. memo.Adjustments.Select((a, i) => i == index ? a with { Id = id, Status = AgreementRequestOperation.Text(known, "status") } : a)] };
            view = (view with { Data = memo.ToJson() }).WithIssues([AgreementRequestIssues.Adjusted(adjustment, id)]);
        }

        var unsent = memo.Adjustments.Index().Where(a => a.Item.IsUnsent).ToList();
        if (unsent.SelectMany(a => Wrong(a.Item, Items(view.Answers[invoices.Operation]))).ToList() is { Count: > 0 } wrong)
            return Turns.Held(view, wrong);
        if (unsent.Count == 0)
            return request is null ? FollowAdjustments(view, memo, now) : FollowAdjustments(Replies.Answered(view, request, AgreementRequestIssues.SentBefore(memo)), memo, now);
        if (view.Calls >= MaxCalls)
            return new(view, new Step.Wait(TimeSpan.Zero, "the other adjustments of the request are sent", [Reason.Task], ResetsAttempts: true));
        var (first, next) = unsent[0];
        var token = string.Create(CultureInfo.InvariantCulture, $"{Token(view, memo)}-{first}");
        return Call(view, memo, nameof(BatchCreateBillingAdjustmentRequest), BatchCreateBillingAdjustmentRequest.Body(memo.AgreementId, next, token), request, now);
    }

    static IEnumerable<Issue> Wrong(BillingAdjustment adjustment, List<JsonElement> invoices)
    {
        if (invoices.Find(i => AgreementRequestOperation.Text(i, "invoiceId") == adjustment.InvoiceId) is not { ValueKind: JsonValueKind.Object } invoice)
            return [AgreementRequestIssues.UnknownInvoice(adjustment)];
        if (AgreementRequestOperation.Text(invoice, "invoiceType") != "INVOICE")
            return [AgreementRequestIssues.CreditMemo(adjustment)];
        var price = invoice.GetProperty("pricingCurrencyAmount");
        if (AgreementRequestOperation.Text(price, "currencyCode") is var currency && currency != adjustment.CurrencyCode)
            return [AgreementRequestIssues.OtherCurrency(adjustment, currency ?? "")];
        return AgreementRequestOperation.Text(price, "maxAdjustmentAmount") is { } most && decimal.Parse(adjustment.Amount, CultureInfo.InvariantCulture) > decimal.Parse(most, CultureInfo.InvariantCulture)
            ? [AgreementRequestIssues.TooMuch(adjustment, most)] : [];
    }

    static Turn FollowAdjustments(RecordView view, AgreementRequestMemo memo, DateTimeOffset now)
    {
        // What was sent in this claim is not in the list that was read before it.
        var list = AgreementReads.Adjustments(memo.AgreementId);
        if (view.Calls > 0)
            return new(view, new Step.Wait(PollInterval(memo, now), "AWS Marketplace has the adjustments", [Reason.Task], ResetsAttempts: true));
        if (!view.Answers.TryGetValue(list.Operation, out var answer))
            return new(view, new Step.ReadAws(list));
        var statuses = Items(answer).ToDictionary(item => AgreementRequestOperation.Text(item, "billingAdjustmentRequestId") ?? "", item => AgreementRequestOperation.Text(item, "status"), StringComparer.Ordinal);
        memo = memo with { Adjustments = [.. memo.Adjustments.Select(a => a.Id is { } id && statuses.GetValueOrDefault(id) is { } status ? a with { Status = status } : a)] };
        view = view with { Data = memo.ToJson() };
        // Only the request itself says why it failed.
        if (memo.Adjustments.FirstOrDefault(a => a is { Status: BillingAdjustment.ValidationFailed, Message: null }) is { Id: { } failed })
        {
            var read = AgreementReads.Adjustment(memo.AgreementId, failed);
            if (!view.Answers.TryGetValue(read.Operation, out var found))
                return new(view, new Step.ReadAws(read));
            var said = "";
            if (!found.IsEmpty)
            {
                using var json = JsonDocument.Parse(found);
                said = AgreementRequestOperation.Text(json.RootElement, "statusMessage") ?? "";
            }

            memo = memo with { Adjustments = [.. memo.Adjustments.Select(a => a.Id == failed ? a with { Message = said } : a)] };
            return FollowAdjustments((view with { Data = memo.ToJson() }).WithoutAnswer(read), memo, now);
        }

        if (!memo.Adjustments.All(a => a.IsOver))
            return new(view, new Step.Wait(PollInterval(memo, now), "AWS Marketplace has the adjustments", [Reason.Task], ResetsAttempts: true));
        memo = memo with { IsOver = true };
        IReadOnlyList<Issue> issues = [.. memo.Adjustments.Select(a => a.Status == BillingAdjustment.Completed ? AgreementRequestIssues.Made(a) : AgreementRequestIssues.Failed(a))];
        return memo.Adjustments.All(a => a.Status == BillingAdjustment.Completed)
            ? Ended(view, memo, issues, now)
            : new(view with { Data = memo.ToJson(), IsOutbound = true }, new Step.Hold(issues, "AWS Marketplace did not make all adjustments"));
    }
}
