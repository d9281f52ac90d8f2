using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaSync.Marketplace;

namespace LambdaSync.Kinds.Marketplace;

/// <summary>Records of AWS Marketplace as the mapping sees them: AWS's own members, and beside them what a person would read out of them.</summary>
public static class MarketDocuments
{
    public static JsonElement Element(JsonObject record)
    {
        using var json = JsonDocument.Parse(record.ToJsonString());
        return json.RootElement.Clone();
    }

    /// <summary>An entity of the Catalog API: its details, with <c>Id</c>, <c>Arn</c>, <c>EntityType</c>, <c>LastModifiedDate</c>; of an offer also <c>Status</c>, <c>AvailabilityEndDate</c>, <c>BuyerAccounts</c>, <c>Url</c>; a resale authorization's <c>Status</c> is also <c>Expired</c>.</summary>
    /// <param name="answer">DescribeEntity's.</param>
    public static (JsonObject Document, DateTimeOffset? Modified) Entity(string id, ReadOnlySpan<byte> answer, DateTimeOffset now)
    {
        var entity = JsonNode.Parse(answer)!.AsObject();
        var record = entity["DetailsDocument"] is JsonObject details ? details.DeepClone().AsObject() : [];
        var (type, modified) = (Text(entity, "EntityType")?.Split('@')[0], Text(entity, "LastModifiedDate"));
        (record["Id"], record["Arn"], record["EntityType"], record["LastModifiedDate"]) = (id, Text(entity, "EntityArn"), type, modified);
        if (Rule(record, "AvailabilityEndDate") is { } end)
            record["AvailabilityEndDate"] = end;
        if (record["Rules"] is JsonArray rules && rules.OfType<JsonObject>().Select(rule => rule["PositiveTargeting"]?["BuyerAccounts"]).OfType<JsonArray>().FirstOrDefault() is { } buyers)
            record["BuyerAccounts"] = buyers.DeepClone();
        if (type == "Offer")
        {
            record["Status"] = OfferStatus(record, now);
            // The address that sellers give to buyers of SaaS products; AWS publishes it in no reference.
            if (Text(record, "ProductId") is { } product)
                record["Url"] = $"https://aws.amazon.com/marketplace/saas/ordering?productId={Uri.EscapeDataString(product)}&offerId={Uri.EscapeDataString(id)}";
        }
        // AWS has Draft, Active and Restricted; one whose last day is over can neither be used nor restricted any more.
        else if (type == "ResaleAuthorization" && Text(record, "Status") == "Active" && End(Element(record)) is { } over && over <= now)
        {
            record["Status"] = "Expired";
        }

        return (record, DateTimeOffset.TryParse(modified, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null);
    }

    /// <summary>When an offer can no longer be accepted, or an authorization no longer be used; null: it has no last day.</summary>
    public static DateTimeOffset? End(JsonElement? entity) =>
        entity is { ValueKind: JsonValueKind.Object } record && record.TryGetProperty("AvailabilityEndDate", out var end) && end.GetString() is { Length: >= 10 } text && UtcDay.Parse(text[..10]) is { } day
            ? new DateTimeOffset(day.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) : null;

    /// <summary>
    /// An agreement: DescribeAgreement's members with times as texts, its <c>acceptedTerms</c>, <c>offerId</c>, <c>offerSetId</c>, <c>productId</c>, <c>agreementValue</c> as a number, what events said under
    /// <c>event</c>, and the dates of its renewal: <c>renewsAutomatically</c>, <c>lockoutDate</c>, <c>adjustmentDeadlineDate</c>.
    /// </summary>
    /// <param name="answer">DescribeAgreement's; empty: the account may not read it, and only events are known.</param>
    /// <param name="terms">GetAgreementTerms', or empty.</param>
    /// <param name="now">An agreement that AWS has as active starts later, if its offer is future-dated.</param>
    public static JsonObject Agreement(string id, ReadOnlySpan<byte> answer, ReadOnlySpan<byte> terms, IReadOnlyDictionary<string, string> announced, DateTimeOffset now)
    {
        var record = answer.Length == 0 ? [] : JsonNode.Parse(answer)!.AsObject();
        record["agreementId"] = id;
        foreach (var time in (ReadOnlySpan<string>)["startTime", "endTime", "acceptanceTime"])
        {
            if (record[time] is JsonValue seconds && seconds.TryGetValue<decimal>(out var epoch))
                record[time] = Time(DateTimeOffset.FromUnixTimeMilliseconds((long)(epoch * 1000)));
        }

        // AWS writes it as a text; a CRM's field is a number.
        if (decimal.TryParse(Text(record["estimatedCharges"], "agreementValue"), NumberStyles.Number, CultureInfo.InvariantCulture, out var value))
            record["agreementValue"] = value;
        if (record["proposalSummary"] is JsonObject proposal)
        {
            (record["offerId"], record["offerSetId"]) = (Text(proposal, "offerId"), Text(proposal, "offerSetId"));
            record["productId"] = proposal["resources"] is JsonArray { Count: > 0 } resources ? Text(resources[0], "id") : null;
        }

        if (answer.Length == 0)
            FromEvents(record, announced);
        if (announced.Count > 0)
            record["event"] = new JsonObject(announced.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => KeyValuePair.Create(a.Key, (JsonNode?)a.Value)));
        if (terms.Length > 0 && JsonNode.Parse(terms)!["acceptedTerms"] is JsonArray accepted)
        {
            record["acceptedTerms"] = accepted.DeepClone();
            Renewal(record, accepted);
        }

        record["state"] = Text(record, "status") is not { } status ? null
            : status == "ACTIVE" && Text(record, "startTime") is { } starts && Date(starts) is { } start && start > now ? $"accepted, starts on {UtcDay.Text(DateOnly.FromDateTime(start.UtcDateTime))}"
            : status.ToLowerInvariant();
        // Who has opted out of the renewal has done so for good.
        if (Text(record["endTimeBehavior"], "type") is { } behavior)
            record["renewsAutomatically"] = behavior == "RENEW";
        foreach (var empty in record.Where(member => member.Value is null).Select(member => member.Key).ToList())
            record.Remove(empty);
        return record;
    }

