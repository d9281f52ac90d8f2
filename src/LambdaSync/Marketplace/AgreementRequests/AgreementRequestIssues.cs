using LambdaSync.PartnerCentral;

namespace LambdaSync.Marketplace.AgreementRequests;

/// <summary>What is said of requests after the sale.</summary>
public static class AgreementRequestIssues
{
    public static Issue Started(string purpose, string agreement) => Issue.Note(
        IssueCodes.AgreementRequestSent, null, agreement, $"AWS Marketplace was asked for '{purpose}'", "nothing to do: LambdaSync follows the request to its end");

    public static Issue SentBefore(AgreementRequestMemo memo) => Issue.Note(
        IssueCodes.AgreementRequestPending, null, memo.RequestId, "The same request was sent today; nothing is sent again.", "To send it once more, change it or wait until tomorrow (UTC).");

    public static Issue There(string id) => Issue.Note(
        IssueCodes.AgreementRequestPending, null, id, $"AWS Marketplace has this request already: {id}. Nothing was sent.", "nothing to do: LambdaSync follows it to its end");

    /// <summary>An adjustment of today that is not known to be this request's own.</summary>
    public static Issue Adjusted(BillingAdjustment adjustment, string id) => Issue.Note(
        IssueCodes.AgreementRequestPending, adjustment.InvoiceId, id, $"AWS Marketplace has an adjustment of this invoice by {adjustment.Amount} {adjustment.CurrencyCode} of today: {id}. Nothing was sent for it.",
        "nothing to do; a second adjustment by the same amount can be requested tomorrow (UTC)");

    public static Issue NotOurs(string agreement) => Error(
        "ids", agreement, "AWS Marketplace shows this account no such agreement: only its seller of record can request this, of a channel partner's sale the channel partner",
        "ask the channel partner to request it, or check the id with 'lambdasync agreement list'");

    public static Issue NotActive(string agreement, string status) => Error("ids", agreement, $"The agreement is {status}, and only an active one can be cancelled or charged.", "nothing to do, unless the id was typed; then check it");

    public static Issue RenewalFirst(string agreement, string renewal) => Error(
        "ids", agreement, $"The agreement has a renewal, {renewal}, which would stay.", $"Cancel the renewal first: 'lambdasync agreement cancel {renewal}'. Then cancel this agreement.");

    public static Issue NoTerm(string? term) => Error(
        "term", term, term is null ? "The agreement has no VariablePaymentTerm, or more than one: only such a term allows payment requests." : "The agreement has no VariablePaymentTerm of this id.",
        "'lambdasync agreement show ID' shows the terms; name the term's id if there are several");

    public static Issue UnknownInvoice(BillingAdjustment adjustment) => OfInvoice(adjustment, "The agreement has no such invoice.", "'lambdasync agreement invoices ID' lists the invoices.");

    public static Issue CreditMemo(BillingAdjustment adjustment) => OfInvoice(adjustment, "This is a credit memo; only an invoice can be adjusted.", "Name the invoice.");

    public static Issue OtherCurrency(BillingAdjustment adjustment, string currency) => OfInvoice(adjustment, $"The invoice is in {currency}, not in {adjustment.CurrencyCode} (INVALID_CURRENCY_CODE).", "Use the invoice's currency.");

    public static Issue TooMuch(BillingAdjustment adjustment, string most) => OfInvoice(
        adjustment, $"The invoice can be adjusted by at most {most} {adjustment.CurrencyCode} (EXCEEDED_MAXIMUM_ADJUSTMENT_AMOUNT).", "Use a smaller amount.");

    public static Issue Failed(BillingAdjustment adjustment) => Issue.Error(
        IssueCodes.AgreementRequestRefused, adjustment.InvoiceId, adjustment.Id, $"AWS Marketplace did not make the adjustment by {adjustment.Amount} {adjustment.CurrencyCode} ({adjustment.Status}){Said(adjustment.Message)}",
        "Correct what AWS names, then run the same command again today (UTC): only what was not made is sent.");

    public static Issue Made(BillingAdjustment adjustment) => Issue.Note(
        IssueCodes.AgreementRequestEnded, adjustment.InvoiceId, adjustment.Id, $"The invoice was adjusted by {adjustment.Amount} {adjustment.CurrencyCode}.", "nothing to do");

