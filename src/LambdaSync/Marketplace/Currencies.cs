using System.Collections.Frozen;

namespace LambdaSync.Marketplace;

/// <summary>The currencies that Marketplace takes for upfront prices and payment schedules (developer guide, work-with-private-offers).</summary>
public static class Currencies
{
    // Yen have no minor unit; Marketplace allows two decimals in a charge of any currency, and none of them can be paid.
    static readonly FrozenDictionary<string, int> _decimals = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["USD"] = 2,
        ["AUD"] = 2,
        ["EUR"] = 2,
        ["GBP"] = 2,
        ["INR"] = 2,
        ["JPY"] = 0,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The codes, in the order in which they are listed to people.</summary>
    public static IReadOnlyList<string> Codes { get; } = ["USD", "AUD", "EUR", "GBP", "INR", "JPY"];

    /// <summary>Decimals of the currency's smallest amount, or null for a currency that Marketplace does not take.</summary>
    public static int? Decimals(string code) => _decimals.TryGetValue(code, out var decimals) ? decimals : null;

    /// <summary>What is wrong with the currency of an upfront price or a payment schedule, or null.</summary>
    public static Issue? Check(string code, string field) => Decimals(code) is null
        ? Issue.Error(IssueCodes.OfferCurrency, field, code, $"AWS Marketplace takes the currencies {string.Join(", ", Codes)} here (INVALID_CURRENCY_CODE).", "Use one of these codes.")
        : null;
}
