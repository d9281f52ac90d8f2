using System.Text.Json;
using LambdaSync.PartnerCentral;
using LambdaSync.Sync;

namespace LambdaSync.Marketplace.AgreementRequests;

/// <summary>
/// BatchCreateBillingAdjustmentRequest credits an invoice. A batch has one entry here: of a batch whose answer was lost, AWS may have taken
/// some entries and refused others, and its list does not tell which were refused.
/// </summary>
public sealed class BatchCreateBillingAdjustmentRequest : AgreementRequestOperation
{
    const string Entries = "billingAdjustmentRequestEntries";

    public override string Name => nameof(BatchCreateBillingAdjustmentRequest);

    public static byte[] Body(string agreementId, BillingAdjustment adjustment, string token) => RequestBody.Of(json =>
    {
        json.WriteStartArray(Entries);
        json.WriteStartObject();
        json.WriteString("agreementId", agreementId);
        json.WriteString("originalInvoiceId", adjustment.InvoiceId);
        json.WriteString("adjustmentAmount", adjustment.Amount);
        json.WriteString("currencyCode", adjustment.CurrencyCode);
        json.WriteString("adjustmentReasonCode", adjustment.ReasonCode);
        if (adjustment.Description is { } description)
            json.WriteString("description", description);
        json.WriteString("clientToken", token);
        json.WriteEndObject();
        json.WriteEndArray();
    });

    public override Recovery Recover(PendingCall call, string catalog, TimeSpan age) => new Recovery.Search(ListOf(Entry(call.Body, "agreementId")!));

    /// <summary>Whether a summary of AWS's list is this adjustment: an invoice is adjusted by the same amount once a day.</summary>
    public static bool Is(BillingAdjustment adjustment, JsonElement summary) =>
        Text(summary, "originalInvoiceId") == adjustment.InvoiceId && Text(summary, "currencyCode") == adjustment.CurrencyCode && IsAmount(Text(summary, "adjustmentAmount"), adjustment.Amount);

    protected override AwsRequest ListOf(string agreementId) => AgreementReads.Adjustments(agreementId);

    protected override bool Is(PendingCall call, JsonElement summary) => Is(Sent(call.Body), summary);

    protected override (AgreementRequestMemo Memo, Outcome Outcome) Answered(AgreementRequestMemo memo, PendingCall call, JsonElement answer)
    {
        var invoice = Entry(call.Body, "originalInvoiceId");
        var error = answer.TryGetProperty("errors", out var errors) && errors.GetArrayLength() > 0 ? errors[0] : default;
        // What the list has instead of an answer is the request itself.
        var id = Text(answer.TryGetProperty("items", out var items) ? items.GetArrayLength() > 0 ? items[0] : default : answer, "billingAdjustmentRequestId");
        return (memo with
        {
            Adjustments = [.. memo.Adjustments.Select(adjustment => adjustment.InvoiceId != invoice ? adjustment
                : id is not null ? adjustment with { Id = id, Status = "PENDING" }
                : adjustment with { Status = BillingAdjustment.Refused, Message = $"{Text(error, "code")}: {Text(error, "message")}" })],
        }, id is not null ? Outcome.Created : Outcome.Failed);
    }

    static BillingAdjustment Sent(byte[] body) => new(Entry(body, "originalInvoiceId")!, Entry(body, "adjustmentAmount")!, Entry(body, "currencyCode")!, "", null);

    static string? Entry(byte[] body, string name)
    {
        using var json = JsonDocument.Parse(body);
        return Text(json.RootElement.GetProperty(Entries)[0], name);
    }
}
