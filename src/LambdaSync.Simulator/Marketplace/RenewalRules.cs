using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LambdaSync.Simulator.Marketplace;

/// <summary>UpdateRenewalTerms (work-with-private-offers); what depends on the agreement's duration and the schedule is in <see cref="OfferConsistency"/>.</summary>
static class RenewalRules
{
    public static void Apply(ChangeWork work)
    {
        if (!OfferRules.IsDraft(work))
            return;
        if (work.Term is { } term)
            Check(work, term);
        work.ReplaceTerms(t => t == "RenewalTerm");
    }

    static void Check(ChangeWork work, JsonObject term)
    {
        var (lockout, deadline, increase) = (term["LockoutPeriod"]?.GetValue<string>(), term["AdjustmentDeadline"]?.GetValue<string>(), term["PriceIncrease"] as JsonObject);
        if (work.Product?.Type != "SaaSProduct")
            work.Fail("INCOMPATIBLE_PRODUCT", "Agreements of this product are not renewed automatically.");
        if (lockout is not null && !IsDays(lockout))
            work.Fail("INVALID_LOCKOUT_PERIOD", "LockoutPeriod is whole days.");
        if (increase is null)
            work.Fail("MISSING_PRICE_INCREASE", "A private offer's renewal has a PriceIncrease.");
        var isRange = increase?["Range"] is JsonObject;
        if (isRange && deadline is null)
            work.Fail("MISSING_ADJUSTMENT_DEADLINE", "A percentage range has an AdjustmentDeadline.");
        if (deadline is not null && (!isRange || !IsDays(deadline) || (lockout is not null && IsDays(lockout) && Days.Count(deadline) < Days.Count(lockout) + 1)))
            work.Fail("INVALID_ADJUSTMENT_DEADLINE", "AdjustmentDeadline goes with a percentage range and is at least a day before the lockout.");
        if (increase is not null && !IsIncrease(increase))
            work.Fail("INVALID_PERCENTAGE_RANGE", "Percentages are 0.00 to 100.00, and a range's default lies within it.");
        foreach (var template in (term["TermTemplates"] as JsonArray ?? []).OfType<JsonObject>())
            Schedule(work, template["Schedule"] as JsonArray ?? []);
    }

    static void Schedule(ChangeWork work, JsonArray schedule)
    {
        List<string> offsets = [.. schedule.Select(s => s!["ChargeDateOffset"]?.GetValue<string>() ?? "")];
        if (schedule.Count is 0 or > 86 || schedule.Any(s => Percent(s!["ChargePercentage"]) is not (>= 0.01m and <= 100)) || schedule.Sum(s => Percent(s!["ChargePercentage"])) != 100)
            work.Fail("INVALID_CHARGE_PERCENTAGES", "1 to 86 percentages sum up to 100.00.");
        if (offsets.Any(o => !Days.IsPeriod(o, zeroAllowed: true) || o[^1] == 'Y') || offsets.Select(o => o[^1]).Distinct().Count() > 1)
            work.Fail("INVALID_CHARGE_DATE_OFFSETS", "Offsets are all months or all days.");
        if (offsets.Distinct().Count() < offsets.Count)
            work.Fail("DUPLICATE_CHARGE_DATE_OFFSETS", "Two charges have the same offset.");
        if (schedule.Any(s => s!["DayOfMonth"] is { } day && (day.GetValueKind() != JsonValueKind.Number || day.GetValue<int>() is < 1 or > 31 || (s["ChargeDateOffset"]?.GetValue<string>() ?? "").EndsWith('D'))))
            work.Fail("INVALID_DAY_OF_MONTH", "DayOfMonth is 1 to 31, with offsets in months.");
    }

    static bool IsDays(string text) => Days.IsPeriod(text) && text[^1] == 'D';

    static bool IsIncrease(JsonObject increase)
    {
        if (increase["Range"] is not JsonObject range)
            return Percent(increase["Value"]) is >= 0 and <= 100;
        var (min, max, otherwise) = (Percent(range["MinValue"]), Percent(range["MaxValue"]), Percent(range["DefaultValue"]));
        return min is >= 0 && max is <= 100 && min < max && otherwise >= min && otherwise <= max;
    }

    static decimal? Percent(JsonNode? value) =>
        value is JsonValue text && text.GetValueKind() == JsonValueKind.String && TermsCheck.IsAmount(text.GetValue<string>(), 2) ? decimal.Parse(text.GetValue<string>(), CultureInfo.InvariantCulture) : null;
}
