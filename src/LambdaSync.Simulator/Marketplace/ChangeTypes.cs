namespace LambdaSync.Simulator.Marketplace;

/// <summary>The change types of each entity type that sellers of offers use (developer guide, work-with-private-offers, work-with-cppos, work-with-resale-authorizations, work-with-offer-sets).</summary>
static class ChangeTypes
{
    static readonly string[] Offers =
    [
        "CreateOffer", "CreateReplacementOffer", "CreateOfferUsingResaleAuthorization", "CreateReplacementOfferUsingResaleAuthorization", "UpdateInformation", "UpdateTargeting", "UpdatePricingTerms", "UpdateMarkup",
        "UpdateLegalTerms", "UpdateSupportTerms", "UpdateValidityTerms", "UpdatePaymentScheduleTerms", "UpdateNetPaymentTerms", "UpdateRenewalTerms", "UpdateAvailability", "ReleaseOffer",
    ];

    static readonly string[] Authorizations =
    [
        "CreateResaleAuthorization", "UpdateInformation", "UpdateBuyerTargetingTerms", "UpdateAvailability", "UpdateBuyerValidityTerms", "UpdateLegalTerms", "UpdatePricingTerms", "UpdatePaymentScheduleTerms",
        "UpdateNetPaymentTerms", "ReleaseResaleAuthorization", "RestrictResaleAuthorization",
    ];

    static readonly string[] OfferSets = ["CreateOfferSet", "UpdateInformation", "AssociateOffers", "DisassociateOffers", "AssociateSolution", "DisassociateSolution", "ReleaseOfferSet"];

    public static bool IsKnown(MarketChange change) => change.Kind switch
    {
        MarketEntity.Offer => Offers.Contains(change.Type),
        MarketEntity.ResaleAuthorization => Authorizations.Contains(change.Type),
        MarketEntity.OfferSet => OfferSets.Contains(change.Type),
        "SaaSProduct" or "AmiProduct" or "ContainerProduct" => change.Type == "AddDimensions",
        _ => false,
    };

    /// <summary>AWS works out the order of a set's changes: entities before their terms, releases last.</summary>
    public static int Order(MarketChange change) => change.Type switch
    {
        "CreateOfferSet" => 0,
        "AddDimensions" => 1,
        _ when change.IsCreate => 2,
        "UpdateInformation" => 3,
        "AssociateOffers" or "DisassociateOffers" or "AssociateSolution" or "DisassociateSolution" => 5,
        "ReleaseOffer" or "ReleaseResaleAuthorization" or "RestrictResaleAuthorization" => 6,
        "ReleaseOfferSet" => 7,
        _ => 4,
    };
}
