using System.Text;
using LambdaSync.Kinds.Marketplace;
using Xunit;

namespace LambdaSync.Tests.Kinds;

/// <summary>What an agreement's record says of its invoices.</summary>
[Trait("Row", "F13")]
public sealed class InvoiceSummaryTests
{
    static string Of(string items) => InvoiceSummary.Of(Encoding.UTF8.GetBytes($$"""{"items":[{{items}}]}""")).ToJsonString();

    [Fact]
    public void Without_invoices_nothing_adds_up() => Assert.Equal("""{"count":0,"creditMemos":0,"totals":[],"credits":[]}""", Of(""));

    [Fact]
    public void Each_currency_and_each_type_adds_up_for_itself_and_the_last_is_the_one_that_was_issued_last()
    {
        const string Later = """{"invoiceId":"B","issuedTime":1769940000.5,"invoiceType":"INVOICE","invoiceBillingPeriod":{"month":2,"year":2026},"pricingCurrencyAmount":{"amount":"0.10","maxAdjustmentAmount":"0.05","currencyCode":"USD"},"invoicingEntity":{"legalName":"Example Ltd"}}""";
        const string Earlier = """{"invoiceId":"C","issuedTime":1769930000,"invoiceType":"INVOICE","pricingCurrencyAmount":{"amount":"0.20","currencyCode":"USD"}}""";
        const string Euros = """{"invoiceId":"A","issuedTime":1769920000,"invoiceType":"INVOICE","pricingCurrencyAmount":{"amount":"12.345","currencyCode":"EUR"}}""";
        const string Memo = """{"invoiceId":"D","issuedTime":1769910000,"invoiceType":"CREDIT_MEMO","pricingCurrencyAmount":{"amount":"-1","currencyCode":"USD"}}""";
        const string Wanted = """{"count":3,"creditMemos":1,"totals":[{"currencyCode":"EUR","amount":12.345},{"currencyCode":"USD","amount":0.30}],"credits":[{"currencyCode":"USD","amount":-1}],"""
            + """ "last":{"invoiceId":"B","invoiceType":"INVOICE","amount":0.10,"maxAdjustmentAmount":0.05,"currencyCode":"USD","issuedTime":"2026-02-01T10:00:00Z","billingPeriod":"2026-02","invoicingEntity":"Example Ltd"}}""";
        Assert.Equal(Wanted.Replace(" \"last", "\"last", StringComparison.Ordinal), Of($"{Later},{Earlier},{Euros},{Memo}"));
        Assert.Equal(Of($"{Later},{Earlier},{Euros},{Memo}"), Of($"{Memo},{Euros},{Later},{Earlier}"));
    }

    /// <summary>AWS requires none of the members: what is missing is left out, not made up.</summary>
    [Fact]
    public void An_invoice_of_which_AWS_says_little_is_counted() =>
        Assert.Equal("""{"count":1,"creditMemos":0,"totals":[],"credits":[],"last":{"invoiceId":"A","invoiceType":"INVOICE"}}""", Of("""{"invoiceId":"A","invoiceType":"INVOICE"}"""));
}
