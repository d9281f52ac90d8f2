using System.Globalization;
using System.Text.Json.Nodes;

namespace LambdaSync.Simulator.Marketplace;

/// <summary>What an offer's terms have to be together, whatever order its changes had (work-with-private-offers, work-with-cppos).</summary>
static class OfferConsistency
{
    public static void Check(ChangeSetApply set, MarketEntity offer)
    {
        var plan = offer.Term("PaymentScheduleTerm");
        var price = offer.Term("FixedUpfrontPricingTerm");
        Currencies(set, offer);
        if (plan is not null)
            Plan(set, offer, plan, price);
        // Before the release of a draft a plan may wait for its price; after it the code is the release's.
        if (plan is not null && price is null && OfferRules.IsReleased(offer))
            set.Fail(offer, "MISSING_MANDATORY_TERMS", "A payment schedule has a FixedUpfrontPricingTerm.", "ReleaseOffer", "UpdatePaymentScheduleTerms");
        if (plan is null && price is not null && offer.Text("ResaleAuthorizationId") is null && offer.Term("ByolPricingTerm") is null && OfferRules.IsReleased(offer))
            set.Fail(offer, "MISSING_MANDATORY_TERMS", "A fixed price stands beside BYOL or a payment schedule.", "UpdatePricingTerms");
        Dates(set, offer);
        Renewal(set, offer, plan);
    }

    static void Currencies(ChangeSetApply set, MarketEntity offer)
    {
        var codes = offer.Terms.OfType<JsonObject>().Select(t => t["CurrencyCode"]?.GetValue<string>()).OfType<string>().Distinct().ToList();
        if (codes.Count > 1)
            set.Fail(offer, "INCOMPATIBLE_CURRENCY_CODE", $"The terms have several currencies: {string.Join(", ", codes)}.", "UpdatePaymentScheduleTerms", "UpdatePricingTerms");
    }

    static void Plan(ChangeSetApply set, MarketEntity offer, JsonObject plan, JsonObject? price)
    {
        if (price is not null && decimal.Parse(price["Price"]!.GetValue<string>(), CultureInfo.InvariantCulture) != 0)
            set.Fail(offer, "INCOMPATIBLE_TERMS", "With a payment schedule the fixed price is 0.", "UpdatePricingTerms", "UpdatePaymentScheduleTerms");
        if (offer.Text("MarkupPercentage") is { } markup && decimal.Parse(markup, CultureInfo.InvariantCulture) > 0)
            set.Fail(offer, offer.Text("ResaleAuthorizationId") is null ? "INCOMPATIBLE_MARKUP_PERCENTAGE" : "INCOMPATIBLE_TERMS", "An offer has a markup or a payment schedule.", "UpdateMarkup", "UpdatePaymentScheduleTerms");
        // A released offer's schedule was checked when it was released.
        if (OfferRules.IsReleased(offer) && set.Market.Find(offer.Id) is { } before && OfferRules.IsReleased(before) && offer.AvailabilityEnd < set.Today)
            return;
        var charges = PlanRules.Charges(plan);
        if (End(set, offer) is { } end && charges.Max(c => c.Day) >= end)
            set.Fail(offer, "INVALID_CHARGE_DATES", "The last charge is before the agreement's end, counted as if the buyer accepted today.", "UpdatePaymentScheduleTerms", "UpdateValidityTerms");
        if (offer.AvailabilityEnd is { } expiry && charges.Count(c => c.Day <= expiry) > 1)
            set.Fail(offer, "TOO_MANY_BACKDATED_CHARGES", "At most one charge is on or before AvailabilityEndDate.", "UpdatePaymentScheduleTerms", "UpdateAvailability");
    }

    static DateOnly? End(ChangeSetApply set, MarketEntity offer) => offer.Term("ValidityTerm") switch
    {
        { } term when term["AgreementEndDate"]?.GetValue<string>() is { } end => Days.Parse(end[..10]),
        { } term when term["AgreementDuration"]?.GetValue<string>() is { } duration && Days.IsPeriod(duration) => Days.After(set.Today, duration),
        _ => null,
    };

    static void Dates(ChangeSetApply set, MarketEntity offer)
    {
        var validity = offer.Term("ValidityTerm");
        var start = validity?["AgreementStartDate"]?.GetValue<string>() is { } text ? Days.Parse(text[..10]) : null;
        if (start is not null && offer.AvailabilityEnd is { } expiry && start <= expiry)
            set.Fail(offer, "INVALID_AGREEMENT_START_DATE", "The agreement starts after AvailabilityEndDate.", "UpdateValidityTerms", "UpdateAvailability");
        if (validity?["AgreementEndDate"] is not null && start is null && !OfferRules.IsReplacement(offer) && offer.Term("ConfigurableUpfrontPricingTerm") is not null)
            set.Fail(offer, "MISSING_AGREEMENT_START_DATE", "With these prices an end has a start.", "UpdateValidityTerms");
        if (validity?["AgreementEndDate"]?.GetValue<string>() is { } end && offer.AvailabilityEnd is { } last && last >= Days.Parse(end[..10]))
            set.Fail(offer, "INVALID_AVAILABILITY_END_DATE", "AvailabilityEndDate is before the agreement's end.", "UpdateAvailability", "UpdateValidityTerms");
        if (set.Find(offer.Text("ProductId") ?? "")?.Type is not ("AmiProduct" or "ContainerProduct") || offer.AvailabilityEnd is not { } until || validity?["AgreementDuration"]?.GetValue<string>() is not { } duration || !Days.IsPeriod(duration))
            return;
        var terms = offer.Terms.OfType<JsonObject>().ToList();
        var longest = terms.SelectMany(t => (t["RateCards"] as JsonArray ?? []).Select(c => c!["Selector"]?["Value"]?.GetValue<string>())).Concat(terms.Select(t => t["Duration"]?.GetValue<string>())).Where(p => Days.IsPeriod(p)).Select(p => Days.Count(p!)).DefaultIfEmpty(0).Max();
        if (Days.Count(duration) <= until.DayNumber - set.Today.DayNumber + longest)
            set.Fail(offer, "INVALID_AGREEMENT_DURATION", "The agreement lasts longer than the days until the expiry and the price's duration.", "UpdateValidityTerms", "UpdateAvailability");
    }

    static void Renewal(ChangeSetApply set, MarketEntity offer, JsonObject? plan)
    {
        if (offer.Term("RenewalTerm") is not { } renewal)
            return;
        var hasTemplate = renewal["TermTemplates"] is JsonArray { Count: > 0 };
        if (plan is not null && !hasTemplate)
            set.Fail(offer, "MISSING_PAYMENT_SCHEDULE_TERM_TEMPLATE", "An offer with a payment schedule has one for renewals too.", "UpdateRenewalTerms");
        if (plan is null && hasTemplate)
            set.Fail(offer, "INCOMPATIBLE_TERMS", "Without a payment schedule renewals have none.", "UpdateRenewalTerms");
        if (End(set, offer) is not { } end)
            return;
        foreach (var (name, code) in new[] { ("LockoutPeriod", "INVALID_LOCKOUT_PERIOD"), ("AdjustmentDeadline", "INVALID_ADJUSTMENT_DEADLINE") })
        {
            if (renewal[name]?.GetValue<string>() is { } period && Days.IsPeriod(period) && Days.Count(period) >= end.DayNumber - set.Today.DayNumber)
                set.Fail(offer, code, $"{name} is shorter than the agreement.", "UpdateRenewalTerms");
        }
    }
}
