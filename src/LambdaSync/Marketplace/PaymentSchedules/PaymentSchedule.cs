using System.Globalization;

namespace LambdaSync.Marketplace.PaymentSchedules;

/// <summary>Makes a payment schedule from a total, an interval and two days (row F4).</summary>
public static class PaymentSchedule
{
    /// <summary>The intervals in days.</summary>
    public static IReadOnlyList<int> Intervals { get; } = [15, 30, 90, 365];

    /// <summary>The charges, oldest first, whose sum is exactly the total; none where an issue is an error.</summary>
    public static (IReadOnlyList<Charge> Charges, IReadOnlyList<Issue> Issues) Make(ScheduleWish wish, ScheduleTerms terms)
    {
        var issues = WrongOf(wish, terms).ToList();
        if (issues.Count > 0)
            return ([], issues);
        var days = Days(wish, terms);
        var amounts = Amounts(wish, days.Count);
        if (amounts is null)
        {
            return ([], [Issue.Error(
                IssueCodes.PaymentTotal, "total", Text(wish.Total), $"The total divided into {days.Count} payments is less than the smallest amount of {wish.Currency}.",
                "Choose a longer interval, an earlier last day or a larger total.")]);
        }

        List<Charge> charges = [.. days.Select((day, n) => new Charge(day, amounts(n)))];
        issues.AddRange(ScheduleCheck.Of(charges, wish.Currency, wish.Total, terms));
        return issues.Any(issue => issue.Severity == Severity.Error) ? ([], issues) : (charges, issues);
    }

    static IEnumerable<Issue> WrongOf(ScheduleWish wish, ScheduleTerms terms)
    {
        if (!Intervals.Contains(wish.EveryDays))
            yield return Issue.Error(IssueCodes.PaymentDates, "every", Text(wish.EveryDays), $"The interval is {string.Join(", ", Intervals)} days.", "Use one of these.");
        if (Currencies.Check(wish.Currency, "currency") is { } currency)
            yield return currency;
        else if (wish.Total is <= 0 or > ScheduleCheck.Largest || decimal.Round(wish.Total, Currencies.Decimals(wish.Currency)!.Value) != wish.Total)
            yield return Issue.Error(IssueCodes.PaymentTotal, "total", Text(wish.Total), $"The total is above 0, at most {ScheduleCheck.Largest.ToString(CultureInfo.InvariantCulture)} and has at most {Currencies.Decimals(wish.Currency)} decimals in {wish.Currency}.", "Correct the total.");
        if (wish.Last < wish.First)
        {
            yield return Issue.Error(IssueCodes.PaymentDates, "last", Text(wish.Last), $"The last day is before the first payment on {Text(wish.First)}.", "Use a later last day or an earlier first day.");
        }
        else if (Intervals.Contains(wish.EveryDays) && Count(wish) is var count && count > terms.Most)
        {
            yield return Issue.Error(
                IssueCodes.PaymentCount, "every", Text(wish.EveryDays), $"A payment every {wish.EveryDays} days makes {count} payments, and AWS Marketplace takes at most {terms.Most} here (TOO_MANY_CHARGES).",
                "Choose a longer interval or an earlier last day.");
        }
    }

    static int Count(ScheduleWish wish) => (wish.Last.DayNumber - wish.First.DayNumber) / wish.EveryDays + 1;

    static List<DateOnly> Days(ScheduleWish wish, ScheduleTerms terms)
    {
        var days = new List<DateOnly>();
        for (var n = 0; n < Count(wish); n++)
        {
            var day = wish.First.AddDays(n * wish.EveryDays);
            days.Add(wish.BusinessDays ? BusinessDay(day, terms) : day);
        }

        return days;
    }

    // The next Monday; where that is too late for the agreement, the Friday before. Intervals are longer than a week, so the order stays.
    static DateOnly BusinessDay(DateOnly day, ScheduleTerms terms)
    {
        var ahead = day.DayOfWeek switch { DayOfWeek.Saturday => 2, DayOfWeek.Sunday => 1, _ => 0 };
        if (ahead == 0)
            return day;
        var latest = terms.AgreementEnd is { } end ? Math.Min(end.DayNumber - 1, DateOnly.MaxValue.DayNumber) : DateOnly.MaxValue.DayNumber;
        return day.DayNumber + ahead <= latest ? day.AddDays(ahead) : day.AddDays(ahead - 3);
    }

    // Counted in the currency's smallest amount, so that no division leaves a fraction; null: nothing is left for some payment.
    static Func<int, decimal>? Amounts(ScheduleWish wish, int count)
    {
        var unit = new decimal(1, 0, 0, false, (byte)Currencies.Decimals(wish.Currency)!.Value);
        var even = decimal.Truncate(wish.Total / unit / count) * unit;
        var remainder = wish.Total - even * count;
        var bearer = wish.RemainderFirst ? 0 : count - 1;
        return even <= 0 ? null : n => n == bearer ? even + remainder : even;
    }

    static string Text(IFormattable value) => value is DateOnly day ? UtcDay.Text(day) : value.ToString(null, CultureInfo.InvariantCulture);
}
