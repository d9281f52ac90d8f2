using System.Text.Json;
using LambdaSync.Marketplace.ChangeSets;
using LambdaSync.PartnerCentral;

namespace LambdaSync.Marketplace.Offers;

/// <summary>The change set that makes an offer (row F3); AWS itself works out the order of a set's changes.</summary>
public static class OfferChanges
{
    /// <summary>Creates the offer of a document that <see cref="OfferCheck"/> passes.</summary>
    /// <param name="release">Makes it visible to the buyers; else it stays a draft.</param>
    /// <param name="name">The creating change's name within its set, letters only.</param>
    public static IReadOnlyList<Change> Create(OfferDocument offer, bool release, string name = "Offer")
    {
        var id = Change.Reference(name);
        var changes = new List<Change> { First(offer, name), Information(offer, id) };
        if (offer.NewDimensions.Count > 0)
            changes.Add(NewDimension.Add(offer));
        // An offer from an agreement is for that agreement's buyer.
        if (!offer.IsReplacement && (offer.BuyerAccounts.Count > 0 || offer.CountryCodes.Count > 0))
            changes.Add(Of("UpdateTargeting", id, json => Targeting(json, offer)));
        if (offer.MarkupPercentage is { } markup)
            changes.Add(Of("UpdateMarkup", id, json => json.WriteString("Percentage", OfferTerms.Number(markup))));
        if (offer.Byol || offer.UsageRates.Count > 0 || offer.RateCards.Count > 0 || offer.FixedUpfront is not null)
        {
            changes.Add(Of("UpdatePricingTerms", id, json =>
            {
                json.WriteString("PricingModel", OfferTerms.Model(offer));
                Terms(json, offer, (terms, o) => OfferTerms.Pricing(terms, o));
            }));
        }

        Add(offer.AgreementDuration is not null || offer.AgreementStartDate is not null || offer.AgreementEndDate is not null, "UpdateValidityTerms", OfferTerms.Validity);
        Add(offer.PaymentSchedule.Count > 0, "UpdatePaymentScheduleTerms", OfferTerms.Schedule);
        Add(offer.PaymentDuePeriod is not null, "UpdateNetPaymentTerms", OfferTerms.NetPayment);
        Add(offer.Renewal is not null, "UpdateRenewalTerms", OfferTerms.Renewal);
        Add(offer.Eula is not null, "UpdateLegalTerms", OfferTerms.Legal);
        Add(offer.RefundPolicy is not null, "UpdateSupportTerms", OfferTerms.Support);
        if (offer.AvailabilityEndDate is { } expiry)
            changes.Add(Availability(id, expiry));
        if (release)
            changes.Add(Release(id));
        return changes;

        void Add(bool there, string type, Action<Utf8JsonWriter, OfferDocument> term)
        {
            if (there)
                changes.Add(Of(type, id, json => Terms(json, offer, term)));
        }
    }

    /// <summary>Publishes a draft.</summary>
    public static Change Release(string id) => Of("ReleaseOffer", id, _ => { });

    /// <summary>Changes until when buyers may accept. Buyers who have accepted keep their agreements.</summary>
    public static Change Availability(string id, DateOnly end) => Of("UpdateAvailability", id, json => json.WriteString("AvailabilityEndDate", UtcDay.Text(end)));

    /// <summary>Cancels a released offer: AWS has no other way than an end in the past.</summary>
    /// <param name="today">The UTC day.</param>
    public static Change Cancel(string id, DateOnly today) => Availability(id, today.AddDays(-1));

    /// <summary>Changes a released offer's expiry and its agreements' duration: one set, since the duration of an AMI's agreement has to reach behind the expiry.</summary>
    public static IReadOnlyList<Change> Extend(string id, DateOnly end, IsoPeriod duration) =>
    [
        Availability(id, end),
        Of("UpdateValidityTerms", id, json =>
        {
            json.WriteStartArray("Terms");
            json.WriteStartObject();
            json.WriteString("Type", "ValidityTerm");
            json.WriteString("AgreementDuration", duration.ToString());
            json.WriteEndObject();
            json.WriteEndArray();
        }),
    ];

    static Change First(OfferDocument offer, string name)
    {
        var type = (offer.IsReplacement, offer.IsResale) switch
        {
            (false, false) => "CreateOffer",
            (true, false) => "CreateReplacementOffer",
            (false, true) => "CreateOfferUsingResaleAuthorization",
            (true, true) => "CreateReplacementOfferUsingResaleAuthorization",
        };
        return new Change(type, Change.Offer, null, name, RequestBody.Of(json =>
        {
            Write(json, "ResaleAuthorizationId", offer.ResaleAuthorizationId);
            Write(json, "AgreementId", offer.AgreementId);
            if (!offer.IsReplacement && !offer.IsResale)
                Write(json, "ProductId", offer.ProductId);
            Write(json, "OfferSetId", offer.OfferSetId);
            // AWS's table wants both here for an offer from an authorization, its text calls them optional.
            if (offer.IsResale && !offer.IsReplacement)
            {
                Write(json, "Name", offer.Name);
                Write(json, "Description", offer.Description);
            }
        }));
    }

    static Change Information(OfferDocument offer, string id) => Of("UpdateInformation", id, json =>
    {
        Write(json, "Name", offer.Name);
        Write(json, "Description", offer.Description);
        if (offer.PreExistingAgreement is { } existing)
        {
            json.WriteStartObject("PreExistingAgreement");
            json.WriteString("AcquisitionChannel", existing.AcquisitionChannel);
            json.WriteString("PricingModel", existing.PricingModel);
            json.WriteEndObject();
        }
    });

    static void Targeting(Utf8JsonWriter json, OfferDocument offer)
    {
        json.WriteStartObject("PositiveTargeting");
        Texts(json, "BuyerAccounts", offer.BuyerAccounts);
        Texts(json, "CountryCodes", offer.CountryCodes);
        json.WriteEndObject();
    }

    static void Texts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        if (texts.Count == 0)
            return;
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    static void Terms(Utf8JsonWriter json, OfferDocument offer, Action<Utf8JsonWriter, OfferDocument> term)
    {
        json.WriteStartArray("Terms");
        term(json, offer);
        json.WriteEndArray();
    }

    static void Write(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }

    static Change Of(string type, string id, Action<Utf8JsonWriter> details) => new(type, Change.Offer, id, null, RequestBody.Of(details));
}
