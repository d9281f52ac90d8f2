using System.Text.Json;
using LambdaSync.Marketplace.ChangeSets;
using LambdaSync.Marketplace.Offers;
using LambdaSync.Marketplace.PaymentSchedules;
using LambdaSync.PartnerCentral;

namespace LambdaSync.Marketplace.ResaleAuthorizations;

/// <summary>The change set that makes a resale authorization (row F8).</summary>
public static class AuthorizationChanges
{
    const string Created = "ResaleAuthorization", Resale = "Resale";

    /// <summary>Creates the authorization of a document that <see cref="AuthorizationCheck"/> passes.</summary>
    /// <param name="release">The reseller may use it; after that nothing but its restriction changes.</param>
    public static IReadOnlyList<Change> Create(AuthorizationDocument document, bool release)
    {
        var id = Change.Reference(Created);
        var changes = new List<Change> { First(document) };
        if (document.PreExistingBuyerAgreement is { } existing)
        {
            changes.Add(Of("UpdateInformation", id, json =>
            {
                json.WriteStartObject("PreExistingBuyerAgreement");
                json.WriteString("AcquisitionChannel", existing.AcquisitionChannel);
                json.WriteString("PricingModel", existing.PricingModel);
                json.WriteEndObject();
            }));
        }

        if (document.BuyerAccounts.Count > 0)
            changes.Add(Of("UpdateBuyerTargetingTerms", id, json => Terms(json, () => Buyers(json, document.BuyerAccounts))));
        if (document.AvailabilityEndDate is not null || document.OneOffer)
            changes.Add(Of("UpdateAvailability", id, json => Availability(json, document)));
        if (document.MaximumAgreementStartDate is { } latest)
            changes.Add(Of("UpdateBuyerValidityTerms", id, json => Terms(json, () => Text(json, "BuyerValidityTerm", "MaximumAgreementStartDate", UtcDay.Text(latest)))));
        if (document.UsageRates.Count > 0 || document.RateCards.Count > 0 || document.FixedUpfront is not null)
        {
            changes.Add(Of("UpdatePricingTerms", id, json =>
            {
                json.WriteString("PricingModel", document.RateCards.Count > 0 || document.FixedUpfront is not null ? "Contract" : "Usage");
                Terms(json, () => OfferTerms.Pricing(json, document.Prices, Resale));
            }));
        }

        if (document.PaymentSchedule.Count > 0)
            changes.Add(Of("UpdatePaymentScheduleTerms", id, json => Terms(json, () => ScheduleJson.Write(json, document.CurrencyCode, document.PaymentSchedule, Resale + ScheduleJson.TermType))));
        if (document.PaymentDuePeriod is { } due)
            changes.Add(Of("UpdateNetPaymentTerms", id, json => Terms(json, () => Text(json, "ResaleNetPaymentTerm", "PaymentDuePeriod", due))));
        if (document.BuyerEula is not null || document.ResellerContract is not null)
        {
            changes.Add(Of("UpdateLegalTerms", id, json => Terms(json, () =>
            {
                if (document.BuyerEula is { } eula)
                    OfferTerms.Legal(json, "BuyerLegalTerm", eula);
                if (document.ResellerContract is { } contract)
                    OfferTerms.Legal(json, "ResaleLegalTerm", contract);
            })));
        }

        if (release)
            changes.Add(Of("ReleaseResaleAuthorization", id, _ => { }));
        return changes;
    }

    /// <summary>Changes a draft to what a document says: all that AWS lets change.</summary>
    public static IReadOnlyList<Change> Modify(string id, AuthorizationDocument document) =>
    [
        Of("UpdateInformation", id, json =>
        {
            json.WriteString("Name", document.Name);
            if (document.Description is not null)
                json.WriteString("Description", document.Description);
            if (document.PreExistingBuyerAgreement is { } existing)
            {
                json.WriteStartObject("PreExistingBuyerAgreement");
                json.WriteString("AcquisitionChannel", existing.AcquisitionChannel);
                json.WriteString("PricingModel", existing.PricingModel);
                json.WriteEndObject();
            }
        }),
        .. Create(document, release: false).Where(change => change.Type is not ("CreateResaleAuthorization" or "UpdateInformation")).Select(change => change with { Identifier = id }),
    ];

    /// <summary>Releases a draft: the reseller may use it, and nothing but its restriction changes any more.</summary>
    public static Change Release(string id) => Of("ReleaseResaleAuthorization", id, _ => { });

    /// <summary>Ends an active authorization for good; offers made from it stay.</summary>
    public static Change Restrict(string id) => Of("RestrictResaleAuthorization", id, _ => { });

    static Change First(AuthorizationDocument document) => new("CreateResaleAuthorization", Change.ResaleAuthorization, null, Created, RequestBody.Of(json =>
    {
        json.WriteString("ProductId", document.ProductId);
        json.WriteString("Name", document.Name);
        if (document.Description is not null)
            json.WriteString("Description", document.Description);
        json.WriteString("ResellerAccountId", document.ResellerAccountId);
    }));

    static Change Of(string type, string id, Action<Utf8JsonWriter> details) => new(type, Change.ResaleAuthorization, id, null, RequestBody.Of(details));

    static void Terms(Utf8JsonWriter json, Action term)
    {
        json.WriteStartArray("Terms");
        term();
        json.WriteEndArray();
    }

    static void Text(Utf8JsonWriter json, string type, string name, string value)
    {
        json.WriteStartObject();
        json.WriteString("Type", type);
        json.WriteString(name, value);
        json.WriteEndObject();
    }

    static void Buyers(Utf8JsonWriter json, IReadOnlyList<string> buyers)
    {
        json.WriteStartObject();
        json.WriteString("Type", "BuyerTargetingTerm");
        json.WriteStartObject("PositiveTargeting");
        json.WriteStartArray("BuyerAccounts");
        foreach (var buyer in buyers)
            json.WriteStringValue(buyer);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    static void Availability(Utf8JsonWriter json, AuthorizationDocument document)
    {
        if (document.AvailabilityEndDate is { } end)
            json.WriteString("AvailabilityEndDate", UtcDay.Text(end));
        if (document.OneOffer)
            json.WriteNumber("OffersMaxQuantity", 1);
    }
}
