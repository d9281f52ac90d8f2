using System.Globalization;
using System.Text.Json;
using CsCheck;
using LambdaSync.Json;
using LambdaSync.Marketplace;
using LambdaSync.Marketplace.PaymentSchedules;
using Xunit;

namespace LambdaSync.Tests.Marketplace;

[Trait("Row", "F4")]
public sealed class PaymentScheduleTests
{
    static readonly DateOnly Today = new(2026, 11, 30);

    [Fact]
    public void Payments_are_equal_and_the_last_takes_the_remainder()
    {
        var charges = Made(new ScheduleWish(100, "USD", new(2027, 1, 1), new(2027, 3, 15), 30, RemainderFirst: false, BusinessDays: false));
        Assert.Equal(["2027-01-01 33.33", "2027-01-31 33.33", "2027-03-02 33.34"], charges.Select(Line));
    }

    [Fact]
    public void The_first_takes_the_remainder_and_weekends_move_to_Monday()
    {
        var charges = Made(new ScheduleWish(100, "JPY", new(2027, 1, 2), new(2027, 3, 15), 30, RemainderFirst: true, BusinessDays: true));
        Assert.Equal(["2027-01-04 34", "2027-02-01 33", "2027-03-03 33"], charges.Select(c => $"{c.DateText} {c.AmountText("JPY")}"));
        Assert.Equal(100, charges.Sum(c => c.Amount));
    }

    [Fact]
    public void A_weekend_at_the_agreements_end_moves_to_the_Friday_before()
    {
        // 2027-05-01 is a Saturday; the agreement ends on Monday.
        var terms = new ScheduleTerms(Today) { AgreementEnd = new(2027, 5, 3) };
        var wish = new ScheduleWish(10, "USD", new(2027, 4, 1), new(2027, 5, 2), 30, false, BusinessDays: true);
        Assert.Equal(["2027-04-01", "2027-04-30"], PaymentSchedule.Make(wish, terms).Charges.Select(c => c.DateText));
    }

    static readonly Gen<ScheduleWish> Wishes = Gen.Select(
        Gen.Long[1, 100_000_000_00], Gen.Int[0, Currencies.Codes.Count - 1], Gen.Int[0, 1500], Gen.Int[0, 4000], Gen.Int[0, 3], Gen.Bool, Gen.Bool,
        (units, currency, first, span, every, remainder, business) =>
        {
            var code = Currencies.Codes[currency];
            var start = Today.AddDays(first);
            return new ScheduleWish(new decimal(units) / (Currencies.Decimals(code) == 0 ? 1 : 100), code, start, start.AddDays(span), PaymentSchedule.Intervals[every], remainder, business);
        });

    static readonly Gen<ScheduleTerms> Around = Gen.Select(
        Gen.Int[-10, 800], Gen.Int[-10, 5600], Gen.Int[0, 3],
        (expiry, end, known) => new ScheduleTerms(Today)
        {
            AvailabilityEnd = (known & 1) == 0 ? null : Today.AddDays(expiry),
            AgreementEnd = (known & 2) == 0 ? null : Today.AddDays(end),
            Most = known == 3 ? ScheduleTerms.MostOnResale : ScheduleTerms.MostOnOffer,
        });

