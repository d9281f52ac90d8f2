namespace LambdaSync.Simulator.Marketplace;

/// <summary>ReleaseOffer: what a draft lacks (work-with-private-offers).</summary>
static class ReleaseRules
{
    public static void Apply(ChangeWork work)
    {
        var offer = work.Entity;
        if (OfferRules.IsReleased(offer))
        {
            work.Fail("INVALID_UPDATE_REQUEST", "The offer is released.");
            return;
        }

        foreach (var name in (string[])["Name", "Description"])
        {
            if (offer.Text(name) is null)
                work.Fail($"MISSING_{name.ToUpperInvariant()}", $"The offer has no {name}.");
        }

        if (offer.AvailabilityEnd is null)
            work.Fail("MISSING_AVAILABILITY_END_DATE", "The offer has no AvailabilityEndDate.");
        if (offer.Buyers.Count == 0)
            work.Fail("MISSING_BUYER_ACCOUNTS", "A private offer has buyers.");
        if (OfferRules.IsReplacement(offer) && offer.Term("ValidityTerm")?["AgreementEndDate"] is null)
            work.Fail("MISSING_AGREEMENT_END_DATE", "A replacement offer has an AgreementEndDate.");
        var isPriced = offer.Terms.Any(t => PricingRules.IsPricing(PricingRules.TypeOf(t!.AsObject())));
        if (!isPriced || offer.Term("LegalTerm") is null)
            work.Fail("MISSING_MANDATORY_TERMS", isPriced ? "The offer has no LegalTerm." : "The offer has no price.");
        if (work.Product is not { } product || !ProductRules.IsSellable(product))
            work.Fail("INCOMPATIBLE_PRODUCT", "The product has no public offer.");
        if (!work.Market.IsSellerVerified)
            work.Fail("INCOMPATIBLE_SELLER_VERIFICATION", "The seller is not verified.");
        if (!work.Market.HasTaxInformation)
            work.Fail("INVALID_TAX_INFORMATION", "The seller's tax information is incomplete.");
        offer.Details["State"] = "Released";
        offer.Released = work.Set.World.Clock.Now;
        work.Set.After(() => MarketEvents.OfferReleased(work.Set.World, offer));
    }
}