    public static Issue Ended(AgreementRequestMemo memo, string? said) => memo.Status switch
    {
        "APPROVED" => Issue.Note(IssueCodes.AgreementRequestEnded, null, memo.RequestId, $"'{memo.Purpose}' was approved. AWS approves a cancellation after 7 days without an answer too; it refunds nothing.", "nothing to do; 'lambdasync agreement adjust' requests a refund"),
        "CANCELLED" => Issue.Note(IssueCodes.AgreementRequestEnded, null, memo.RequestId, "The request was withdrawn.", "nothing to do"),
        "REJECTED" => Issue.Warning(IssueCodes.AgreementRequestEnded, null, memo.RequestId, $"The buyer has rejected '{memo.Purpose}'{Said(said)}", "Agree with the buyer, then request it again."),
        _ => Issue.Error(IssueCodes.AgreementRequestRefused, null, memo.RequestId, $"AWS Marketplace ended '{memo.Purpose}' with {memo.Status}{Said(said)}", "Correct what AWS names, then request it again."),
    };

    public static Issue NotPending(string id, string status) => Error("ids", id, $"The request is {status}; only one that the buyer has not answered can be withdrawn.", "nothing to do; 'lambdasync agreement requests ID' shows how it ended");

    public static Issue NoRequest(string id) => Error("ids", id, "The agreement has no such request.", "'lambdasync agreement requests ID' lists the requests");

    /// <summary>AWS denies a request for reasons of the account, which are not about credentials (API model, AccessDeniedException).</summary>
    public static Issue NotAllowed(string operation, AwsRefusal refusal) => Issue.Error(
        IssueCodes.AwsAccessDenied, null, null, $"AWS answered {(refusal.Operation.Length > 0 ? refusal.Operation : operation)} with {refusal.Code}{(refusal.Reason.Length > 0 ? $" ({refusal.Reason})" : "")}.", refusal.Reason switch
        {
            "FAILED_KYC_COMPLIANCE" => "Complete the seller verification (KYC) under Settings in the AWS Marketplace Management Portal. The credentials are right.",
            "MISSING_MFA" => "AWS wants multi-factor authentication for this: request it in the AWS Marketplace Management Portal, or with credentials whose session has MFA. The credentials are right otherwise.",
            "INVALID_ACCOUNT_STATE" => "The seller account may not do this in its state: see Settings in the AWS Marketplace Management Portal. The credentials are right.",
            _ => "Give the role the right for this operation (of a stack its parameter AfterSale; on one machine the role that LAMBDASYNC_AFTER_SALE_ROLE names), and check that this account is the agreement's seller of record.",
        });

    public static Issue Conflict(string operation, string? said) => Issue.Error(
        IssueCodes.AwsConflict, null, null, $"AWS answered {operation} with ConflictException: a request is pending already, or it was answered meanwhile{Said(said)}", "'lambdasync agreement requests ID' shows the requests as they are now");

    public static Issue Refused(string operation, AwsRefusal refusal) => Issue.Error(
        IssueCodes.AgreementRequestRefused, null, null, $"AWS answered {operation} with {refusal.Code}{(refusal.Reason.Length > 0 ? $" ({refusal.Reason})" : "")}{Said(refusal.Errors is [var (_, said), ..] ? said : null)}",
        "Correct what AWS names, then request it again.");

    public static Issue Off() => Issue.Error(
        IssueCodes.MarketplaceReadOnly, null, null, "This stack may not request cancellations, adjustments or payments.", "Set the stack's parameter AfterSale to yes, or request it in the AWS Marketplace Management Portal.");

    static Issue OfInvoice(BillingAdjustment adjustment, string rule, string fix) => Error(adjustment.InvoiceId, adjustment.Amount, rule, fix);

    static Issue Error(string field, string? value, string rule, string fix) => Issue.Error(IssueCodes.AgreementRequestInvalid, field, value, rule, fix);

    static string Said(string? text) => string.IsNullOrWhiteSpace(text) ? "." : $". AWS: {text.Trim()}";
}
