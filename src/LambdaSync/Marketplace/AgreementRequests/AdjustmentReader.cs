using System.Globalization;
using LambdaSync.Mapping;

namespace LambdaSync.Marketplace.AgreementRequests;

/// <summary>Reads and checks the billing adjustments of an agreement as a person writes them: a list of credits on invoices.</summary>
public static class AdjustmentReader
{
    const int LongestInvoiceId = 255, LongestDescription = 500;

    /// <summary>Why an invoice is adjusted (API model, BillingAdjustmentReasonCode).</summary>
    public static IReadOnlyList<string> ReasonCodes { get; } =
        ["INCORRECT_TERMS_ACCEPTED", "INCORRECT_METERING", "TEST_ENVIRONMENT_CHARGES", "ALTERNATIVE_PROCUREMENT_CHANNEL", "UNINTENDED_RENEWAL", "BUYER_DISSATISFACTION", "OTHER"];

    /// <summary>The adjustments, or null when anything is wrong; every mistake is an issue.</summary>
    public static IReadOnlyList<BillingAdjustment>? Read(ReadOnlySpan<byte> json, ICollection<Issue> issues)
    {
        var found = WrittenJson.Strict(json, "list of billing adjustments", IssueCodes.AgreementRequestInvalid, issues, place => (IReadOnlyList<BillingAdjustment?>)[.. place.Items(atLeastOne: true).Select(Adjustment)]);
        if (found is null)
            return null;
        List<BillingAdjustment> adjustments = [.. found.OfType<BillingAdjustment>()];
        var wrong = adjustments.SelectMany(Check).ToList();
        // What AWS has of today is recognized by invoice and amount.
        wrong.AddRange(adjustments.GroupBy(a => a.InvoiceId, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => Wrong(g.Key, null, "The invoice is named twice.", "Add the amounts up to one adjustment.")));
        foreach (var issue in wrong)
            issues.Add(issue);
        return wrong.Count == 0 ? adjustments : null;
    }

    static BillingAdjustment? Adjustment(Place place)
    {
        if (place.Object("InvoiceId", "Amount", "CurrencyCode", "ReasonCode", "Description") is not { } members)
            return null;
        var (invoice, amount, currency, reason) = (members.Required("InvoiceId")?.Text(), members.Required("Amount")?.Amount(), members.Required("CurrencyCode")?.Text(), members.Required("ReasonCode")?.OneOf([.. ReasonCodes]));
        return invoice is not null && amount is { } credit && currency is not null && reason is { } why
            ? new BillingAdjustment(invoice, credit.ToString(CultureInfo.InvariantCulture), currency, ReasonCodes[why], members.Text("Description")) : null;
    }

    static IEnumerable<Issue> Check(BillingAdjustment adjustment)
    {
        var amount = decimal.Parse(adjustment.Amount, CultureInfo.InvariantCulture);
        if (amount <= 0)
            yield return Wrong(adjustment.InvoiceId, adjustment.Amount, "The amount of an adjustment is above zero: it is a credit to the buyer (INVALID_ADJUSTMENT_AMOUNT).", "Write the amount that the buyer gets back, without a sign.");
        if (Currencies.Check(adjustment.CurrencyCode, adjustment.InvoiceId) is { } currency)
            yield return currency;
        else if (decimal.Round(amount, Currencies.Decimals(adjustment.CurrencyCode)!.Value) != amount)
            yield return Wrong(adjustment.InvoiceId, adjustment.Amount, $"An amount in {adjustment.CurrencyCode} has at most {Currencies.Decimals(adjustment.CurrencyCode)} decimals.", "Correct the amount.");
        if (adjustment.InvoiceId.Length > LongestInvoiceId)
            yield return Wrong("InvoiceId", adjustment.InvoiceId, $"An invoice's id has at most {LongestInvoiceId} characters.", "Copy it from 'lambdasync agreement invoices ID'.");
        if (adjustment.Description is { Length: > LongestDescription })
            yield return Wrong(adjustment.InvoiceId, null, $"The description has at most {LongestDescription} characters.", "Shorten it.");
    }

    static Issue Wrong(string field, string? value, string rule, string fix) => Issue.Error(IssueCodes.AgreementRequestInvalid, field, value, rule, fix);
}