    /// <summary>When an agreement starts, or null: it says nothing of it.</summary>
    public static DateTimeOffset? Start(JsonElement agreement) => agreement.ValueKind == JsonValueKind.Object && agreement.TryGetProperty("startTime", out var start) && start.ValueKind == JsonValueKind.String ? Date(start.GetString()!) : null;

    static DateTimeOffset? Date(string text) => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;

    static void FromEvents(JsonObject record, IReadOnlyDictionary<string, string> announced)
    {
        foreach (var name in (ReadOnlySpan<string>)["status", "startTime", "endTime", "acceptanceTime", "offerId", "productId"])
            record[name] = announced.GetValueOrDefault(name);
        foreach (var (party, name) in (ReadOnlySpan<(string, string)>)[("acceptor", "acceptorId"), ("proposer", "proposerId")])
        {
            if (announced.TryGetValue(name, out var account))
                record[party] = new JsonObject { ["accountId"] = account };
        }
    }

    // The lockout and the adjustment deadline are periods before the end (developer guide, work-with-renewals).
    static void Renewal(JsonObject record, JsonArray terms)
    {
        var renewal = terms.OfType<JsonObject>().Select(term => term["renewalTerm"]).OfType<JsonObject>().FirstOrDefault();
        record["renewsAutomatically"] = renewal?["configuration"]?["enableAutoRenew"]?.GetValue<bool>() ?? false;
        if (renewal is null || Text(record, "endTime") is not { } text || Date(text) is not { } end)
            return;
        foreach (var (member, date) in (ReadOnlySpan<(string, string)>)[("lockoutPeriod", "lockoutDate"), ("adjustmentDeadline", "adjustmentDeadlineDate")])
        {
            if (Text(renewal, member) is { } written && IsoPeriod.Parse(written) is { Unit: 'D', Count: var days })
                record[date] = UtcDay.Text(DateOnly.FromDateTime(end.UtcDateTime).AddDays(-days));
        }
    }

    // AWS has Draft and Released; "active" and "expired" are what its console makes of the date.
    static string OfferStatus(JsonObject offer, DateTimeOffset now) =>
        Text(offer, "State") == "Draft" ? "draft" : End(Element(offer)) is { } end && end <= now ? "expired" : "active";

    static string? Rule(JsonObject record, string name) =>
        record["Rules"] is JsonArray rules ? rules.OfType<JsonObject>().Select(rule => Text(rule, name)).FirstOrDefault(text => text is not null) : null;

    internal static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    static string? Text(JsonNode? json, string name) => json is JsonObject members && members[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
