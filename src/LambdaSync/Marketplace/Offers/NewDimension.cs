using System.Buffers;
using System.Text.Json;
using LambdaSync.Marketplace.ChangeSets;

namespace LambdaSync.Marketplace.Offers;

/// <summary>A dimension that the offer's product gets with the offer: it stays on the product (developer guide, work-with-saas-products).</summary>
/// <param name="Name">What buyers see.</param>
/// <param name="Unit">What is counted.</param>
public sealed record NewDimension(string Key, string Name, string Description, string Unit)
{
    const int LongestKey = 15, LongestName = 80, LongestDescription = 1000, LongestUnit = 40;

    static readonly SearchValues<char> InKey = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    /// <summary>Whether it is metered, contracted or both follows from the prices.</summary>
    static IEnumerable<string> Types(OfferDocument offer, string key)
    {
        if (offer.RateCards.Any(card => card.Rates.Any(rate => rate.DimensionKey == key)) || offer.FixedUpfront is { } price && price.Grants.Any(grant => grant.DimensionKey == key))
            yield return "Entitled";
        if (offer.UsageRates.Any(rate => rate.DimensionKey == key))
            yield return "ExternallyMetered";
    }

    internal static IEnumerable<Issue> Check(OfferDocument offer)
    {
        if (offer.NewDimensions.Count > 0 && (offer.ProductType != ProductType.SaaSProduct || offer.IsReplacement || offer.IsResale || offer.ProductId is null))
            yield return Wrong("NewDimensions", null, "New dimensions are for offers of the account's own SaaS products.", "Remove NewDimensions.");
        foreach (var (dimension, n) in offer.NewDimensions.Select((d, n) => (d, n)))
        {
            var field = $"NewDimensions[{n}]";
            if (dimension.Key.Length is 0 or > LongestKey || dimension.Key.AsSpan().ContainsAnyExcept(InKey))
                yield return Wrong(field + ".Key", dimension.Key, $"The key of a dimension has 1 to {LongestKey} letters, digits and underscores: ^[A-Za-z0-9_]{{1,{LongestKey}}}$.", "Use such a key; buyers see Name.");
            if (dimension.Name.Length is 0 or > LongestName || dimension.Description.Length is 0 or > LongestDescription || dimension.Unit.Length is 0 or > LongestUnit)
                yield return Wrong(field, dimension.Key, $"Name, Description and Unit of a dimension have 1 to {LongestName}, {LongestDescription} and {LongestUnit} characters.", "Correct them.");
            if (!Types(offer, dimension.Key).Any())
                yield return Wrong(field + ".Key", dimension.Key, "A new dimension has a price in the offer.", "Add a rate or a grant with this DimensionKey, or remove the dimension.");
            else
                yield return Issue.Warning(IssueCodes.OfferTerms, field, dimension.Key, "The dimension stays on the product: AWS Marketplace removes none, and a product and an offer have at most 200 contract and 200 usage dimensions, restricted ones included", "nothing to do if that is wanted; else price a dimension that the product has");
        }
    }

    internal static Change Add(OfferDocument offer) => new("AddDimensions", offer.ProductType + "@1.0", offer.ProductId, null, Details(offer));

    // A list, other than all other details.
    static byte[] Details(OfferDocument offer)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var dimension in offer.NewDimensions)
            {
                json.WriteStartObject();
                json.WriteString(nameof(Key), dimension.Key);
                json.WriteString(nameof(Name), dimension.Name);
                json.WriteString(nameof(Description), dimension.Description);
                json.WriteString(nameof(Unit), dimension.Unit);
                json.WriteStartArray("Types");
                foreach (var type in Types(offer, dimension.Key))
                    json.WriteStringValue(type);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return buffer.ToArray();
    }

    static Issue Wrong(string field, string? value, string rule, string fix) => Issue.Error(IssueCodes.OfferTerms, field, value, rule, fix);
}
