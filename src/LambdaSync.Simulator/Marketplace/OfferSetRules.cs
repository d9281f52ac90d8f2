using System.Text.Json.Nodes;

namespace LambdaSync.Simulator.Marketplace;

/// <summary>What each change does to an offer set, and its codes (developer guide, work-with-offer-sets).</summary>
static class OfferSetRules
{
    const int MaxOffers = 7;

    public static void Apply(ChangeWork work)
    {
        var set = work.Entity;
        if (!work.Change.IsCreate && set.Text("State") == "Released")
        {
            work.Fail("INVALID_UPDATE_REQUEST", "The offer set is released.");
            return;
        }

        switch (work.Change.Type)
        {
            case "CreateOfferSet":
                set.Details["State"] = "Draft";
                set.Details["AssociatedOfferIds"] = new JsonArray();
                Copy(work);
                break;
            case "UpdateInformation": Copy(work); break;
            case "AssociateOffers": Associate(work); break;
            case "DisassociateOffers":
                foreach (var id in Ids(work))
                    Remove(set, id);
                break;
            case "AssociateSolution": set.Details["SolutionId"] = work.Text("SolutionId"); break;
            case "DisassociateSolution":
                if (set.Text("SolutionId") != work.Text("SolutionId"))
                    work.Fail("INCOMPATIBLE_SOLUTION_ASSOCIATION", "The solution is not associated.");
                set.Details.Remove("SolutionId");
                break;
            case "ReleaseOfferSet": Release(work); break;
        }
    }

    static void Copy(ChangeWork work)
    {
        foreach (var (name, value) in work.Details)
            work.Entity.Details[name] = value?.DeepClone();
    }

    static List<string> Ids(ChangeWork work) => [.. work.Details["Offers"]!.AsArray().Select(o => o!["OfferId"]!.GetValue<string>())];

    static JsonArray Offers(MarketEntity set) => set.Details["AssociatedOfferIds"]!.AsArray();

    static void Remove(MarketEntity set, string id)
    {
        foreach (var offer in Offers(set).Where(o => o!.GetValue<string>() == id).ToList())
            Offers(set).Remove(offer);
    }

    static void Associate(ChangeWork work)
    {
        foreach (var id in Ids(work))
        {
            if (work.Set.Find(id) is not { Type: MarketEntity.Offer } offer || offer.Text("OfferSetId") != work.Entity.Id)
                work.Fail("INCOMPATIBLE_OFFER_SET_REFERENCE", $"Offer {id} was not created with this offer set's id.");
            Remove(work.Entity, id);
            Offers(work.Entity).Add((JsonNode)id);
        }

        if (Offers(work.Entity).Count > MaxOffers)
            work.Fail("TOO_MANY_OFFERS", $"An offer set has at most {MaxOffers} offers.");
    }

    static void Release(ChangeWork work)
    {
        var offers = Offers(work.Entity).Select(o => work.Set.Find(o!.GetValue<string>())).OfType<MarketEntity>().ToList();
        if (work.Entity.Text("BuyerNotes") is null)
            work.Fail("MISSING_BUYER_NOTES", "The offer set has no BuyerNotes.");
        if (offers.Count < 2)
            work.Fail("MISSING_OFFERS", "An offer set has at least two offers.");
        if (offers.GroupBy(o => o.Text("ProductId")).Any(g => g.Count() > 1))
            work.Fail("TOO_MANY_OFFERS_PER_PRODUCT", "An offer set has one offer a product.");
        if (offers.SelectMany(o => o.Terms).Select(t => t!["CurrencyCode"]?.GetValue<string>()).OfType<string>().Distinct().Count() > 1)
            work.Fail("INCONSISTENT_OFFER_CURRENCY_CODE", "The offers have the same currency.");
        if (offers.Select(o => o.AvailabilityEnd).Distinct().Count() > 1)
            work.Fail("INCONSISTENT_OFFER_AVAILABILITY_END_DATE", "The offers have the same AvailabilityEndDate.");
        if (offers.Select(o => string.Join(',', o.Buyers.Order())).Distinct().Count() > 1)
            work.Fail("INCONSISTENT_OFFER_TARGETING_RULE", "The offers have the same buyers.");
        if (offers.Any(o => o.AvailabilityEnd < work.Today))
            work.Fail("EXPIRED_OFFERS", "An offer has expired.");
        if (offers.Any(o => !OfferRules.IsReleased(o)))
            work.Fail("DRAFT_OFFERS", "An offer is a draft.");
        work.Entity.Details["State"] = "Released";
        work.Entity.Released = work.Set.World.Clock.Now;
        work.Set.After(() => MarketEvents.OfferSetReleased(work.Set.World, work.Entity));
    }
}
