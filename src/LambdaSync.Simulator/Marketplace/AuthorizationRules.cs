using System.Globalization;
using System.Text.Json.Nodes;

namespace LambdaSync.Simulator.Marketplace;

/// <summary>What each change does to a resale authorization, and its codes (developer guide, work-with-resale-authorizations).</summary>
static class AuthorizationRules
{
    const int MaxCharges = 60;

    public static void Apply(ChangeWork work)
    {
        var authorization = work.Entity;
        if (work.Change.Type == "RestrictResaleAuthorization")
        {
            if (authorization.Text("Status") != "Active" || authorization.AvailabilityEnd < work.Today)
                work.Fail("INCOMPATIBLE_STATUS", "Only an active resale authorization that has not expired can be restricted.");
            authorization.Details["Status"] = "Restricted";
            return;
        }

        // "Nothing else may change after release" (user guide, channel-partner-isv-info).
        if (!work.Change.IsCreate && authorization.Text("Status") != "Draft")
        {
            work.Fail("INCOMPATIBLE_STATUS", "The resale authorization is released.");
            return;
        }

        switch (work.Change.Type)
        {
            case "CreateResaleAuthorization": Create(work); break;
            case "UpdateInformation": Information(work); break;
            case "UpdateBuyerTargetingTerms": authorization.SetRule("TargetingRule", new JsonObject { ["PositiveTargeting"] = work.Term!["PositiveTargeting"]!.DeepClone() }); break;
            case "UpdateAvailability": Availability(work); break;
            case "UpdateBuyerValidityTerms": Validity(work); break;
            case "UpdateLegalTerms": Legal(work); break;
            case "UpdatePricingTerms": Pricing(work); break;
            case "UpdatePaymentScheduleTerms": Plan(work); break;
            case "UpdateNetPaymentTerms": work.ReplaceTerms(t => t == "ResaleNetPaymentTerm"); break;
            case "ReleaseResaleAuthorization": Release(work); break;
        }
    }

    /// <summary>One offer may be made from it, and was.</summary>
    public static bool IsUsedUp(Market market, MarketEntity authorization) =>
        authorization.Rule("AvailabilityRule")?["OffersMaxQuantity"] is not null && market.Entities.Values.Any(e => e.Text("ResaleAuthorizationId") == authorization.Id);

    /// <summary>What its terms have to be together.</summary>
    public static void Check(ChangeSetApply set, MarketEntity authorization)
    {
        if (authorization.Term("ResalePaymentScheduleTerm") is not { } plan || authorization.Text("Status") == "Restricted")
            return;
        var rule = authorization.Rule("AvailabilityRule");
        var price = authorization.Term("ResaleFixedUpfrontPricingTerm")?["Price"]?.GetValue<string>();
        if (authorization.Text("Status") == "Active" && price is null)
            set.Fail(authorization, "MISSING_MANDATORY_TERMS", "A payment schedule has a ResaleFixedUpfrontPricingTerm.", "UpdatePaymentScheduleTerms", "ReleaseResaleAuthorization");
        if (price is not null && decimal.Parse(price, CultureInfo.InvariantCulture) != 0)
            set.Fail(authorization, "INCOMPATIBLE_PRICING_TERM", "With a payment schedule the fixed price is 0.", "ReleaseResaleAuthorization", "UpdatePricingTerms");
        if (authorization.Text("Status") == "Active" && (rule?["OffersMaxQuantity"] is null || authorization.AvailabilityEnd is null))
            set.Fail(authorization, "MISSING_AVAILABILITY_END_DATE", "A payment schedule needs OffersMaxQuantity 1 and AvailabilityEndDate.", "UpdateAvailability", "ReleaseResaleAuthorization");
        if (authorization.AvailabilityEnd is { } end && PlanRules.Charges(plan).Any(c => c.Day <= end))
            set.Fail(authorization, "INVALID_AVAILABILITY_END_DATE", "AvailabilityEndDate is before all charges.", "UpdateAvailability");
    }

    static void Create(ChangeWork work)
    {
        var reseller = work.Text("ResellerAccountId")!;
        foreach (var (name, value) in work.Details)
            work.Entity.Details[name] = value?.DeepClone();
        work.Entity.Details["Status"] = "Draft";
        work.Entity.Details["ManufacturerAccountId"] = work.Entity.Owner;
        work.Entity.Details["ManufacturerLegalName"] = "Example Seller";
        work.Entity.Details["ResellerLegalName"] = "Reseller " + reseller;
        work.Entity.Details["ProductName"] = work.Product?.Details["Description"]?["ProductTitle"]?.GetValue<string>();
        if (reseller == work.Entity.Owner)
            work.Fail("INVALID_RESELLER_ACCOUNT", "The reseller is another seller than the account.");
        if (work.Product is not { } product || !ProductRules.IsSellable(product))
            work.Fail("INCOMPATIBLE_PRODUCT", "The product is not Limited or Public.");
    }

