using System.Globalization;

namespace LambdaSync.Marketplace.Offers;

/// <summary>Marketplace's rules for automatic renewal (developer guide, work-with-private-offers, "Modify renewal options").</summary>
static class RenewalCheck
{
    const int MostCharges = 86;

    public static IEnumerable<Issue> Of(OfferDocument offer)
    {
        if (offer.Renewal is not { } renewal)
            return [];
        return [.. Periods(renewal, offer), .. Increase(renewal), .. Schedule(renewal, offer)];
    }

    static IEnumerable<Issue> Periods(Renewal renewal, OfferDocument offer)
    {
        foreach (var (field, period, code) in new[] { ("Renewal.LockoutPeriod", renewal.LockoutPeriod, "INVALID_LOCKOUT_PERIOD"), ("Renewal.AdjustmentDeadline", renewal.AdjustmentDeadline, "INVALID_ADJUSTMENT_DEADLINE") })
        {
            if (period is { Unit: not 'D' } other)
                yield return Wrong(field, other.ToString(), $"The period is in whole days ({code}).", "Write a period such as \"P30D\".");
            // Counted from a common year, so that a duration of months is not taken for longer than it may be.
            else if (period is { } days && offer.AgreementDuration is { } duration && days.Count >= duration.After(new DateOnly(2027, 1, 1)).DayNumber - new DateOnly(2027, 1, 1).DayNumber)
                yield return Wrong(field, days.ToString(), $"The period is shorter than the agreement ({code}).", "Use a shorter period.");
        }

        if (renewal is { LockoutPeriod: { Unit: 'D' } lockout, AdjustmentDeadline: { Unit: 'D' } deadline } && deadline.Count < lockout.Count + 1)
            yield return Wrong("Renewal.AdjustmentDeadline", deadline.ToString(), "The adjustment deadline is at least one day longer than the lockout period (INVALID_ADJUSTMENT_DEADLINE).", $"Use P{(lockout.Count + 1).ToString(CultureInfo.InvariantCulture)}D or more.");
        if (renewal.PriceIncrease is { Fixed: null } && renewal.AdjustmentDeadline is null)
            yield return Wrong("Renewal.AdjustmentDeadline", null, "A price range has a deadline until which the seller chooses (MISSING_ADJUSTMENT_DEADLINE).", "Add AdjustmentDeadline.");
        if (renewal.PriceIncrease is { Fixed: not null } && renewal.AdjustmentDeadline is { } without)
            yield return Wrong("Renewal.AdjustmentDeadline", without.ToString(), "Only a price range has an adjustment deadline (INVALID_ADJUSTMENT_DEADLINE).", "Remove AdjustmentDeadline, or use PercentageRange.");
    }

    static IEnumerable<Issue> Increase(Renewal renewal)
    {
        if (renewal.PriceIncrease is not { } increase)
            yield break;
        decimal[] values = increase.Fixed is { } one ? [one] : [increase.Least, increase.Most, increase.Otherwise];
        foreach (var value in values.Where(v => v > 100 || decimal.Round(v, 2) != v))
            yield return Wrong("Renewal.PriceIncrease", Number(value), "A percentage is from 0.00 to 100.00 with at most two decimals.", "Correct it.");
        if (increase.Fixed is null && (increase.Least >= increase.Most || increase.Otherwise < increase.Least || increase.Otherwise > increase.Most))
            yield return Wrong("Renewal.PriceIncrease", null, "In a range MinValue is below MaxValue, and DefaultValue is between them (INVALID_PERCENTAGE_RANGE).", "Correct the range.");
    }

    static IEnumerable<Issue> Schedule(Renewal renewal, OfferDocument offer)
    {
        if (offer.PaymentSchedule.Count > 0 != renewal.Schedule.Count > 0)
        {
            yield return Wrong(
                "Renewal.PaymentSchedule", null, "Renewed agreements have a payment schedule if and only if the offer has one (MISSING_PAYMENT_SCHEDULE_TERM_TEMPLATE).",
                renewal.Schedule.Count > 0 ? "Remove Renewal.PaymentSchedule." : "Add Renewal.PaymentSchedule with ChargeDateOffset and ChargePercentage.");
        }

        if (renewal.Schedule.Count == 0)
            yield break;
        if (renewal.Schedule.Count > MostCharges)
            yield return Wrong("Renewal.PaymentSchedule", Number(renewal.Schedule.Count), $"A renewal has at most {MostCharges} installments.", "Combine installments.");
        foreach (var charge in renewal.Schedule.Where(c => c.Percentage is < 0.01m or > 100 || decimal.Round(c.Percentage, 2) != c.Percentage))
            yield return Wrong("Renewal.PaymentSchedule", Number(charge.Percentage), "An installment is from 0.01 to 100.00 percent with at most two decimals (INVALID_CHARGE_PERCENTAGES).", "Correct it.");
        if (renewal.Schedule.Sum(c => Math.Min(c.Percentage, 1000)) is var sum && sum != 100)
            yield return Wrong("Renewal.PaymentSchedule", Number(sum), "The installments sum up to exactly 100 percent (INVALID_CHARGE_PERCENTAGES).", "Correct the percentages.");
        if (renewal.Schedule.Select(c => c.Offset).FirstOrDefault(o => !IsOffset(o)) is { } offset)
            yield return Wrong("Renewal.PaymentSchedule", offset, "An installment's offset is in whole months or days (INVALID_CHARGE_DATE_OFFSETS).", "Write an offset such as \"P0M\", \"P6M\" or \"P90D\".");
        else if (renewal.Schedule.Select(c => c.Offset[^1]).Distinct().Count() > 1)
            yield return Wrong("Renewal.PaymentSchedule", null, "All offsets are in months, or all in days (INVALID_CHARGE_DATE_OFFSETS).", "Use one unit.");
        if (renewal.Schedule.GroupBy(c => c.Offset).FirstOrDefault(g => g.Count() > 1) is { } twice)
            yield return Wrong("Renewal.PaymentSchedule", twice.Key, "Two installments have the same offset (DUPLICATE_CHARGE_DATE_OFFSETS).", "Combine them.");
        if (renewal.Schedule.FirstOrDefault(c => c.DayOfMonth is not null && !c.Offset.EndsWith('M')) is { } day)
            yield return Wrong("Renewal.PaymentSchedule", day.Offset, "DayOfMonth stands beside an offset in months (INVALID_DAY_OF_MONTH).", "Remove DayOfMonth, or use months.");
    }

    static bool IsOffset(string text) => IsoPeriod.Parse(text, least: 0) is { Unit: 'M' or 'D' };

    static string Number(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    static Issue Wrong(string field, string? value, string rule, string fix) => Issue.Error(IssueCodes.OfferRenewal, field, value, rule, fix);
}
