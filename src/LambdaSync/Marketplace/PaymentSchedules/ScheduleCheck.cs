using System.Globalization;

namespace LambdaSync.Marketplace.PaymentSchedules;

/// <summary>Marketplace's rules for a payment schedule, made or edited (developer guide, work-with-private-offers and work-with-resale-authorizations).</summary>
public static class ScheduleCheck
{
    /// <summary>Larger amounts are taken for a mistake; sums stay far from what a decimal holds.</summary>
    public const decimal Largest = 1_000_000_000_000m;

    /// <param name="total">What the charges have to sum up to, or null: whatever they do.</param>
    public static IReadOnlyList<Issue> Of(IReadOnlyList<Charge> charges, string currency, decimal? total, ScheduleTerms terms)
    {
        var issues = new List<Issue>();
        if (Currencies.Check(currency, "CurrencyCode") is { } wrong)
            issues.Add(wrong);
        if (terms.HasMarkup)
        {
            issues.Add(Issue.Error(
                IssueCodes.PaymentTerms, "Schedule", null, "An offer with a markup can't have a payment schedule (INCOMPATIBLE_MARKUP_PERCENTAGE).", "Remove the markup or the payment schedule."));
        }

        if (charges.Count == 0)
            issues.Add(Issue.Error(IssueCodes.PaymentCount, "Schedule", null, "A payment schedule has at least one charge.", "Add a charge."));
        if (charges.Count > terms.Most)
        {
            issues.Add(Issue.Error(
                IssueCodes.PaymentCount, "Schedule", charges.Count.ToString(CultureInfo.InvariantCulture), $"AWS Marketplace takes at most {terms.Most} charges here (TOO_MANY_CHARGES).", "Combine charges."));
        }

        Amounts(charges, currency, total, issues);
        Days(charges, terms, issues);
        if (terms.Authorized is { } authorized)
            Authorized(charges, authorized, currency, issues);
        return issues;
    }

    static void Amounts(IReadOnlyList<Charge> charges, string currency, decimal? total, List<Issue> issues)
    {
        // Marketplace's page allows two decimals of every currency.
        var decimals = Currencies.Decimals(currency) ?? 2;
        foreach (var charge in charges.Where(c => c.Amount < 0 || decimal.Round(c.Amount, decimals) != c.Amount))
        {
            issues.Add(Issue.Error(
                IssueCodes.PaymentTotal, "ChargeAmount", charge.Amount.ToString(CultureInfo.InvariantCulture), $"The charge on {charge.DateText} is not negative and has at most {decimals} decimals in {currency}.",
                "Correct the amount."));
        }

        var sum = 0m;
        foreach (var charge in charges)
        {
            if (Math.Abs(charge.Amount) > Largest || Math.Abs(sum) > Largest)
            {
                issues.Add(Issue.Error(IssueCodes.PaymentTotal, "ChargeAmount", charge.Amount.ToString(CultureInfo.InvariantCulture), "The amount is too large for a payment schedule.", "Correct the amount."));
                return;
            }

            sum += charge.Amount;
        }

        if (total is { } wanted && sum != wanted && charges.Count > 0)
        {
            issues.Add(Issue.Error(
                IssueCodes.PaymentTotal, "Schedule", sum.ToString(CultureInfo.InvariantCulture), $"The charges sum up to {sum.ToString(CultureInfo.InvariantCulture)} {currency}, and the total is {wanted.ToString(CultureInfo.InvariantCulture)}.",
                "Correct the charges or the total."));
        }
    }

    static void Days(IReadOnlyList<Charge> charges, ScheduleTerms terms, List<Issue> issues)
    {
        foreach (var twice in charges.GroupBy(c => c.Date).Where(g => g.Count() > 1))
            issues.Add(Date(twice.First(), "Two charges have the same day (DUPLICATE_CHARGE_DATES).", "Combine them or move one."));
        if (charges.Where(c => c.Date < terms.Today).MinBy(c => c.Date) is { } past)
            issues.Add(Date(past, $"A charge is on or after today, {UtcDay.Text(terms.Today)} UTC (INVALID_CHARGE_DATES).", "Use a later day."));
        if (terms.AgreementEnd is { } end && charges.Where(c => c.Date >= end).MaxBy(c => c.Date) is { } late)
        {
            issues.Add(Date(
                late, $"The last charge is before the agreement ends on {UtcDay.Text(end)}, counted as if the buyer accepted today (INVALID_CHARGE_DATES).", "Use an earlier day or a longer agreement."));
        }

        if (terms.AvailabilityEnd is { } expiry && charges.Where(c => c.Date <= expiry).OrderBy(c => c.Date).Skip(1).FirstOrDefault() is { } second)
        {
            issues.Add(Date(
                second, $"At most one charge is on or before the offer's AvailabilityEndDate {UtcDay.Text(expiry)} (TOO_MANY_BACKDATED_CHARGES).",
                "Use an earlier AvailabilityEndDate, or move all charges but the first behind it."));
        }
    }

    static void Authorized(IReadOnlyList<Charge> charges, IReadOnlyList<Charge> authorized, string currency, List<Issue> issues)
    {
        if (!charges.Select(c => c.Date).Order().SequenceEqual(authorized.Select(c => c.Date).Order()))
        {
            issues.Add(Issue.Error(
                IssueCodes.PaymentTerms, "ChargeDate", null, "The charges of a channel partner private offer are on the days of its resale authorization (INCOMPATIBLE_RESALE_AUTHORIZATION).",
                $"Use these days: {string.Join(", ", authorized.OrderBy(c => c.Date).Select(c => c.DateText))}."));
            return;
        }

        foreach (var (charge, least) in charges.OrderBy(c => c.Date).Zip(authorized.OrderBy(c => c.Date)).Where(pair => pair.First.Amount < pair.Second.Amount))
        {
            issues.Add(Issue.Error(
                IssueCodes.PaymentTerms, "ChargeAmount", charge.AmountText(currency), $"The charge on {charge.DateText} is at least the authorization's {least.AmountText(currency)} {currency} (INCOMPATIBLE_RESALE_AUTHORIZATION).",
                "Use at least that amount."));
        }
    }

    static Issue Date(Charge charge, string rule, string fix) => Issue.Error(IssueCodes.PaymentDates, "ChargeDate", charge.DateText, rule, fix);
}
