using System.Text.Json;
using LambdaSync.Marketplace.ChangeSets;
using LambdaSync.PartnerCentral;

namespace LambdaSync.Marketplace.Offers;

/// <summary>
/// A new offer with the terms of an existing one: AWS Marketplace has no change type for that, so they are read by DescribeEntity and sent
/// again. This is also the way to change a released offer: clone it and cancel the old one.
/// </summary>
public static class OfferCopy
{
    static readonly string[] Pricing = ["UsageBasedPricingTerm", "ConfigurableUpfrontPricingTerm", "FixedUpfrontPricingTerm", "RecurringPaymentTerm", "ByolPricingTerm", "FreeTrialPricingTerm"];

    // The change that each other term is sent with.
    static readonly (string Change, string Term)[] Others =
    [
        ("UpdateValidityTerms", "ValidityTerm"), ("UpdatePaymentScheduleTerms", "PaymentScheduleTerm"), ("UpdateNetPaymentTerms", "NetPaymentTerm"), ("UpdateRenewalTerms", "RenewalTerm"),
        ("UpdateSupportTerms", "SupportTerm"),
    ];

    /// <summary>The changes, or none where an issue is an error.</summary>
    /// <param name="offer">DescribeEntity's DetailsDocument of the offer.</param>
    /// <param name="productType">The product's entity type without version: SaaSProduct.</param>
    /// <param name="name">The new offer's name, or null for the old one's.</param>
    /// <param name="end">The last UTC day on which the buyer may accept.</param>
    /// <param name="eulaUrl">Where the custom license agreement was uploaded again, or null.</param>
    /// <param name="release">Makes it visible to the buyers; else it stays a draft.</param>
    public static (IReadOnlyList<Change> Changes, IReadOnlyList<Issue> Issues) Of(JsonElement offer, string productType, string? name, DateOnly end, string? eulaUrl, bool release)
    {
        var terms = Items(offer, "Terms");
        var (authorization, agreement) = (Text(offer, "ResaleAuthorizationId"), Text(offer, "AgreementId"));
        if (Text(offer, "CreatedBySource") == "AwsMarketplace")
            return ([], [Issue.Error(IssueCodes.OfferTerms, "CreatedBySource", null, "AWS Marketplace made this offer to renew an agreement; it is not cloned.", "Create an offer from the agreement instead.")]);
        var legal = terms.FirstOrDefault(t => Text(t, "Type") == "LegalTerm");
        if (legal.ValueKind == JsonValueKind.Object && IsCustom(legal) && eulaUrl is null && authorization is null)
        {
            return ([], [Issue.Error(
                IssueCodes.OfferTerms, "LegalTerm", null, "The offer has a custom license agreement, and AWS Marketplace's address of it expires: the document has to be uploaded again.", "Upload it and give its https address with --eula-url.")]);
        }

        var id = Change.Reference("Offer");
        var changes = new List<Change> { First(offer, name, authorization, agreement), Of("UpdateInformation", id, json => Information(json, offer, name)) };
        if (agreement is null && Items(offer, "Rules").FirstOrDefault(r => Text(r, "Type") == "TargetingRule") is { ValueKind: JsonValueKind.Object } targeting)
            changes.Add(Of("UpdateTargeting", id, json => Members(json, targeting, "Type")));
        if (Text(offer, "MarkupPercentage") is { } markup)
            changes.Add(Of("UpdateMarkup", id, json => json.WriteString("Percentage", markup)));
        var prices = terms.Where(t => Pricing.Contains(Text(t, "Type"))).ToList();
        // A channel partner's prices come from its authorization, unless it has set a fixed one.
        if (prices.Count > 0 && (authorization is null || (prices.Count == 1 && Text(prices[0], "Type") == "FixedUpfrontPricingTerm" && Text(offer, "MarkupPercentage") is null)))
        {
            changes.Add(Of("UpdatePricingTerms", id, json =>
            {
                json.WriteString("PricingModel", Model(prices, productType, authorization ?? agreement));
                Terms(json, prices);
            }));
        }

        foreach (var (type, termType) in Others)
        {
            if (terms.FirstOrDefault(t => Text(t, "Type") == termType) is { ValueKind: JsonValueKind.Object } term && !(authorization is not null && termType == "NetPaymentTerm"))
                changes.Add(Of(type, id, json => Terms(json, [term])));
        }

        if (legal.ValueKind == JsonValueKind.Object && (authorization is null || eulaUrl is not null))
            changes.Add(Of("UpdateLegalTerms", id, json => Legal(json, legal, eulaUrl)));
        changes.Add(OfferChanges.Availability(id, end));
        if (release)
            changes.Add(OfferChanges.Release(id));
        return (changes, []);
    }

