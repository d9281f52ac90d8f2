using System.Globalization;
using LambdaSync.Marketplace.Offers;

namespace LambdaSync.Marketplace.OfferSets;

/// <summary>What AWS Marketplace refuses of an offer set and its offers, before anything is sent (developer guide, work-with-offer-sets).</summary>
public static class OfferSetCheck
{
    const int MinOffers = 2, MaxOffers = 7;

    /// <param name="today">The UTC day on which the set is sent.</param>
    public static IReadOnlyList<Issue> Of(OfferSetDocument set, DateOnly today) =>
    [
        .. Own(set), .. Together(set),
        .. set.Offers.SelectMany((offer, n) => OfferCheck.Of(offer, today, release: true).Select(issue => issue with { Field = $"Offers[{n.ToString(CultureInfo.InvariantCulture)}].{issue.Field}" })),
    ];

    static IEnumerable<Issue> Own(OfferSetDocument set)
    {
        if (set.Name.Length is 0 or > 150)
            yield return Invalid("Name", set.Name, "An offer set's name has 1 to 150 characters.", "Correct it.");
        if (set.BuyerNotes is null or { Length: 0 or > 1000 })
            yield return Invalid("BuyerNotes", null, "A released offer set has notes for the buyer of 1 to 1,000 characters (MISSING_BUYER_NOTES).", "Add BuyerNotes.");
        if (set.SolutionId is { } solution && !(solution.StartsWith("soln-", StringComparison.Ordinal) && solution.Length is > 5 and <= 50 && solution[5..].All(char.IsAsciiLetterOrDigit)))
            yield return Invalid("SolutionId", solution, "A solution's id is soln- and letters and digits.", "Use the identifier that AWS Marketplace shows.");
        if (set.Offers.Count is < MinOffers or > MaxOffers)
            yield return Invalid("Offers", set.Offers.Count.ToString(CultureInfo.InvariantCulture), $"An offer set has {MinOffers} to {MaxOffers} offers (MISSING_OFFERS, TOO_MANY_OFFERS).", "Add or remove offers.");
    }

    static IEnumerable<Issue> Together(OfferSetDocument set)
    {
        if (set.Offers.Where(o => o.ProductId is not null).GroupBy(o => o.ProductId).FirstOrDefault(g => g.Count() > 1) is { } twice)
            yield return Differs("ProductId", twice.Key, "An offer set has one offer a product (TOO_MANY_OFFERS_PER_PRODUCT).", "Remove the second offer of the product.");
        if (set.Offers.Select(o => o.CurrencyCode).Distinct().Count() > 1)
            yield return Differs("CurrencyCode", null, "The offers of a set have the same currency (INCONSISTENT_OFFER_CURRENCY_CODE).", "Use one currency.");
        if (set.Offers.Select(o => o.AvailabilityEndDate).Distinct().Count() > 1)
            yield return Differs("AvailabilityEndDate", null, "The offers of a set have the same last day (INCONSISTENT_OFFER_AVAILABILITY_END_DATE).", "Use one day.");
        if (set.Offers.Select(o => string.Join(',', o.BuyerAccounts.Order())).Distinct().Count() > 1)
            yield return Differs("BuyerAccounts", null, "The offers of a set have the same buyers (INCONSISTENT_OFFER_TARGETING_RULE).", "Use the same accounts.");
        if (set.Offers.Select(o => string.Join(',', o.CountryCodes.Order(StringComparer.Ordinal))).Distinct().Count() > 1)
            yield return Differs("CountryCodes", null, "The offers of a set are for the same countries (INCONSISTENT_OFFER_TARGETING_RULE).", "Use the same countries.");
        if (set.Offers.FirstOrDefault(o => o.OfferSetId is not null) is { } placed)
            yield return Differs("OfferSetId", placed.OfferSetId, "The offers of a new set get its id.", "Remove OfferSetId.");
    }

    static Issue Invalid(string field, string? value, string rule, string fix) => Issue.Error(IssueCodes.OfferSetInvalid, field, value, rule, fix);

    static Issue Differs(string field, string? value, string rule, string fix) => Issue.Error(IssueCodes.OfferSetDiffers, field, value, rule, fix);
}
