using System.Text.Json;
using LambdaSync.Marketplace.ChangeSets;
using LambdaSync.PartnerCentral;

namespace LambdaSync.Marketplace.ResaleAuthorizations;

/// <summary>How an existing resale authorization is copied (row F8).</summary>
/// <param name="Until">The new one's last UTC day; null: the old one's, if it is not over.</param>
/// <param name="Name">The new one's name; null: the old one's.</param>
/// <param name="ResellerAccountId">The new one's channel partner; null: the old one's.</param>
/// <param name="EulaUrl">Where the buyer's custom license agreement was uploaded again, or null.</param>
/// <param name="Release">It is released, not left a draft.</param>
/// <param name="Restricts">The old one is restricted in the same change set.</param>
public sealed record AuthorizationClone(DateOnly? Until, string? Name, string? ResellerAccountId, string? EulaUrl, bool Release, bool Restricts);

/// <summary>What the draft has to be whose changes are sent: AWS changes neither product nor channel partner, and removes no term.</summary>
/// <param name="Changes">The types of the changes.</param>
public sealed record DraftCheck(string ProductId, string ResellerAccountId, IReadOnlyList<string> Changes);

/// <summary>
/// A new resale authorization with the terms of an existing one: AWS Marketplace has no change type for that, so they are read by
/// DescribeEntity and sent again. A released one changes by a new one in its place.
/// </summary>
public static class AuthorizationCopy
{
    const string Created = "ResaleAuthorization";

    // The change that each term is sent with.
    static readonly (string Change, string[] Terms)[] Others =
    [
        ("UpdateBuyerTargetingTerms", ["BuyerTargetingTerm"]), ("UpdateBuyerValidityTerms", ["BuyerValidityTerm"]), ("UpdatePaymentScheduleTerms", ["ResalePaymentScheduleTerm"]), ("UpdateNetPaymentTerms", ["ResaleNetPaymentTerm"]),
    ];

    static readonly string[] Pricing = ["ResaleUsageBasedPricingTerm", "ResaleConfigurableUpfrontPricingTerm", "ResaleFixedUpfrontPricingTerm"];

    /// <summary>The changes, or none where an issue is an error.</summary>
    /// <param name="old">The old one's id.</param>
    /// <param name="authorization">DescribeEntity's DetailsDocument of it.</param>
    /// <param name="today">The UTC day.</param>
    public static (IReadOnlyList<Change> Changes, IReadOnlyList<Issue> Issues) Of(string old, JsonElement authorization, AuthorizationClone clone, DateOnly today)
    {
        var (terms, rules) = (Items(authorization, "Terms"), Items(authorization, "Rules"));
        var status = Text(authorization, "Status");
        if (clone.Restricts && status is "Draft" or "Restricted")
            return ([], [Issue.Error(IssueCodes.AuthorizationTerms, "ids", old, $"The resale authorization is {status}, so that there is nothing to replace.", status == "Draft" ? "Change the draft: 'lambdasync resale modify'." : "Make a new one: 'lambdasync resale clone'.")]);
        var legal = terms.Where(term => Type(term) is "BuyerLegalTerm" or "ResaleLegalTerm").ToList();
        if (legal.Any(term => Type(term) == "ResaleLegalTerm" && IsCustom(term)) || (clone.EulaUrl is null && legal.Any(IsCustom)))
        {
            return ([], [Issue.Error(
                IssueCodes.AuthorizationTerms, "LegalTerm", null, "The resale authorization has a document of your own, and AWS Marketplace's address of it expires: the document has to be uploaded again.",
                "Upload the buyer's license agreement ('lambdasync offer upload-eula') and give its address with --eula-url; with a reseller contract of your own make a new authorization from a document.")]);
        }

        var availability = rules.FirstOrDefault(rule => Type(rule) == "AvailabilityRule");
        var end = Text(availability, "AvailabilityEndDate") is { Length: >= 10 } written ? UtcDay.Parse(written[..10]) : null;
        if (clone.Restricts && end < today)
            return ([], [Issue.Error(IssueCodes.AuthorizationTerms, "ids", old, "The resale authorization has expired, and AWS Marketplace restricts none that has (INCOMPATIBLE_STATUS).", "Make a new one: 'lambdasync resale clone'.")]);
        var until = clone.Until ?? end;
        if (until <= today)
            return ([], [Issue.Error(IssueCodes.AuthorizationTerms, "AvailabilityEndDate", UtcDay.Text(until.Value), "The last day of the old one is over.", "Give the new one's with --until.")]);
        var id = Change.Reference(Created);
        var changes = new List<Change>
        {
            new("CreateResaleAuthorization", Change.ResaleAuthorization, null, Created, RequestBody.Of(json =>
            {
                json.WriteString("ProductId", Text(authorization, "ProductId"));
                json.WriteString("Name", clone.Name ?? Text(authorization, "Name"));
                if (Text(authorization, "Description") is { } description)
                    json.WriteString("Description", description);
                json.WriteString("ResellerAccountId", clone.ResellerAccountId ?? Text(authorization, "ResellerAccountId"));
            })),
        };
        if (authorization.TryGetProperty("PreExistingBuyerAgreement", out var existing) && existing.ValueKind == JsonValueKind.Object)
        {
            changes.Add(Of("UpdateInformation", id, json =>
            {
                json.WritePropertyName("PreExistingBuyerAgreement");
                existing.WriteTo(json);
            }));
        }

        // AWS gives the buyers as a rule, and takes them as a term.
        if (rules.FirstOrDefault(rule => Type(rule) == "TargetingRule") is { ValueKind: JsonValueKind.Object } targeting && targeting.TryGetProperty("PositiveTargeting", out var buyers))
            changes.Add(Of("UpdateBuyerTargetingTerms", id, json => Targeting(json, buyers)));
        if (until is not null || Number(availability, "OffersMaxQuantity"))
        {
            changes.Add(Of("UpdateAvailability", id, json =>
            {
                if (until is { } day)
                    json.WriteString("AvailabilityEndDate", UtcDay.Text(day));
                if (Number(availability, "OffersMaxQuantity"))
                    json.WriteNumber("OffersMaxQuantity", 1);
            }));
        }

        var prices = terms.Where(term => Pricing.Contains(Type(term))).ToList();
        if (prices.Count > 0)
        {
            changes.Add(Of("UpdatePricingTerms", id, json =>
            {
                json.WriteString("PricingModel", prices.All(price => Type(price) == "ResaleUsageBasedPricingTerm") ? "Usage" : "Contract");
                Offers.OfferCopy.Terms(json, prices);
            }));
        }

        foreach (var (change, types) in Others)
        {
            if (terms.Where(term => types.Contains(Type(term))).ToList() is { Count: > 0 } found && changes.All(made => made.Type != change))
                changes.Add(Of(change, id, json => Offers.OfferCopy.Terms(json, found)));
        }

        if (legal.Count > 0)
            changes.Add(Of("UpdateLegalTerms", id, json => Legal(json, legal, clone.EulaUrl)));
        if (clone.Release)
            changes.Add(Of("ReleaseResaleAuthorization", id, _ => { }));
        if (clone.Restricts)
            changes.Add(AuthorizationChanges.Restrict(old));
        return (changes, []);
    }

