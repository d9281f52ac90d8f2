using System.Globalization;
using System.Text.Json;

namespace LambdaSync.Marketplace.PaymentSchedules;

/// <summary>A schedule as AWS's <c>PaymentScheduleTerm</c>: <c>{"Type","CurrencyCode","Schedule":[{"ChargeDate","ChargeAmount"}]}</c>.</summary>
public static class ScheduleJson
{
    /// <summary>The term's name among AWS's term types.</summary>
    public const string TermType = "PaymentScheduleTerm";

    public static void Write(Utf8JsonWriter json, string currency, IReadOnlyList<Charge> charges)
    {
        json.WriteStartObject();
        json.WriteString("Type", TermType);
        json.WriteString("CurrencyCode", currency);
        json.WriteStartArray("Schedule");
        foreach (var charge in charges)
        {
            json.WriteStartObject();
            json.WriteString("ChargeDate", charge.DateText);
            json.WriteString("ChargeAmount", charge.AmountText(currency));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The term's currency and charges, or what is wrong with its text; every wrong charge is named.</summary>
    public static (string Currency, IReadOnlyList<Charge> Charges, IReadOnlyList<Issue> Issues) Read(JsonElement term)
    {
        var issues = new List<Issue>();
        var charges = new List<Charge>();
        if (term.ValueKind != JsonValueKind.Object)
            return ("", [], [Issue.Error(IssueCodes.PaymentTerms, null, null, "A payment schedule is a JSON object with CurrencyCode and Schedule.", "Pass what 'lambdasync payment-schedule make --output json' prints.")]);
        var currency = TextOf(term, "CurrencyCode") ?? "";
        if (!term.TryGetProperty("Schedule", out var schedule) || schedule.ValueKind != JsonValueKind.Array)
        {
            issues.Add(Issue.Error(IssueCodes.PaymentTerms, "Schedule", null, "Schedule is a list of charges.", "Add Schedule with ChargeDate and ChargeAmount of each charge."));
            return (currency, charges, issues);
        }

        foreach (var (item, n) in schedule.EnumerateArray().Select((item, n) => (item, n)))
        {
            var (date, amount) = (TextOf(item, "ChargeDate"), TextOf(item, "ChargeAmount"));
            var day = DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed) ? parsed : (DateOnly?)null;
            var money = decimal.TryParse(amount, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : (decimal?)null;
            if (day is null)
                issues.Add(Issue.Error(IssueCodes.PaymentDates, Path(n, "ChargeDate"), date, "A charge's day is a text such as 2027-01-31.", "Correct the day."));
            if (money is null)
                issues.Add(Issue.Error(IssueCodes.PaymentTotal, Path(n, "ChargeAmount"), amount, "A charge's amount is a text of digits such as 1250.00.", "Correct the amount."));
            if (day is not null && money is not null)
                charges.Add(new Charge(day.Value, money.Value));
        }

        return (currency, charges, issues);
    }

    static string Path(int n, string member) => string.Create(CultureInfo.InvariantCulture, $"Schedule[{n}].{member}");

    // A number is taken as its digits: people write amounts without quotes.
    static string? TextOf(JsonElement item, string member) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(member, out var value)
            ? value.ValueKind switch { JsonValueKind.String => value.GetString(), JsonValueKind.Number => value.GetRawText(), _ => null }
            : null;
}
