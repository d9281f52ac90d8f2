using System.Globalization;
using System.Text.Json.Nodes;
using LambdaSync.Simulator.Model;

namespace LambdaSync.Simulator.Marketplace;

/// <summary>What each change does to an offer, and its codes in ErrorDetailList (developer guide, work-with-private-offers, work-with-cppos).</summary>
static class OfferRules
{
    const string NewestStandardEula = "2022-07-14";

    public static void Apply(ChangeWork work)
    {
        switch (work.Change.Type)
        {
            case "CreateOffer": Create(work); break;
            case "CreateReplacementOffer": CreateReplacement(work); break;
            case "CreateOfferUsingResaleAuthorization" or "CreateReplacementOfferUsingResaleAuthorization": CreateResold(work); break;
            case "UpdateInformation": Information(work); break;
            case "UpdateTargeting": Targeting(work); break;
            case "UpdatePricingTerms": PricingRules.Apply(work); break;
            case "UpdateMarkup": Markup(work); break;
            case "UpdateLegalTerms": Legal(work); break;
            case "UpdateSupportTerms": Support(work); break;
            case "UpdateValidityTerms": ValidityRules.Apply(work); break;
            case "UpdatePaymentScheduleTerms": PlanRules.Apply(work); break;
            case "UpdateNetPaymentTerms": NetPayment(work); break;
            case "UpdateRenewalTerms": RenewalRules.Apply(work); break;
            case "UpdateAvailability": Availability(work); break;
            case "ReleaseOffer": ReleaseRules.Apply(work); break;
        }
    }

    public static bool IsReleased(MarketEntity offer) => offer.Text("State") == "Released";

    public static bool IsReplacement(MarketEntity offer) => offer.Text("AgreementId") is not null;

    /// <summary>Drafts only: false, and the change's error, when the offer is released.</summary>
    public static bool IsDraft(ChangeWork work, string code = "INCOMPATIBLE_TERMS")
    {
        if (IsReleased(work.Entity))
            work.Fail(code, "The offer is released.");
        return !IsReleased(work.Entity);
    }

    static void Begin(ChangeWork work)
    {
        work.Entity.Details["State"] = "Draft";
        foreach (var name in (string[])["Name", "Description", "OfferSetId"])
        {
            if (work.Text(name) is { } text)
                work.Entity.Details[name] = text;
        }

        if (work.Text("OfferSetId") is { } setId && (work.Set.Find(setId) is not { Type: MarketEntity.OfferSet } set || set.Text("State") != "Draft"))
            work.Fail("INCOMPATIBLE_OFFER_SET_REFERENCE", "The offer set is not a draft of the account.");
    }

    static void Create(ChangeWork work)
    {
        Begin(work);
        work.Entity.Details["ProductId"] = work.Text("ProductId");
        if (work.Product is not { } product || !ProductRules.IsSellable(product))
            work.Fail("INCOMPATIBLE_PRODUCT", "The product is not Limited or Public.");
    }

    static void CreateReplacement(ChangeWork work)
    {
        Begin(work);
        if (Agreement(work) is not { } agreement)
            return;
        work.Entity.Details["ProductId"] = agreement.ProductId;
        if (agreement.ResaleAuthorizationId is not null)
            work.Fail("INCOMPATIBLE_AGREEMENT", "The agreement came from a channel partner private offer.");
        if (work.Product?.Type != "SaaSProduct")
            work.Fail("INCOMPATIBLE_PRODUCT", "Agreements of this product can't be replaced.");
    }

    // The targeting is fixed to the acceptor.
    static MarketAgreement? Agreement(ChangeWork work)
    {
        var agreement = work.Market.Agreements.Find(a => a.Id == work.Text("AgreementId") && a.Proposer == work.Entity.Owner);
        if (agreement is not { Status: MarketAgreement.Active })
        {
            work.Fail("INCOMPATIBLE_AGREEMENT", "The agreement is not an active one of the seller.");
            return null;
        }

        work.Entity.Details["AgreementId"] = agreement.Id;
        work.Entity.SetRule("TargetingRule", new JsonObject { ["PositiveTargeting"] = new JsonObject { ["BuyerAccounts"] = new JsonArray(agreement.Acceptor) } });
        return agreement;
    }