    /// <summary>Why the changes are not for this draft, or null.</summary>
    /// <param name="authorization">DescribeEntity's DetailsDocument of it.</param>
    public static Issue? Unfit(string id, JsonElement authorization, DraftCheck check)
    {
        if (Text(authorization, "Status") is var status && status != "Draft")
            return Issue.Error(IssueCodes.AuthorizationTerms, "ids", id, $"The resale authorization is {status}; only a draft changes (INCOMPATIBLE_STATUS).", "Put a new one in its place: 'lambdasync resale replace'.");
        if (Text(authorization, "ProductId") != check.ProductId || Text(authorization, "ResellerAccountId") != check.ResellerAccountId)
            return Issue.Error(IssueCodes.AuthorizationTerms, "ProductId", check.ProductId, "The draft is for another product or channel partner, which can't change.", "Make a new resale authorization from the document.");
        var has = Items(authorization, "Terms").Select(Type).ToList();
        var left = Others.Where(other => other.Terms.Any(has.Contains) && !check.Changes.Contains(other.Change)).Select(other => other.Terms[0]).ToList();
        return left.Count == 0 ? null : Issue.Error(
            IssueCodes.AuthorizationTerms, null, string.Join(", ", left), $"The draft has terms that the document leaves out, and AWS Marketplace removes none: {string.Join(", ", left)}.", "Add them to the document, or make a new resale authorization from it.");
    }

    static void Targeting(Utf8JsonWriter json, JsonElement buyers)
    {
        json.WriteStartArray("Terms");
        json.WriteStartObject();
        json.WriteString("Type", "BuyerTargetingTerm");
        json.WritePropertyName("PositiveTargeting");
        buyers.WriteTo(json);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    static void Legal(Utf8JsonWriter json, List<JsonElement> legal, string? eulaUrl)
    {
        json.WriteStartArray("Terms");
        foreach (var term in legal)
        {
            json.WriteStartObject();
            json.WriteString("Type", Type(term));
            json.WriteStartArray("Documents");
            foreach (var document in Items(term, "Documents"))
            {
                json.WriteStartObject();
                json.WriteString("Type", Type(document));
                if (Text(document, "Type") is { } type && type.StartsWith("Custom", StringComparison.Ordinal))
                    json.WriteString("Url", eulaUrl);
                else if (Text(document, "Version") is { } version)
                    json.WriteString("Version", version);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    static bool IsCustom(JsonElement term) => Items(term, "Documents").Any(document => Type(document).StartsWith("Custom", StringComparison.Ordinal));

    static bool Number(JsonElement json, string name) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number;

    static string Type(JsonElement json) => Text(json, "Type") ?? "";

    static IReadOnlyList<JsonElement> Items(JsonElement json, string name) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray()] : [];

    static string? Text(JsonElement json, string name) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    static Change Of(string type, string id, Action<Utf8JsonWriter> details) => new(type, Change.ResaleAuthorization, id, null, RequestBody.Of(details));
}