    /// <summary>For every amount, frequency, remainder, calendar, currency: an exact sum, rising unique days, Marketplace's rules, no weekend on business days; or an error that says why not.</summary>
    [Fact]
    public void What_is_made_keeps_every_rule()
    {
        var (made, refused) = (0, 0);
        Gen.Select(Wishes, Around).Sample(
            (wish, terms) =>
            {
                var (charges, issues) = PaymentSchedule.Make(wish, terms);
                if (charges.Count == 0)
                {
                    Interlocked.Increment(ref refused);
                    Assert.Contains(issues, i => i.Severity == Severity.Error);
                    return;
                }

                Interlocked.Increment(ref made);
                Assert.Equal(wish.Total, charges.Sum(c => c.Amount));
                Assert.All(charges.Zip(charges.Skip(1)), pair => Assert.True(pair.First.Date < pair.Second.Date));
                Assert.True(charges[0].Date >= wish.First.AddDays(-2) && charges[^1].Date <= wish.Last.AddDays(2));
                var even = wish.RemainderFirst ? charges.Skip(1) : charges.SkipLast(1);
                Assert.True(even.Select(c => c.Amount).Distinct().Count() <= 1);
                Assert.True(charges.Count <= terms.Most && charges.All(c => c.Amount > 0 && c.Date >= Today && (terms.AgreementEnd is not { } end || c.Date < end)));
                Assert.True(terms.AvailabilityEnd is not { } expiry || charges.Count(c => c.Date <= expiry) <= 1);
                Assert.True(!wish.BusinessDays || charges.All(c => c.Date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)));
                Assert.Equal(charges, Again(wish.Currency, charges));
            },
            iter: 20_000, threads: 1);
        Assert.True(made > 2_000 && refused > 2_000, $"{made} made, {refused} refused");
    }

    public static TheoryData<string, string, string> Impossible => new()
    {
        { "0", "2027-01-01..2027-02-01/30", IssueCodes.PaymentTotal },
        { "10.001", "2027-01-01..2027-02-01/30", IssueCodes.PaymentTotal },
        { "0.01", "2027-01-01..2027-03-01/30", IssueCodes.PaymentTotal },
        { "79228162514264337593543950335", "2027-01-01..2027-03-01/30", IssueCodes.PaymentTotal },
        { "100", "2027-01-01..2027-02-01/31", IssueCodes.PaymentDates },
        { "100", "2027-02-01..2027-01-01/30", IssueCodes.PaymentDates },
        { "100", "2026-11-29..2027-01-01/30", IssueCodes.PaymentDates },
        { "100", "2027-01-01..2034-12-31/15", IssueCodes.PaymentCount },
        { "100", "2027-01-01..2027-12-31/90", IssueCodes.PaymentDates },
        { "100", "2026-12-01..2027-01-30/15", IssueCodes.PaymentDates },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void An_impossible_wish_is_refused_with_the_rule(string total, string days, string code)
    {
        var (span, every) = (days.Split('/')[0].Split(".."), int.Parse(days.Split('/')[1], CultureInfo.InvariantCulture));
        // The agreement ends in September 2027, the offer expires in the middle of December 2026.
        var terms = new ScheduleTerms(Today) { AgreementEnd = new(2027, 9, 1), AvailabilityEnd = new(2026, 12, 20) };
        var (charges, issues) = PaymentSchedule.Make(
            new ScheduleWish(decimal.Parse(total, CultureInfo.InvariantCulture), "USD", Day(span[0]), Day(span[1]), every, false, false), terms);
        Assert.Empty(charges);
        Assert.Contains(issues, i => i.Code == code && i.Severity == Severity.Error && i.Fix.Length > 0);
    }

    [Theory]
    [InlineData("2027-01-05 10;2027-01-05 20", "DUPLICATE_CHARGE_DATES")]
    [InlineData("2026-11-29 30", "INVALID_CHARGE_DATES")]
    [InlineData("2027-09-01 30", "INVALID_CHARGE_DATES")]
    [InlineData("2026-12-20 15;2026-12-19 15", "TOO_MANY_BACKDATED_CHARGES")]
    [InlineData("2027-01-05 30.001", "decimals")]
    [InlineData("2027-01-05 -1;2027-02-05 31", "not negative")]
    [InlineData("2027-01-05 29", "total is 30")]
    public void An_edited_schedule_is_checked(string charges, string rule)
    {
        var terms = new ScheduleTerms(Today) { AgreementEnd = new(2027, 9, 1), AvailabilityEnd = new(2026, 12, 20) };
        Assert.Contains(ScheduleCheck.Of(Charges(charges), "USD", 30, terms), i => i.Rule.Contains(rule, StringComparison.Ordinal));
    }

    [Fact]
    public void An_edited_schedule_that_keeps_the_rules_has_no_issue()
    {
        var terms = new ScheduleTerms(Today) { AgreementEnd = new(2027, 9, 1), AvailabilityEnd = new(2026, 12, 20) };
        Assert.Empty(ScheduleCheck.Of(Charges("2026-12-20 5.5;2027-08-31 24.5"), "USD", 30, terms));
        Assert.Contains(ScheduleCheck.Of(Charges("2027-01-05 30"), "CHF", 30, terms), i => i.Code == IssueCodes.OfferCurrency);
        Assert.Contains(ScheduleCheck.Of(Charges("2027-01-05 30"), "USD", 30, terms with { HasMarkup = true }), i => i.Code == IssueCodes.PaymentTerms);
        Assert.Contains(ScheduleCheck.Of([.. Enumerable.Range(0, 61).Select(n => new Charge(Today.AddDays(n), 1))], "USD", null, new ScheduleTerms(Today) { Most = 60 }), i => i.Code == IssueCodes.PaymentCount);
        Assert.Contains(ScheduleCheck.Of([], "USD", null, terms), i => i.Code == IssueCodes.PaymentCount);
    }

    [Fact]
    public void A_channel_partners_charges_are_on_the_authorizations_days_and_not_smaller()
    {
        var terms = new ScheduleTerms(Today) { Authorized = Charges("2027-02-01 10;2027-03-01 10") };
        Assert.Empty(ScheduleCheck.Of(Charges("2027-03-01 10;2027-02-01 12"), "USD", null, terms));
        Assert.Contains(ScheduleCheck.Of(Charges("2027-02-01 9;2027-03-01 12"), "USD", null, terms), i => i.Field == "ChargeAmount");
        Assert.Contains("2027-02-01, 2027-03-01", Assert.Single(ScheduleCheck.Of(Charges("2027-02-02 10;2027-03-01 10"), "USD", null, terms)).Fix, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("P12M", "2027-11-30")]
    [InlineData("P1Y", "2027-11-30")]
    [InlineData("P365D", "2027-11-30")]
    [InlineData("P3M", "2027-02-28")]
    [InlineData("P99999M", "9999-12-31")]
    public void A_duration_ends(string period, string end) => Assert.Equal(Day(end), IsoPeriod.Parse(period)!.Value.After(Today));

    [Theory]
    [InlineData("12M")]
    [InlineData("P0M")]
    [InlineData("P-1M")]
    [InlineData("P12")]
    [InlineData("PT1H")]
    [InlineData("P1Y6M")]
    [InlineData("")]
    public void Other_texts_are_no_duration(string text) => Assert.Null(IsoPeriod.Parse(text));

    [Fact]
    public void What_is_wrong_with_a_written_schedule_is_named_by_its_place()
    {
        var (currency, charges, issues) = ScheduleJson.Read("""{"CurrencyCode":"USD","Schedule":[{"ChargeDate":"2027-13-01","ChargeAmount":"1e3"},{"ChargeDate":"2027-01-01","ChargeAmount":5.50},7]}"""u8);
        Assert.Equal("USD", currency);
        Assert.Equal(["2027-01-01 5.50"], charges.Select(Line));
        Assert.Equal(["Schedule[0].ChargeDate", "Schedule[0].ChargeAmount", "Schedule[2]"], issues.Select(i => i.Field));
    }

    static IReadOnlyList<Charge> Made(ScheduleWish wish)
    {
        var (charges, issues) = PaymentSchedule.Make(wish, new ScheduleTerms(Today));
        Assert.Empty(issues);
        return charges;
    }

    static IReadOnlyList<Charge> Again(string currency, IReadOnlyList<Charge> charges)
    {
        var buffer = new Utf8Buffer(1024);
        using (var json = new Utf8JsonWriter(buffer))
            ScheduleJson.Write(json, currency, charges);
        return ScheduleJson.Read(buffer.Written).Charges;
    }

    static List<Charge> Charges(string text) => [.. text.Split(';').Select(c => c.Split(' ')).Select(c => new Charge(Day(c[0]), decimal.Parse(c[1], NumberStyles.Number, CultureInfo.InvariantCulture)))];

    static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    static string Line(Charge charge) => $"{charge.DateText} {charge.AmountText("USD")}";
}