    static void CreateResold(ChangeWork work)
    {
        Begin(work);
        var id = work.Text("ResaleAuthorizationId")!;
        var authorization = work.Set.Find(id);
        var isReplacement = work.Text("AgreementId") is not null;
        if (authorization is not { Type: MarketEntity.ResaleAuthorization } || authorization.Text("ResellerAccountId") != work.Entity.Owner || authorization.Text("Status") != "Active"
            || authorization.AvailabilityEnd < work.Today || AuthorizationRules.IsUsedUp(work.Market, authorization))
        {
            work.Fail("INCOMPATIBLE_RESALE_AUTHORIZATION", "The resale authorization is not active for the account, or used up.");
            return;
        }

        work.Entity.Details["ResaleAuthorizationId"] = authorization.Id;
        work.Entity.Details["ProductId"] = authorization.Text("ProductId");
        if (isReplacement && Agreement(work) is { } agreement && (agreement.ProductId != authorization.Text("ProductId") || (authorization.Buyers.Count > 0 && !authorization.Buyers.Contains(agreement.Acceptor))))
            work.Fail("INCOMPATIBLE_RESALE_AUTHORIZATION", "The resale authorization is for another product or buyer than the agreement.");
        foreach (var term in authorization.Terms.OfType<JsonObject>().Select(Copied).OfType<JsonObject>())
            work.Entity.Terms.Add((JsonNode)term);
        if (!isReplacement && authorization.Rule("TargetingRule") is { } targeting)
            work.Entity.SetRule("TargetingRule", targeting.DeepClone().AsObject());
    }

    // "Terms are copied from the authorization."
    static JsonObject? Copied(JsonObject term)
    {
        var type = term["Type"]!.GetValue<string>();
        var copy = term.DeepClone().AsObject();
        copy["Type"] = type == "BuyerLegalTerm" ? "LegalTerm" : type.StartsWith("Resale", StringComparison.Ordinal) && type != "ResaleLegalTerm" ? type["Resale".Length..] : null;
        return copy["Type"] is null ? null : copy;
    }

    static void Information(ChangeWork work)
    {
        foreach (var (name, value) in work.Details)
        {
            if (name == "PreExistingAgreement" && IsReleased(work.Entity))
                work.Fail("INCOMPATIBLE_PRE_EXISTING_AGREEMENT", "The offer is released.");
            work.Entity.Details[name] = value?.DeepClone();
        }
    }

    static void Targeting(ChangeWork work)
    {
        if (!IsDraft(work, "INCOMPATIBLE_TARGETING"))
            return;
        if (IsReplacement(work.Entity))
            work.Fail("INCOMPATIBLE_TARGETING", "A replacement offer is for the agreement's buyer.");
        var positive = work.Details["PositiveTargeting"] as JsonObject;
        List<string> buyers = [.. (positive?["BuyerAccounts"] as JsonArray ?? []).Select(b => b!.GetValue<string>())];
        // The schema takes 26, the console 24; AWS's text names 25.
        if (buyers.Count > 25)
            work.Fail("TOO_MANY_BUYER_ACCOUNTS", "An offer has at most 25 buyer accounts.");
        if (buyers.Contains("000000000000"))
            work.Fail("INVALID_BUYER_ACCOUNTS", "000000000000 is no account.");
        foreach (var targeting in new[] { positive, work.Details["NegativeTargeting"] as JsonObject })
        {
            if ((targeting?["CountryCodes"] as JsonArray ?? []).Any(c => !ApiModel.Shared.Shapes["CountryCode"].Values.Contains(c!.GetValue<string>())))
                work.Fail("INVALID_COUNTRY_CODES", "A code is of no country.");
        }

        if (work.Authorization is { Buyers.Count: > 0 } authorization && buyers.Except(authorization.Buyers).Any())
            work.Fail("INCOMPATIBLE_RESALE_AUTHORIZATION", "The resale authorization names other buyers.");
        work.Entity.SetRule("TargetingRule", work.Details.DeepClone().AsObject());
    }

