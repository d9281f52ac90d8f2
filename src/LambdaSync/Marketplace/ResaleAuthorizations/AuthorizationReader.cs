using LambdaSync.Mapping;
using LambdaSync.Marketplace.Offers;
using LambdaSync.Marketplace.PaymentSchedules;

namespace LambdaSync.Marketplace.ResaleAuthorizations;

/// <summary>Reads a document of a resale authorization strictly: an unknown member is an error.</summary>
public static class AuthorizationReader
{
    /// <summary>The document, or null when anything is wrong with its form; every mistake is an issue whose field is its place in the JSON.</summary>
    public static AuthorizationDocument? Read(ReadOnlySpan<byte> json, ICollection<Issue> issues) =>
        WrittenJson.Strict(json, "resale authorization document", IssueCodes.AuthorizationInvalid, issues, Document);

    static AuthorizationDocument? Document(Place place)
    {
        var members = place.Object(
            "ProductId", "ResellerAccountId", "Name", "Description", "BuyerAccounts", "AvailabilityEndDate", "OneOffer", "MaximumAgreementStartDate", "CurrencyCode", "UsageRates", "RateCards", "Tiered",
            "FixedUpfront", "PaymentSchedule", "PaymentDuePeriod", "BuyerEula", "ResellerContract", "PreExistingBuyerAgreement", "ZeroPrice");
        return members is null ? null : new AuthorizationDocument(members.Text("ProductId"), members.Text("ResellerAccountId"), members.Text("Name"), members.Text("Description"))
        {
            BuyerAccounts = OfferReader.Texts(members.Find("BuyerAccounts")),
            AvailabilityEndDate = members.Find("AvailabilityEndDate")?.Day(),
            OneOffer = members.Flag("OneOffer", false),
            MaximumAgreementStartDate = members.Find("MaximumAgreementStartDate")?.Day(),
            CurrencyCode = members.Text("CurrencyCode") ?? "USD",
            UsageRates = OfferReader.Rates(members.Find("UsageRates")),
            RateCards = [.. OfferReader.Items(members.Find("RateCards")).Select(OfferReader.RateCardOf).OfType<RateCard>()],
            Tiered = members.Flag("Tiered", false),
            FixedUpfront = OfferReader.Fixed(members.Find("FixedUpfront")),
            PaymentSchedule = members.Find("PaymentSchedule") is { } schedule ? ScheduleJson.ReadCharges(schedule) : [],
            PaymentDuePeriod = members.Text("PaymentDuePeriod"),
            BuyerEula = Legal(members.Find("BuyerEula"), "StandardEula", "EnterpriseEula", "CustomEula"),
            ResellerContract = Legal(members.Find("ResellerContract"), "StandardResellerContract", "CustomResellerContract"),
            PreExistingBuyerAgreement = OfferReader.PreExisting(members.Find("PreExistingBuyerAgreement")),
            ZeroPrice = members.Flag("ZeroPrice", false),
        };
    }

    static Eula? Legal(Place? place, params string[] types)
    {
        if (place?.Object("Type", "Version", "Url") is not { } members)
            return null;
        var type = types[members.Required("Type")?.OneOf(types) ?? 0];
        return type.StartsWith("Custom", StringComparison.Ordinal) ? new Eula(type, null, members.Required("Url")?.Text())
            : type == "StandardEula" ? new Eula(type, members.Required("Version")?.Text(), null)
            : new Eula(type, members.Text("Version"), null);
    }
}
