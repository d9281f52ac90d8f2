using System.Text.Json;
using LambdaSync.PartnerCentral;

namespace LambdaSync.Marketplace.ResaleAuthorizations;

/// <summary>
/// What AWS Marketplace refuses of an offer from another seller's authorization (developer guide, work-with-cppos), before it is sent: each
/// finding names who has to act.
/// </summary>
public static class ResoldCheck
{
    /// <summary>The account's offers from an authorization.</summary>
    public static AwsRequest OffersOf(string authorization) => new("ListEntities", RequestBody.Of(json =>
    {
        json.WriteString("Catalog", ChangeSets.ChangeSet.Catalog);
        json.WriteString("EntityType", "Offer");
        json.WriteStartObject("EntityTypeFilters");
        json.WriteStartObject("OfferFilters");
        json.WriteStartObject("ResaleAuthorizationId");
        json.WriteStartArray("ValueList");
        json.WriteStringValue(authorization);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }))
    { IsList = true };

    /// <summary>AWS has not shared it: without the role of both sides it never does, and reports no error.</summary>
    public static Issue NotShared(string id) => Issue.Error(
        IssueCodes.OfferTerms, "ResaleAuthorizationId", id, "AWS Marketplace shares no such resale authorization with this account",
        "check the id with 'lambdasync resale list --shared'; if the maker has given it, both sides need the service-linked role AWSServiceRoleForMarketplaceResaleAuthorization: an administrator of each account creates it with 'aws iam create-service-linked-role --aws-service-name resale-authorization.marketplace.amazonaws.com'");

    /// <summary>Whether it is for one offer only, so that the offers from it count.</summary>
    public static bool IsForOneOffer(JsonElement authorization) => Items(authorization, "Rules").Any(rule => rule.TryGetProperty("OffersMaxQuantity", out _));

    /// <param name="body">Of StartChangeSet.</param>
    /// <param name="authorization">As DescribeEntity gives its document.</param>
    /// <param name="offers">The list of <see cref="OffersOf"/>, where it is for one offer; else null.</param>
    public static IReadOnlyList<Issue> Of(JsonElement body, string id, JsonElement authorization, JsonElement? offers)
    {
        var issues = new List<Issue>();
        var maker = $"the maker of the product{(Text(authorization, "ManufacturerAccountId") is { } account ? $" (account {account})" : "")}";
        if (Text(authorization, "Status") is { } status && status != "Active")
            issues.Add(Wrong("ResaleAuthorizationId", id, $"The resale authorization is {status} (INCOMPATIBLE_RESALE_AUTHORIZATION)", $"ask {maker} for another one"));
        if (offers is { } list && Released(list) is { } used)
            issues.Add(Wrong("ResaleAuthorizationId", id, $"The resale authorization is for one offer, and {used} was made from it (INCOMPATIBLE_RESALE_AUTHORIZATION)", $"ask {maker} for another one"));
        if (Of(authorization, "CurrencyCode") is { } theirs && OfBody(body, "CurrencyCode") is { } ours && ours != theirs)
            issues.Add(Wrong("CurrencyCode", ours, $"The resale authorization's prices are in {theirs} (INCOMPATIBLE_RESALE_AUTHORIZATION)", $"use {theirs}, or ask {maker} for an authorization in {ours}"));
        if (OfBody(body, "PaymentDuePeriod") is { } due)
        {
            if (Of(authorization, "PaymentDuePeriod") is not { } ceiling)
                issues.Add(Wrong("PaymentDuePeriod", due, "The resale authorization has no net payment terms, so the offer can have none (INCOMPATIBLE_RESALE_AUTHORIZATION)", $"remove PaymentDuePeriod, or ask {maker} for an authorization with it"));
            else if (Days(due) > Days(ceiling))
                issues.Add(Wrong("PaymentDuePeriod", due, $"The resale authorization allows {ceiling} at most (INCOMPATIBLE_RESALE_AUTHORIZATION)", $"use {ceiling} or less, or ask {maker} for an authorization with {due}"));
        }

        return issues;
    }

    static Issue Wrong(string field, string value, string rule, string fix) => Issue.Error(IssueCodes.OfferTerms, field, value, rule, fix);

    static string? Released(JsonElement offers) => offers.GetProperty("items").EnumerateArray()
        .Where(offer => offer.TryGetProperty("OfferSummary", out var summary) && Text(summary, "State") == "Released").Select(offer => Text(offer, "EntityId")).FirstOrDefault();

    static string? Of(JsonElement document, string name) => Items(document, "Terms").Select(term => Text(term, name)).FirstOrDefault(text => text is not null);

    static string? OfBody(JsonElement body, string name) => body.GetProperty("ChangeSet").EnumerateArray()
        .Select(change => change.GetProperty("DetailsDocument")).Select(details => Of(details, name)).FirstOrDefault(text => text is not null);

    static JsonElement.ArrayEnumerator Items(JsonElement document, string name) =>
        document.ValueKind == JsonValueKind.Object && document.TryGetProperty(name, out var items) && items.ValueKind == JsonValueKind.Array ? items.EnumerateArray() : default;

    // P15D
    static int Days(string period) => IsoPeriod.Parse(period) is { } parsed ? parsed.After(DateOnly.MinValue).DayNumber : 0;

    static string? Text(JsonElement json, string name) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
