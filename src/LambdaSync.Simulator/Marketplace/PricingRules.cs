using System.Text.Json.Nodes;

namespace LambdaSync.Simulator.Marketplace;

/// <summary>UpdatePricingTerms of an offer: all its prices at once (work-with-private-offers, work-with-cppos).</summary>
static class PricingRules
{
    static readonly string[] Types = ["UsageBasedPricingTerm", "ConfigurableUpfrontPricingTerm", "FixedUpfrontPricingTerm", "RecurringPaymentTerm", "ByolPricingTerm", "FreeTrialPricingTerm"];

    public static bool IsPricing(string type) => Types.Contains(type);

    public static void Apply(ChangeWork work)
    {
        if (!OfferRules.IsDraft(work))
            return;
        List<JsonObject> terms = [.. work.Details["Terms"]!.AsArray().OfType<JsonObject>()];
        List<string> types = [.. terms.Select(TypeOf)];
        var model = work.Text("PricingModel")!;
        if (types.Distinct().Count() < types.Count)
            work.Fail("DUPLICATE_TERM_TYPES", "Two terms have the same type.");
        if (work.Entity.Text("ResaleAuthorizationId") is not null && (model != "Contract" || types is not ["FixedUpfrontPricingTerm"]))
            work.Fail("INCOMPATIBLE_RESALE_AUTHORIZATION", "A channel partner's offer takes Contract and one FixedUpfrontPricingTerm.");
        if (OfferRules.IsReplacement(work.Entity) && model != "Contract")
            work.Fail("INCOMPATIBLE_AGREEMENT", "A replacement offer has contract pricing.");
        if (!Fits(model, types, work.Product?.Type))
            work.Fail("INCOMPATIBLE_PRICING_MODEL", $"Pricing model {model} does not go with {string.Join(", ", types)}.");
        foreach (var term in terms)
            Check(work, term, "");
        work.Entity.Details["PricingModel"] = model;
        work.ReplaceTerms(IsPricing);
    }

    /// <summary>Dimensions, selectors and currency of one pricing term.</summary>
    /// <param name="prefix">Resale of an authorization's.</param>
    public static void Check(ChangeWork work, JsonObject term, string prefix)
    {
        var keys = work.Product is { } product ? ProductRules.Keys(product) : [];
        List<JsonObject> cards = [.. (term["RateCards"] as JsonArray ?? []).OfType<JsonObject>()];
        foreach (var card in cards)
        {
            List<string> rated = [.. card["RateCard"]!.AsArray().Select(r => r!["DimensionKey"]!.GetValue<string>())];
            if (rated.Distinct().Count() < rated.Count)
                work.Fail("DUPLICATE_DIMENSION_KEYS", "A rate card has a dimension twice.");
            if (rated.Except(keys).Any())
                work.Fail("INCOMPATIBLE_RATES", $"The product has no dimension {string.Join(", ", rated.Except(keys))}.");
        }

        List<string> selectors = [.. cards.Select(c => c["Selector"]?["Value"]?.GetValue<string>()).OfType<string>()];
        if (selectors.Distinct().Count() < selectors.Count)
            work.Fail("DUPLICATE_SELECTORS", "Two rate cards have the same duration.");
        if (selectors.Any(s => !Days.IsPeriod(s)))
            work.Fail("INVALID_SELECTOR_DURATION_VALUE", "A selector's value is a duration such as P12M.");
        var granted = (term["Grants"] as JsonArray ?? []).Select(g => g!["DimensionKey"]!.GetValue<string>()).ToList();
        if (granted.Except(keys).Any() || granted.Distinct().Count() < granted.Count)
            work.Fail("INVALID_GRANTS", "A grant is of no dimension of the product, or a dimension comes twice.");
        if (TypeOf(term) == prefix + "FixedUpfrontPricingTerm" && work.Product?.Type is "AmiProduct" or "ContainerProduct" && term["Duration"] is null)
            work.Fail("MISSING_DURATION", "A fixed price of this product has a duration.");
        if (term["Duration"]?.GetValue<string>() is { } duration && !Days.IsPeriod(duration))
            work.Fail("INVALID_DURATION", "Duration is one such as P12M.");
        if (term["CurrencyCode"]?.GetValue<string>() is { } currency && !work.Market.Currencies.Contains(currency))
            work.Fail("INCOMPATIBLE_PAYMENT_SETTINGS", $"The seller has no bank account for {currency}.");
        if (!work.Market.IsSellerVerified)
            work.Fail("INCOMPATIBLE_SELLER_VERIFICATION", "The seller is not verified.");
    }

    public static string TypeOf(JsonObject term) => term["Type"]!.GetValue<string>();

    static bool Fits(string model, List<string> types, string? product) => model switch
    {
        "Contract" => types.Contains("ConfigurableUpfrontPricingTerm") || types.Contains("FixedUpfrontPricingTerm"),
        // Of AMI and container products annual prices stand beside the hourly ones.
        "Usage" => types.Contains("UsageBasedPricingTerm") && (product != "SaaSProduct" || types.All(t => t is "UsageBasedPricingTerm" or "FreeTrialPricingTerm" or "RecurringPaymentTerm")),
        "Byol" => types.Contains("ByolPricingTerm"),
        _ => true,
    };
}
