using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LambdaSync.Kinds.Marketplace;

/// <summary>
/// An agreement's invoices as its record has them: how many there are, what they add up to in each currency, and the last one. AWS has no status of
/// an invoice, and does not say which sign a credit memo's amount has, so invoices and credit memos are counted and added up separately.
/// </summary>
public static class InvoiceSummary
{
    const string Invoice = "INVOICE", Memo = "CREDIT_MEMO";

    /// <param name="list">The items of ListAgreementInvoiceLineItems by invoice, from all pages.</param>
    public static JsonObject Of(ReadOnlyMemory<byte> list)
    {
        using var json = JsonDocument.Parse(list);
        List<Line> all = [.. json.RootElement.GetProperty("items").EnumerateArray().Select(Read)];
        var summary = new JsonObject
        {
            ["count"] = all.Count(line => line.Type == Invoice),
            ["creditMemos"] = all.Count(line => line.Type == Memo),
            ["totals"] = Totals(all.Where(line => line.Type == Invoice)),
            ["credits"] = Totals(all.Where(line => line.Type == Memo)),
        };
        // Of two of one moment the later id, so that the order of AWS's pages does not matter.
        if (all.OrderBy(line => line.Issued).ThenBy(line => line.Id, StringComparer.Ordinal).LastOrDefault() is { } last)
            summary["last"] = last.ToJson();
        return summary;
    }

    static JsonArray Totals(IEnumerable<Line> lines) => [.. lines
        .Where(line => line is { Amount: not null, Currency: not null })
        .GroupBy(line => line.Currency!, StringComparer.Ordinal)
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => (JsonNode)new JsonObject { ["currencyCode"] = group.Key, ["amount"] = group.Sum(line => line.Amount!.Value) })];

    static Line Read(JsonElement item)
    {
        var amounts = item.TryGetProperty("pricingCurrencyAmount", out var pricing) ? pricing : default;
        return new Line(
            Text(item, "invoiceId") ?? "", Text(item, "invoiceType"), Number(amounts, "amount"), Number(amounts, "maxAdjustmentAmount"), Text(amounts, "currencyCode"),
            item.TryGetProperty("issuedTime", out var issued) && issued.TryGetDecimal(out var seconds) ? DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000)) : null,
            item.TryGetProperty("invoiceBillingPeriod", out var period) ? string.Create(CultureInfo.InvariantCulture, $"{period.GetProperty("year").GetInt32():0000}-{period.GetProperty("month").GetInt32():00}") : null,
            item.TryGetProperty("invoicingEntity", out var entity) ? Text(entity, "legalName") : null);
    }

    static string? Text(JsonElement json, string name) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value.GetString() : null;

    // AWS writes amounts as texts.
    static decimal? Number(JsonElement json, string name) => decimal.TryParse(Text(json, name), NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : null;

    sealed record Line(string Id, string? Type, decimal? Amount, decimal? Adjustable, string? Currency, DateTimeOffset? Issued, string? Period, string? Entity)
    {
        public JsonObject ToJson()
        {
            var json = new JsonObject
            {
                ["invoiceId"] = Id,
                ["invoiceType"] = Type,
                ["amount"] = Amount,
                ["maxAdjustmentAmount"] = Adjustable,
                ["currencyCode"] = Currency,
                ["issuedTime"] = Issued is { } time ? MarketDocuments.Time(time) : null,
                ["billingPeriod"] = Period,
                ["invoicingEntity"] = Entity,
            };
            foreach (var empty in json.Where(member => member.Value is null).Select(member => member.Key).ToList())
                json.Remove(empty);
            return json;
        }
    }
}
