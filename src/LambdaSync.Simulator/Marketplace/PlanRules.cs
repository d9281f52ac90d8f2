using System.Globalization;
using System.Text.Json.Nodes;

namespace LambdaSync.Simulator.Marketplace;

/// <summary>UpdatePaymentScheduleTerms of an offer; what depends on its other terms is in <see cref="OfferConsistency"/>.</summary>
static class PlanRules
{
    const int MaxOwn = 86, MaxResold = 60;

    public static void Apply(ChangeWork work)
    {
        if (!OfferRules.IsDraft(work) || work.Term is not { } term)
            return;
        var charges = Charges(term);
        Check(work, term, charges);
        if (charges.Count > (work.Authorization is null ? MaxOwn : MaxResold))
            work.Fail("TOO_MANY_CHARGES", "The schedule has too many charges.");
        if (work.Authorization?.Term("ResalePaymentScheduleTerm") is { } authorized)
        {
            var least = Charges(authorized);
            if (!charges.Select(c => c.Day).Order().SequenceEqual(least.Select(c => c.Day).Order()) || charges.OrderBy(c => c.Day).Zip(least.OrderBy(c => c.Day)).Any(p => p.First.Amount < p.Second.Amount))
                work.Fail("INCOMPATIBLE_RESALE_AUTHORIZATION", "The days are the authorization's, and no amount is below its.");
        }

        var stored = term.DeepClone().AsObject();
        foreach (var charge in stored["Schedule"]!.AsArray())
            charge!["ChargeDate"] = Days.AtStart(charge["ChargeDate"]!.GetValue<string>());
        work.Entity.RemoveTerms(t => t == "PaymentScheduleTerm");
        work.Entity.Terms.Add((JsonNode)stored);
    }

    /// <summary>What holds of a schedule alone.</summary>
    public static void Check(ChangeWork work, JsonObject term, IReadOnlyList<(DateOnly Day, decimal Amount)> charges)
    {
        if (charges.Select(c => c.Day).Distinct().Count() < charges.Count)
            work.Fail("DUPLICATE_CHARGE_DATES", "Two charges have the same date.");
        if (charges.Any(c => c.Day < work.Today))
            work.Fail("INVALID_CHARGE_DATES", "A charge is in the past.");
        if (term["CurrencyCode"]!.GetValue<string>() is var currency && !work.Market.Currencies.Contains(currency))
            work.Fail("INCOMPATIBLE_PAYMENT_SETTINGS", $"The seller has no bank account for {currency}.");
        if (!work.Market.IsSellerVerified)
            work.Fail("INCOMPATIBLE_SELLER_VERIFICATION", "The seller is not verified.");
    }

    public static IReadOnlyList<(DateOnly Day, decimal Amount)> Charges(JsonObject term) =>
        [.. term["Schedule"]!.AsArray().Select(c => (Days.Parse(c!["ChargeDate"]!.GetValue<string>()[..10])!.Value, decimal.Parse(c["ChargeAmount"]!.GetValue<string>(), CultureInfo.InvariantCulture)))];
}
