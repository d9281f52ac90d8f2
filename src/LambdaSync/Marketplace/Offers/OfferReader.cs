using LambdaSync.Mapping;
using LambdaSync.Marketplace.PaymentSchedules;

namespace LambdaSync.Marketplace.Offers;

/// <summary>Reads an offer document strictly: an unknown member is an error, because ignoring it would sell something else than was written.</summary>
public static class OfferReader
{
    /// <summary>The document, or null when anything is wrong with its form; every mistake is an issue whose field is its place in the JSON.</summary>
    public static OfferDocument? Read(ReadOnlySpan<byte> json, ICollection<Issue> issues) =>
        WrittenJson.Strict(json, "offer document", IssueCodes.OfferInvalid, issues, Offer);

    internal static OfferDocument? Offer(Place place)
    {
        var members = place.Object(
            "ProductId", "ProductType", "AgreementId", "ResaleAuthorizationId", "OfferSetId", "Name", "Description", "BuyerAccounts", "CountryCodes", "AvailabilityEndDate", "AgreementDuration",
            "AgreementStartDate", "AgreementEndDate", "CurrencyCode", "UsageRates", "RateCards", "Tiered", "FixedUpfront", "Byol", "MarkupPercentage", "PaymentSchedule", "PaymentDuePeriod",
            "Renewal", "Eula", "RefundPolicy", "PreExistingAgreement", "ZeroPrice", "NewDimensions");
        if (members is null)
            return null;
        return new OfferDocument(
            members.Text("ProductId"), (ProductType)(members.Required("ProductType")?.OneOf(Enum.GetNames<ProductType>()) ?? 0), members.Text("AgreementId"), members.Text("ResaleAuthorizationId"),
            members.Text("OfferSetId"), members.Text("Name"), members.Text("Description"))
        {
            BuyerAccounts = Texts(members.Find("BuyerAccounts")),
            CountryCodes = Texts(members.Find("CountryCodes")),
            AvailabilityEndDate = members.Find("AvailabilityEndDate")?.Day(),
            AgreementDuration = Period(members.Find("AgreementDuration")),
            AgreementStartDate = members.Find("AgreementStartDate")?.Day(),
            AgreementEndDate = members.Find("AgreementEndDate")?.Day(),
            CurrencyCode = members.Text("CurrencyCode") ?? "USD",
            UsageRates = Rates(members.Find("UsageRates")),
            RateCards = [.. Items(members.Find("RateCards")).Select(RateCardOf).OfType<RateCard>()],
            NewDimensions = [.. Items(members.Find("NewDimensions")).Select(DimensionOf).OfType<NewDimension>()],
            Tiered = members.Flag("Tiered", false),
            FixedUpfront = Fixed(members.Find("FixedUpfront")),
            Byol = members.Flag("Byol", false),
            MarkupPercentage = members.Find("MarkupPercentage")?.Amount(),
            PaymentSchedule = members.Find("PaymentSchedule") is { } schedule ? ScheduleJson.ReadCharges(schedule) : [],
            PaymentDuePeriod = members.Text("PaymentDuePeriod"),
            Renewal = RenewalOf(members.Find("Renewal")),
            Eula = EulaOf(members.Find("Eula")),
            RefundPolicy = members.Text("RefundPolicy"),
            PreExistingAgreement = PreExisting(members.Find("PreExistingAgreement")),
            ZeroPrice = members.Flag("ZeroPrice", false),
        };
    }

    internal static IReadOnlyList<Place> Items(Place? place) => place?.Items(atLeastOne: true) ?? [];

    internal static IReadOnlyList<string> Texts(Place? place) => [.. Items(place).Select(item => item.Text()).OfType<string>()];

    internal static IReadOnlyList<Rate> Rates(Place? place) => [.. Items(place).Select(RateOf).OfType<Rate>()];

    static Rate? RateOf(Place place) =>
        place.Object("DimensionKey", "Price") is { } members && (members.Required("DimensionKey")?.Text(), members.Required("Price")?.Amount()) is ({ } key, { } price) ? new Rate(key, price) : null;

    static NewDimension? DimensionOf(Place place) =>
        place.Object("Key", "Name", "Description", "Unit") is { } members && (members.Required("Key")?.Text(), members.Required("Name")?.Text(), members.Required("Description")?.Text()) is ({ } key, { } name, { } description)
            ? new NewDimension(key, name, description, members.Text("Unit") ?? "Units") : null;

