namespace LambdaSync.Mapping;

/// <summary>
/// A path whose value is the id of a CRM record: the one that shows another record which AWS names, or that is linked to it. For reference fields
/// of the CRM. It has no value as long as the CRM does not have that record.
/// </summary>
/// <param name="Section">The section whose records name the other one.</param>
/// <param name="Member">The path's last step.</param>
/// <param name="AwsId">Where the record has AWS's id of the other one; empty: the opportunity that the offer is linked to.</param>
/// <param name="To">The section of the other record; empty: the mapping's opportunities.</param>
public sealed record MarketplaceLookup(string Section, string Member, string AwsId, string To)
{
    /// <summary>The member that has the ids. Agreements have AWS's small letters.</summary>
    public string Parent => Section == MarketplaceSections.Agreement ? "crmIds" : "CrmIds";

    public string Path => $"{Section}:{Parent}.{Member}";

    public bool IsToOpportunity => To.Length == 0;

    public static IReadOnlyList<MarketplaceLookup> All { get; } =
    [
        new(MarketplaceSections.ResaleAuthorization, "Product", "ProductId", MarketplaceSections.Product),
        new(MarketplaceSections.Offer, "Product", "ProductId", MarketplaceSections.Product),
        new(MarketplaceSections.Offer, "ResaleAuthorization", "ResaleAuthorizationId", MarketplaceSections.ResaleAuthorization),
        new(MarketplaceSections.Offer, "Agreement", "AgreementId", MarketplaceSections.Agreement),
        new(MarketplaceSections.Offer, "OfferSet", "OfferSetId", MarketplaceSections.OfferSet),
        new(MarketplaceSections.Offer, "Opportunity", "", ""),
        new(MarketplaceSections.OfferSet, "Opportunity", "", ""),
        new(MarketplaceSections.Agreement, "product", "productId", MarketplaceSections.Product),
        new(MarketplaceSections.Agreement, "offer", "offerId", MarketplaceSections.Offer),
        new(MarketplaceSections.Agreement, "offerSet", "offerSetId", MarketplaceSections.OfferSet),
        new(MarketplaceSections.Agreement, "resaleAuthorization", "event.resaleAuthorizationId", MarketplaceSections.ResaleAuthorization),
        new(MarketplaceSections.Agreement, "successor", "event.successor", MarketplaceSections.Agreement),
    ];

    /// <summary>The lookup of a line's path, or null: the path is of AWS's own values.</summary>
    public static MarketplaceLookup? Of(string path) => All.FirstOrDefault(lookup => lookup.Path == path);
}
