using System.Globalization;
using System.Text.Json;
using LambdaSync.Marketplace.PaymentSchedules;

namespace LambdaSync.Marketplace.Offers;

/// <summary>The terms of an offer document as AWS's term objects, each written into a change's <c>Terms</c>.</summary>
static class OfferTerms
{
    /// <summary>The pricing model of <c>UpdatePricingTerms</c>: which prices an offer may combine (AWS's reference code and developer guide).</summary>
    public static string Model(OfferDocument offer) =>
        offer.Byol ? "Byol"
        : offer.IsReplacement || offer.IsResale ? "Contract"
        : offer.UsageRates.Count > 0 && (offer.ProductType != ProductType.SaaSProduct || (offer.RateCards.Count == 0 && offer.FixedUpfront is null)) ? "Usage"
        : "Contract";

    /// <param name="prefix"><c>Resale</c> on a resale authorization.</param>
    public static void Pricing(Utf8JsonWriter json, OfferDocument offer, string prefix = "")
    {
        if (offer.Byol)
            Type(json, "ByolPricingTerm").WriteEndObject();
        if (offer.UsageRates.Count > 0)
            Usage(json, offer, prefix);
        if (offer.RateCards.Count > 0)
            Configurable(json, offer, prefix);
        if (offer.FixedUpfront is { } price)
            Fixed(json, offer.CurrencyCode, price, prefix);
    }

    static void Usage(Utf8JsonWriter json, OfferDocument offer, string prefix)
    {
        Type(json, prefix + "UsageBasedPricingTerm").WriteString("CurrencyCode", offer.CurrencyCode);
        json.WriteStartArray("RateCards");
        json.WriteStartObject();
        Rates(json, offer.UsageRates);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void Configurable(Utf8JsonWriter json, OfferDocument offer, string prefix)
    {
        Type(json, prefix + "ConfigurableUpfrontPricingTerm").WriteString("CurrencyCode", offer.CurrencyCode);
        json.WriteStartArray("RateCards");
        foreach (var card in offer.RateCards)
        {
            json.WriteStartObject();
            json.WriteStartObject("Selector");
            json.WriteString("Type", "Duration");
            json.WriteString("Value", card.Duration.ToString());
            json.WriteEndObject();
            Rates(json, card.Rates);
            // AWS wants both the same, and the same on all cards.
            json.WriteStartObject("Constraints");
            json.WriteString("MultipleDimensionSelection", offer.Tiered ? "Disallowed" : "Allowed");
            json.WriteString("QuantityConfiguration", offer.Tiered ? "Disallowed" : "Allowed");
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void Rates(Utf8JsonWriter json, IReadOnlyList<Rate> rates)
    {
        json.WriteStartArray("RateCard");
        foreach (var rate in rates)
        {
            json.WriteStartObject();
            json.WriteString("DimensionKey", rate.DimensionKey);
            json.WriteString("Price", Number(rate.Price));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    static void Fixed(Utf8JsonWriter json, string currency, FixedPrice price, string prefix)
    {
        Type(json, prefix + "FixedUpfrontPricingTerm").WriteString("CurrencyCode", currency);
        json.WriteString("Price", Number(price.Price));
        if (price.Duration is { } duration)
            json.WriteString("Duration", duration.ToString());
        json.WriteStartArray("Grants");
        foreach (var grant in price.Grants)
        {
            json.WriteStartObject();
            json.WriteString("DimensionKey", grant.DimensionKey);
            json.WriteNumber("MaxQuantity", grant.MaxQuantity);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void Validity(Utf8JsonWriter json, OfferDocument offer)
    {
        Type(json, "ValidityTerm");
        if (offer.AgreementDuration is { } duration)
            json.WriteString("AgreementDuration", duration.ToString());
        if (offer.AgreementStartDate is { } start)
            json.WriteString("AgreementStartDate", UtcDay.Text(start));
        if (offer.AgreementEndDate is { } end)
            json.WriteString("AgreementEndDate", UtcDay.Text(end));
        json.WriteEndObject();
    }

    public static void Schedule(Utf8JsonWriter json, OfferDocument offer) => ScheduleJson.Write(json, offer.CurrencyCode, offer.PaymentSchedule);

    public static void NetPayment(Utf8JsonWriter json, OfferDocument offer)
    {
        Type(json, "NetPaymentTerm").WriteString("PaymentDuePeriod", offer.PaymentDuePeriod);
        json.WriteEndObject();
    }

    public static void Renewal(Utf8JsonWriter json, OfferDocument offer)
    {
        var renewal = offer.Renewal!;
        Type(json, "RenewalTerm");
        if (renewal.LockoutPeriod is { } lockout)
            json.WriteString("LockoutPeriod", lockout.ToString());
        if (renewal.AdjustmentDeadline is { } deadline)
            json.WriteString("AdjustmentDeadline", deadline.ToString());
        if (renewal.MaxRenewals is { } most)
            json.WriteNumber("MaxRenewals", most);
        if (renewal.PriceIncrease is { } increase)
            Increase(json, increase);
        if (renewal.Schedule.Count > 0)
            Template(json, renewal.Schedule);
        json.WriteEndObject();
    }

    static void Increase(Utf8JsonWriter json, PriceIncrease increase)
    {
        json.WriteStartObject("PriceIncrease");
        json.WriteString("Type", increase.Fixed is null ? "PercentageRange" : "FixedPercentage");
        if (increase.Fixed is { } percentage)
        {
            json.WriteString("Value", Percentage(percentage));
        }
        else
        {
            json.WriteStartObject("Range");
            json.WriteString("MinValue", Percentage(increase.Least));
            json.WriteString("MaxValue", Percentage(increase.Most));
            json.WriteString("DefaultValue", Percentage(increase.Otherwise));
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    static void Template(Utf8JsonWriter json, IReadOnlyList<RenewalCharge> schedule)
    {
        json.WriteStartArray("TermTemplates");
        Type(json, "PaymentScheduleTermTemplate");
        json.WriteStartArray("Schedule");
        foreach (var charge in schedule)
        {
            json.WriteStartObject();
            json.WriteString("ChargeDateOffset", charge.Offset);
            json.WriteString("ChargePercentage", Percentage(charge.Percentage));
            if (charge.DayOfMonth is { } day)
                json.WriteNumber("DayOfMonth", day);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    public static void Legal(Utf8JsonWriter json, OfferDocument offer) => Legal(json, "LegalTerm", offer.Eula!);

    /// <summary>One document under a legal term of any type.</summary>
    public static void Legal(Utf8JsonWriter json, string type, Eula eula)
    {
        Type(json, type);
        json.WriteStartArray("Documents");
        json.WriteStartObject();
        json.WriteString("Type", eula.Type);
        if (eula.Version is not null)
            json.WriteString("Version", eula.Version);
        if (eula.Url is not null)
            json.WriteString("Url", eula.Url);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void Support(Utf8JsonWriter json, OfferDocument offer)
    {
        Type(json, "SupportTerm").WriteString("RefundPolicy", offer.RefundPolicy);
        json.WriteEndObject();
    }

    /// <summary>The digits, without exponent; trailing zeros as they were written.</summary>
    public static string Number(decimal number) => number.ToString(CultureInfo.InvariantCulture);

    static string Percentage(decimal number) => number.ToString("0.00", CultureInfo.InvariantCulture);

    static Utf8JsonWriter Type(Utf8JsonWriter json, string type)
    {
        json.WriteStartObject();
        json.WriteString("Type", type);
        return json;
    }
}
