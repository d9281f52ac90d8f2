using System.Globalization;

namespace LambdaSync.Marketplace.Offers;

/// <summary>Marketplace's rules for prices: which go together, their decimals and sizes (developer guide, work-with-private-offers, work-with-cppos).</summary>
static class PriceCheck
{
    const int MostRateCards = 5, MostRates = 800, MostGrants = 200, LongestKey = 100, LongestResaleKey = 60;

    public static IEnumerable<Issue> Of(OfferDocument offer) => [.. Combination(offer), .. Currency(offer), .. Amounts(offer), .. Sizes(offer), .. Zero(offer)];

    static IEnumerable<Issue> Combination(OfferDocument offer)
    {
        if (offer.RateCards.Count > 0 && offer.FixedUpfront is not null)
            yield return Terms("FixedUpfront", "An offer's upfront price is rate cards or one fixed price (INCOMPATIBLE_TERMS).", "Remove RateCards or FixedUpfront.");
        if (offer.MarkupPercentage is not null && !offer.IsResale)
            yield return Terms("MarkupPercentage", "Only a channel partner's offer from a resale authorization has a markup (INVALID_MARKUP_PERCENTAGE).", "Remove MarkupPercentage, or name the ResaleAuthorizationId.");
        if (offer.IsResale && (offer.UsageRates.Count > 0 || offer.RateCards.Count > 0 || offer.Byol))
            yield return Terms("RateCards", "A channel partner's offer takes its prices from the resale authorization; only a fixed price replaces them (INCOMPATIBLE_TERMS).", "Remove UsageRates, RateCards and Byol.");
        if (offer.MarkupPercentage > 0 && offer.FixedUpfront is not null)
            yield return Terms("MarkupPercentage", "An offer has a markup or a fixed price, not both (INCOMPATIBLE_TERMS).", "Remove MarkupPercentage or FixedUpfront.");
        if (offer.PaymentSchedule.Count > 0 && offer.FixedUpfront is null)
            yield return Terms("PaymentSchedule", "A payment schedule needs FixedUpfront with the price 0 and the quantities (MISSING_MANDATORY_TERMS).", "Add FixedUpfront with Price \"0\" and Grants.");
        if (offer.PaymentSchedule.Count > 0 && offer.FixedUpfront is { Price: > 0 })
            yield return Terms("FixedUpfront.Price", "With a payment schedule the fixed price is 0, since the charges are the price (INCOMPATIBLE_TERMS).", "Set Price to \"0\".");
        if (offer is { FixedUpfront: not null, Byol: false, IsResale: false } && offer.PaymentSchedule.Count == 0)
            yield return Terms("FixedUpfront", "A fixed price stands beside a payment schedule or Byol (MISSING_MANDATORY_TERMS).", "Add PaymentSchedule, or use RateCards.");
        if (offer is { FixedUpfront.Duration: not null, ProductType: ProductType.SaaSProduct, IsResale: false })
            yield return Terms("FixedUpfront.Duration", "The fixed price of a SaaS product has no duration; its agreement has one (INVALID_DURATION).", "Remove FixedUpfront.Duration and use AgreementDuration.");
        if (offer is { FixedUpfront.Duration: null, ProductType: not ProductType.SaaSProduct, IsReplacement: false, Byol: false })
            yield return Terms("FixedUpfront.Duration", "The fixed price of an AMI or container product has a duration (MISSING_DURATION).", "Add FixedUpfront.Duration.");
        // The duration of a chosen rate card is the agreement's, unless it starts on a future day.
        if (offer is { ProductType: ProductType.SaaSProduct, AgreementDuration: not null, FixedUpfront: null } && offer.RateCards.Count > 0)
            yield return Terms("AgreementDuration", "The buyer chooses a rate card's duration, so that the agreement has none of its own (MISSING_AGREEMENT_START_DATE).", "Remove AgreementDuration.");
    }

    static IEnumerable<Issue> Currency(OfferDocument offer)
    {
        if (Currencies.Check(offer.CurrencyCode, "CurrencyCode") is { } wrong)
            yield return wrong;
        else if (offer.CurrencyCode != "USD" && offer.UsageRates.Count > 0)
            yield return Issue.Error(IssueCodes.OfferCurrency, "CurrencyCode", offer.CurrencyCode, "Prices per use are in USD, and all terms of an offer have one currency (INVALID_CURRENCY_CODE).", "Use USD, or remove UsageRates.");
    }