    internal static RateCard? RateCardOf(Place place) =>
        place.Object("Duration", "Rates") is { } members && (Period(members.Required("Duration")), Rates(members.Required("Rates"))) is ({ } duration, var rates) ? new RateCard(duration, rates) : null;

    internal static FixedPrice? Fixed(Place? place)
    {
        if (place?.Object("Price", "Duration", "Grants") is not { } members)
            return null;
        var grants = Items(members.Find("Grants")).Select(GrantOf).OfType<Grant>();
        return new FixedPrice(members.Required("Price")?.Amount() ?? 0, Period(members.Find("Duration")), [.. grants]);
    }

    static Grant? GrantOf(Place place) =>
        place.Object("DimensionKey", "MaxQuantity") is { } members && (members.Required("DimensionKey")?.Text(), members.Required("MaxQuantity")?.Whole(1, int.MaxValue)) is ({ } key, { } quantity)
            ? new Grant(key, quantity) : null;

    static IsoPeriod? Period(Place? place)
    {
        if (place is not { } there || there.Text() is not { } text)
            return null;
        if (IsoPeriod.Parse(text) is { } period)
            return period;
        there.Fail("A number of years, months or days is expected here.", "Write a duration such as \"P1Y\", \"P12M\" or \"P365D\".");
        return null;
    }

    static Eula? EulaOf(Place? place)
    {
        if (place?.Object("Type", "Version", "Url") is not { } members)
            return null;
        var isCustom = members.Required("Type")?.OneOf("StandardEula", "CustomEula") == 1;
        return isCustom ? new Eula("CustomEula", null, members.Required("Url")?.Text()) : new Eula("StandardEula", members.Required("Version")?.Text(), null);
    }

    internal static PreExistingAgreement? PreExisting(Place? place)
    {
        if (place?.Object("AcquisitionChannel", "PricingModel") is not { } members)
            return null;
        string[] channels = ["External", "AwsMarketplace"], models = ["Contract", "Usage", "Byol", "Free"];
        return new PreExistingAgreement(channels[members.Required("AcquisitionChannel")?.OneOf(channels) ?? 0], models[members.Required("PricingModel")?.OneOf(models) ?? 0]);
    }

    static Renewal? RenewalOf(Place? place)
    {
        if (place?.Object("LockoutPeriod", "AdjustmentDeadline", "MaxRenewals", "PriceIncrease", "PaymentSchedule") is not { } members)
            return null;
        return new Renewal(
            Period(members.Find("LockoutPeriod")), Period(members.Find("AdjustmentDeadline")), members.Find("MaxRenewals")?.Whole(1, int.MaxValue), Increase(members.Required("PriceIncrease")),
            [.. Items(members.Find("PaymentSchedule")).Select(RenewalChargeOf).OfType<RenewalCharge>()]);
    }

    static PriceIncrease? Increase(Place? place)
    {
        if (place?.Object("FixedPercentage", "PercentageRange") is not { } members || members.ExactlyOne("FixedPercentage", "PercentageRange") is not { } which)
            return null;
        if (which == "FixedPercentage")
            return members.Find(which)?.Amount() is { } fixedIncrease ? new PriceIncrease(fixedIncrease, 0, 0, 0) : null;
        return members.Find(which)?.Object("MinValue", "MaxValue", "DefaultValue") is { } range
            && (range.Required("MinValue")?.Amount(), range.Required("MaxValue")?.Amount(), range.Required("DefaultValue")?.Amount()) is ({ } least, { } most, { } otherwise)
                ? new PriceIncrease(null, least, most, otherwise) : null;
    }

    static RenewalCharge? RenewalChargeOf(Place place)
    {
        if (place.Object("ChargeDateOffset", "ChargePercentage", "DayOfMonth") is not { } members)
            return null;
        var (offset, percentage, day) = (members.Required("ChargeDateOffset")?.Text(), members.Required("ChargePercentage")?.Amount(), members.Find("DayOfMonth")?.Whole(1, 31));
        return offset is not null && percentage is { } part ? new RenewalCharge(offset, part, day) : null;
    }
}
