using System.Text.Json;
using LambdaSync.Mapping;

namespace LambdaSync.Marketplace.PaymentSchedules;

/// <summary>A schedule as AWS's <c>PaymentScheduleTerm</c>: <c>{"Type","CurrencyCode","Schedule":[{"ChargeDate","ChargeAmount"}]}</c>.</summary>
public static class ScheduleJson
{
    /// <summary>The term's name among AWS's term types.</summary>
    public const string TermType = "PaymentScheduleTerm";

    /// <param name="type"><c>ResalePaymentScheduleTerm</c> on a resale authorization.</param>
    public static void Write(Utf8JsonWriter json, string currency, IReadOnlyList<Charge> charges, string type = TermType)
    {
        json.WriteStartObject();
        json.WriteString("Type", type);
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

    /// <summary>The term's currency and charges; every mistake is an issue that names its place.</summary>
    public static (string Currency, IReadOnlyList<Charge> Charges, IReadOnlyList<Issue> Issues) Read(ReadOnlySpan<byte> json)
    {
        var issues = new IssueList();
        var (currency, charges) = WrittenJson.Read(json, "payment schedule", IssueCodes.PaymentTerms, IssueCodes.PaymentTerms, issues, place =>
        {
            var members = place.Object("Type", "CurrencyCode", "Schedule");
            members?.Find("Type")?.OneOf(TermType);
            return (members?.Required("CurrencyCode")?.Text(), ReadCharges(members?.Required("Schedule")));
        });
        return (currency ?? "", charges ?? [], issues.ToList());
    }

    /// <summary>The charges of a list; those that are wrong are issues and left out.</summary>
    internal static IReadOnlyList<Charge> ReadCharges(Place? schedule) =>
    [
        .. (schedule?.Items(atLeastOne: true) ?? []).Select(ChargeOf).OfType<Charge>(),
    ];

    static Charge? ChargeOf(Place place) =>
        place.Object("ChargeDate", "ChargeAmount") is { } members
        && (members.Required("ChargeDate")?.Day(), members.Required("ChargeAmount")?.Amount()) is ({ } date, { } amount)
            ? new Charge(date, amount) : null;
}