    static IEnumerable<Issue> Amounts(OfferDocument offer)
    {
        foreach (var (rate, n) in offer.UsageRates.Select((rate, n) => (rate, n)))
        {
            if (Decimals(rate.Price) > 8)
                yield return Price($"UsageRates[{Text(n)}].Price", rate.Price, 8);
        }

        foreach (var (card, n) in offer.RateCards.Select((card, n) => (card, n)))
        {
            foreach (var (rate, m) in card.Rates.Select((rate, m) => (rate, m)).Where(r => Decimals(r.rate.Price) > 3))
                yield return Price($"RateCards[{Text(n)}].Rates[{Text(m)}].Price", rate.Price, 3);
        }

        var decimals = offer.IsResale ? 6 : 3;
        if (offer.FixedUpfront is { } price && Decimals(price.Price) > decimals)
            yield return Price("FixedUpfront.Price", price.Price, decimals);
        if (offer.MarkupPercentage is { } markup && Decimals(markup) > 9)
            yield return Price("MarkupPercentage", markup, 9);
    }

    static IEnumerable<Issue> Sizes(OfferDocument offer)
    {
        if (offer.RateCards.Count > MostRateCards)
            yield return Terms("RateCards", $"AWS Marketplace takes at most {MostRateCards} rate cards (TOO_MANY_RATE_CARDS).", "Remove rate cards.");
        if (offer.RateCards.GroupBy(c => c.Duration).FirstOrDefault(g => g.Count() > 1) is { } twice)
            yield return Terms("RateCards", $"Two rate cards have the duration {twice.Key} (DUPLICATE_SELECTORS).", "Remove one.");
        foreach (var (field, keys, most, code) in Lists(offer))
        {
            if (keys.Count > most)
                yield return Terms(field, $"AWS Marketplace takes at most {most} dimensions here ({code}).", "Remove dimensions.");
            if (keys.GroupBy(k => k, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } same)
                yield return Issue.Error(IssueCodes.OfferTerms, field, same.Key, "A dimension has one price (DUPLICATE_DIMENSION_KEYS).", "Remove one of the two.");
            var longest = offer.IsResale ? LongestResaleKey : LongestKey;
            foreach (var key in keys.Where(k => k.Length > longest))
                yield return Issue.Error(IssueCodes.OfferTerms, field, key, $"A dimension's key has at most {longest} characters.", "Use the key that the product has.");
        }
    }

    static IEnumerable<(string Field, IReadOnlyList<string> Keys, int Most, string Code)> Lists(OfferDocument offer)
    {
        yield return ("UsageRates", [.. offer.UsageRates.Select(r => r.DimensionKey)], MostRates, "TOO_MANY_RATES");
        foreach (var (card, n) in offer.RateCards.Select((card, n) => (card, n)))
            yield return ($"RateCards[{Text(n)}].Rates", [.. card.Rates.Select(r => r.DimensionKey)], MostRates, "TOO_MANY_RATES");
        if (offer.FixedUpfront is { } price)
            yield return ("FixedUpfront.Grants", [.. price.Grants.Select(g => g.DimensionKey)], MostGrants, "TOO_MANY_GRANTS");
    }

    // A forgotten price must not give a product away.
    static IEnumerable<Issue> Zero(OfferDocument offer)
    {
        var prices = offer.UsageRates.Concat(offer.RateCards.SelectMany(c => c.Rates)).Select(r => r.Price).ToList();
        if (prices.Count > 0 && !offer.ZeroPrice && prices.All(p => p == 0))
            yield return Issue.Error(IssueCodes.OfferPrice, "ZeroPrice", null, "Every price of the offer is 0.", "Correct the prices, or set ZeroPrice to true if the offer is free.");
        if (offer.PaymentSchedule.Count > 0 && !offer.ZeroPrice && offer.PaymentSchedule.All(c => c.Amount == 0))
            yield return Issue.Error(IssueCodes.OfferPrice, "ZeroPrice", null, "Every charge of the payment schedule is 0.", "Correct the charges, or set ZeroPrice to true if the offer is free.");
    }

    static int Decimals(decimal number) => number.Scale == 0 ? 0 : (number / 1.0000000000000000000000000000m).Scale;

    static string Text(int n) => n.ToString(CultureInfo.InvariantCulture);

    static Issue Terms(string field, string rule, string fix) => Issue.Error(IssueCodes.OfferTerms, field, null, rule, fix);

    static Issue Price(string field, decimal value, int decimals) =>
        Issue.Error(IssueCodes.OfferPrice, field, OfferTerms.Number(value), $"AWS Marketplace takes at most {decimals} decimals here.", "Round the amount.");
}