    static void Markup(ChangeWork work)
    {
        if (!IsDraft(work, "INCOMPATIBLE_MARKUP"))
            return;
        if (work.Entity.Text("ResaleAuthorizationId") is null)
            work.Fail("INVALID_MARKUP_PERCENTAGE", "Only an offer from a resale authorization has a markup.");
        work.Entity.Details["MarkupPercentage"] = work.Text("Percentage");
    }

    static void Legal(ChangeWork work)
    {
        if (!IsDraft(work))
            return;
        CheckDocuments(work, "INVALID_LEGAL_DOCUMENTS");
        work.ReplaceTerms(t => t == "LegalTerm");
    }

    /// <summary>A custom document is read when the set is applied: its URL has to last until then.</summary>
    public static void CheckDocuments(ChangeWork work, string code)
    {
        foreach (var document in (work.Details["Terms"] as JsonArray ?? []).SelectMany(t => t!["Documents"]!.AsArray()))
        {
            if (document!["Type"]!.GetValue<string>() == "StandardEula" && document["Version"]!.GetValue<string>() != NewestStandardEula)
                work.Fail(code, $"The Standard Contract's newest version is {NewestStandardEula}.");
            if (document["Url"]?.GetValue<string>() is { } url && !IsReadable(url, work.Set.World.Clock.Now))
                work.Fail(code, "A document's URL can't be read.");
        }
    }

    static bool IsReadable(string url, DateTimeOffset now)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme != "https" || !(address.AbsolutePath.EndsWith(".pdf", StringComparison.OrdinalIgnoreCase) || address.AbsolutePath.EndsWith(".txt", StringComparison.OrdinalIgnoreCase)))
            return false;
        var query = address.Query.TrimStart('?').Split('&').Select(p => p.Split('=', 2)).Where(p => p.Length == 2).DistinctBy(p => p[0]).ToDictionary(p => p[0], p => p[1], StringComparer.Ordinal);
        return !query.TryGetValue("X-Amz-Date", out var signed) || !query.TryGetValue("X-Amz-Expires", out var seconds)
            || !DateTimeOffset.TryParseExact(signed, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            || at.AddSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)) > now;
    }

    static void Support(ChangeWork work)
    {
        if (IsDraft(work))
            work.ReplaceTerms(t => t == "SupportTerm");
    }

    static void NetPayment(ChangeWork work)
    {
        if (!IsDraft(work))
            return;
        if (work.Authorization is { } authorization)
        {
            var (most, wanted) = (authorization.Term("ResaleNetPaymentTerm")?["PaymentDuePeriod"]?.GetValue<string>(), work.Term?["PaymentDuePeriod"]?.GetValue<string>());
            if (most is null != wanted is null || (most is not null && Days.Count(wanted!) > Days.Count(most)))
                work.Fail("INCOMPATIBLE_RESALE_AUTHORIZATION", $"The resale authorization's payment due period is {most ?? "not set"}.");
        }

        work.ReplaceTerms(t => t == "NetPaymentTerm");
    }

    // A draft's end is not past; a released offer may be set to the past, which cancels it.
    static void Availability(ChangeWork work)
    {
        var end = Days.Parse(work.Text("AvailabilityEndDate")!)!.Value;
        if (!IsReleased(work.Entity) && end < work.Today)
            work.Fail("INVALID_AVAILABILITY_END_DATE", "The date is not in the future.");
        work.Entity.SetRule("AvailabilityRule", new JsonObject { ["AvailabilityEndDate"] = Days.AtEnd(work.Text("AvailabilityEndDate")!) });
    }
}