    static Change First(JsonElement offer, string? name, string? authorization, string? agreement)
    {
        var type = (agreement is not null, authorization is not null) switch
        {
            (false, false) => "CreateOffer",
            (true, false) => "CreateReplacementOffer",
            (false, true) => "CreateOfferUsingResaleAuthorization",
            (true, true) => "CreateReplacementOfferUsingResaleAuthorization",
        };
        return new Change(type, Change.Offer, null, "Offer", RequestBody.Of(json =>
        {
            if (authorization is not null)
                json.WriteString("ResaleAuthorizationId", authorization);
            if (agreement is not null)
                json.WriteString("AgreementId", agreement);
            if (authorization is null && agreement is null)
                json.WriteString("ProductId", Text(offer, "ProductId"));
            if (authorization is not null && agreement is null)
            {
                json.WriteString("Name", name ?? Text(offer, "Name"));
                json.WriteString("Description", Text(offer, "Description"));
            }
        }));
    }

    static void Information(Utf8JsonWriter json, JsonElement offer, string? name)
    {
        json.WriteString("Name", name ?? Text(offer, "Name"));
        json.WriteString("Description", Text(offer, "Description"));
        if (offer.TryGetProperty("PreExistingAgreement", out var existing) && existing.ValueKind == JsonValueKind.Object)
        {
            json.WritePropertyName("PreExistingAgreement");
            existing.WriteTo(json);
        }
    }

    static string Model(List<JsonElement> prices, string productType, string? source)
    {
        var types = prices.Select(p => Text(p, "Type")).ToHashSet();
        return types.Contains("ByolPricingTerm") ? "Byol"
            : source is not null ? "Contract"
            : types.Contains("UsageBasedPricingTerm") && (productType != "SaaSProduct" || !(types.Contains("ConfigurableUpfrontPricingTerm") || types.Contains("FixedUpfrontPricingTerm"))) ? "Usage"
            : "Contract";
    }

    /// <summary>Terms as a change set takes them.</summary>
    internal static void Terms(Utf8JsonWriter json, IReadOnlyList<JsonElement> terms)
    {
        json.WriteStartArray("Terms");
        foreach (var term in terms)
            Write(json, term, "");
        json.WriteEndArray();
    }

    // DescribeEntity gives days as moments; a change set takes them as days. A term's id is the old offer's.
    static void Write(Utf8JsonWriter json, JsonElement value, string name)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                Members(json, value, "Id");
                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                    Write(json, item, "");
                json.WriteEndArray();
                break;
            case JsonValueKind.String when name is "ChargeDate" or "AgreementStartDate" or "AgreementEndDate":
                json.WriteStringValue(value.GetString()!.Split('T')[0]);
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }

    static void Members(Utf8JsonWriter json, JsonElement value, string without)
    {
        foreach (var member in value.EnumerateObject().Where(m => m.Name != without))
        {
            json.WritePropertyName(member.Name);
            Write(json, member.Value, member.Name);
        }
    }

    static void Legal(Utf8JsonWriter json, JsonElement legal, string? eulaUrl)
    {
        if (eulaUrl is null)
        {
            Terms(json, [legal]);
            return;
        }

        json.WriteStartArray("Terms");
        json.WriteStartObject();
        json.WriteString("Type", "LegalTerm");
        json.WriteStartArray("Documents");
        json.WriteStartObject();
        json.WriteString("Type", "CustomEula");
        json.WriteString("Url", eulaUrl);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    static bool IsCustom(JsonElement legal) => Items(legal, "Documents").Any(d => Text(d, "Type") == "CustomEula");

    static IReadOnlyList<JsonElement> Items(JsonElement json, string name) => json.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray()] : [];

    static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    static Change Of(string type, string id, Action<Utf8JsonWriter> details) => new(type, Change.Offer, id, null, RequestBody.Of(details));
}
