using System.Text.Json;
using System.Text.Json.Nodes;

namespace LambdaSync.Marketplace.Offers;

/// <summary>
/// <c>IncludeSellerAccount</c> of an offer document, or of the offers of an offer set: the seller's own account is one of the buyers, so that the
/// seller sees the offer as a buyer does (row F3).
/// </summary>
public static class SellerAsBuyer
{
    const string Member = "IncludeSellerAccount", Buyers = "BuyerAccounts";

    /// <summary>The document with the account among the buyers and without the member; what is no JSON is returned as it is.</summary>
    /// <param name="account">The seller's, or null: not known here.</param>
    public static string Resolve(string document, string? account, ICollection<Issue> issues)
    {
        if (!document.Contains(Member, StringComparison.Ordinal) || Parse(document) is not { } root)
            return document;
        Resolve(root, "", account, issues);
        foreach (var (offer, number) in (root["Offers"] as JsonArray ?? []).Select((offer, i) => (offer as JsonObject, i)))
        {
            if (offer is not null)
                Resolve(offer, $"Offers[{number}].", account, issues);
        }

        return root.ToJsonString();
    }

    static void Resolve(JsonObject offer, string place, string? account, ICollection<Issue> issues)
    {
        // Any other value is left for the reader of the document, which refuses it.
        if (offer[Member] is not JsonValue value || !value.TryGetValue<bool>(out var isIncluded))
            return;
        offer.Remove(Member);
        if (!isIncluded || (offer.ContainsKey(Buyers) && offer[Buyers] is not JsonArray))
            return;
        if (account is null)
        {
            issues.Add(Issue.Error(
                IssueCodes.OfferBuyers, place + Member, "true", "The seller's account is not known here, so it can't be added to the buyers.",
                $"Name it with --account or in LAMBDASYNC_ACCOUNT, or add it to {Buyers}."));
            return;
        }

        if (offer[Buyers] is not JsonArray buyers)
            offer[Buyers] = buyers = [];
        if (!buyers.Any(buyer => buyer?.GetValueKind() == JsonValueKind.String && buyer.GetValue<string>() == account))
            buyers.Add((JsonNode)account);
    }

    static JsonObject? Parse(string document)
    {
        try
        {
            return JsonNode.Parse(document) as JsonObject;
        }
        catch (JsonException)
        {
            // The reader says what is wrong with it.
            return null;
        }
    }
}