    static void Information(ChangeWork work)
    {
        foreach (var (name, value) in work.Details)
            work.Entity.Details[name] = value?.DeepClone();
    }

    static void Availability(ChangeWork work)
    {
        if (work.Text("AvailabilityEndDate") is { } date && Days.Parse(date) <= work.Today)
            work.Fail("INVALID_AVAILABILITY_END_DATE", "The date is in the future.");
        var rule = new JsonObject();
        if (work.Text("AvailabilityEndDate") is { } end)
            rule["AvailabilityEndDate"] = Days.AtEnd(end);
        if (work.Details["OffersMaxQuantity"] is { } quantity)
            rule["OffersMaxQuantity"] = quantity.DeepClone();
        work.Entity.SetRule("AvailabilityRule", rule.Count > 0 ? rule : null);
    }

    static void Validity(ChangeWork work)
    {
        var latest = Days.Parse(work.Term!["MaximumAgreementStartDate"]!.GetValue<string>())!.Value;
        if (work.Product?.Type != "SaaSProduct")
            work.Fail("INCOMPATIBLE_PRODUCT", "Only agreements of SaaS products start on a later day.");
        if (latest <= work.Today || latest > work.Today.AddYears(3))
            work.Fail("INVALID_MAXIMUM_AGREEMENT_START_DATE", "The date is after today and within three years.");
        work.ReplaceTerms(t => t == "BuyerValidityTerm");
    }

    static void Legal(ChangeWork work)
    {
        OfferRules.CheckDocuments(work, work.Details["Terms"]!.AsArray().Any(t => t!["Type"]!.GetValue<string>() == "ResaleLegalTerm") ? "INVALID_RESALE_LEGAL_DOCUMENTS" : "INVALID_BUYER_LEGAL_DOCUMENTS");
        if (work.Details["Terms"]!.AsArray().All(t => t!["Type"]!.GetValue<string>() != "BuyerLegalTerm"))
            work.Fail("MISSING_MANDATORY_TERMS", "A BuyerLegalTerm is required.");
        work.ReplaceTerms(t => t is "BuyerLegalTerm" or "ResaleLegalTerm");
    }

    static void Pricing(ChangeWork work)
    {
        List<JsonObject> terms = [.. work.Details["Terms"]!.AsArray().OfType<JsonObject>()];
        if (terms.Select(PricingRules.TypeOf).Distinct().Count() < terms.Count)
            work.Fail("DUPLICATE_TERM_TYPES", "Two terms have the same type.");
        foreach (var term in terms)
            PricingRules.Check(work, term, "Resale");
        work.Entity.Details["PricingModel"] = work.Text("PricingModel");
        work.ReplaceTerms(IsPricing);
    }

    static bool IsPricing(string type) => type.StartsWith("Resale", StringComparison.Ordinal) && PricingRules.IsPricing(type["Resale".Length..]);

    static void Plan(ChangeWork work)
    {
        var charges = PlanRules.Charges(work.Term!);
        PlanRules.Check(work, work.Term!, charges);
        if (charges.Count > MaxCharges)
            work.Fail("TOO_MANY_SCHEDULED_PAYMENTS", $"A resale authorization has at most {MaxCharges} charges.");
        work.ReplaceTerms(t => t == "ResalePaymentScheduleTerm");
    }

    static void Release(ChangeWork work)
    {
        if (!work.Entity.Terms.OfType<JsonObject>().Any(t => IsPricing(PricingRules.TypeOf(t))) || work.Entity.Term("BuyerLegalTerm") is null)
            work.Fail("MISSING_MANDATORY_TERMS", "A resale authorization has prices and a BuyerLegalTerm.");
        if (work.Entity.Details["PreExistingBuyerAgreement"] is not null && work.Entity.Buyers.Count == 0)
            work.Fail("INCOMPATIBLE_BUYER_TARGETING", "A renewal names its buyer.");
        work.Entity.Details["Status"] = "Active";
        work.Entity.Released = work.Set.World.Clock.Now;
    }
}
