using System.Text.Json.Nodes;
using LambdaSync.Simulator.Operations;

namespace LambdaSync.Simulator.Marketplace;

/// <summary>ListEntities: one type's summaries, with that type's filters and sort.</summary>
static class EntityListing
{
    const int Page = 20;

    public static JsonObject List(MarketCall call)
    {
        CatalogOperations.CheckCatalog(call.Text("Catalog"));
        var type = call["EntityType"];
        if (type.Contains('@', StringComparison.Ordinal))
            throw MarketErrors.Invalid("EntityType is a type without version, such as Offer.", "EntityType");
        var isShared = call.Text("OwnershipType") == "SHARED";
        var found = call.Market.Entities.Values.Where(e => e.Type == type && (isShared ? call.Market.IsShared(e) && call.Market.HasResaleRole : e.Owner == call.Market.Account)).Select(e => (Entity: e, Fields: Fields(call.Market, e)));
        if (call.Input["FilterList"] is JsonArray old)
            found = old.OfType<JsonObject>().Aggregate(found, (left, filter) => left.Where(e => Passes(e.Fields, filter["Name"]!.GetValue<string>(), filter)).ToList());
        foreach (var (name, filter) in Of(call, type, "EntityTypeFilters", "Filters"))
            found = found.Where(e => Passes(e.Fields, name, filter!.AsObject())).ToList();

        var sort = Of(call, type, "EntityTypeSort", "Sort");
        var by = sort["SortBy"]?.GetValue<string>() ?? (call.Input["Sort"] as JsonObject)?["SortBy"]?.GetValue<string>() ?? "LastModifiedDate";
        var order = sort["SortOrder"]?.GetValue<string>() ?? (call.Input["Sort"] as JsonObject)?["SortOrder"]?.GetValue<string>();
        Func<(MarketEntity Entity, JsonObject Fields), string> key = e => (e.Fields[by] as JsonValue)?.GetValue<string>() ?? "";
        var sorted = order == "ASCENDING"
            ? found.OrderBy(key, StringComparer.Ordinal).ThenBy(e => e.Entity.Id, StringComparer.Ordinal)
            : found.OrderByDescending(key, StringComparer.Ordinal).ThenByDescending(e => e.Entity.Id, StringComparer.Ordinal);
        return call.Page("EntitySummaryList", sorted.Select(e => Summary(e.Entity, e.Fields)), Page);
    }

    // EntityTypeFilters.OfferFilters: of another type's filters nothing is known here.
    static JsonObject Of(MarketCall call, string type, string union, string suffix)
    {
        if (call.Input[union] is not JsonObject given)
            return [];
        return given[type + suffix] as JsonObject ?? throw MarketErrors.Invalid($"{union} of {type} is {type}{suffix}.", union);
    }

    // ValueList, WildCardValue, DateRange with AfterValue and BeforeValue.
    static bool Passes(JsonObject fields, string name, JsonObject filter)
    {
        List<string> values = fields[name] switch { JsonArray list => [.. list.Select(v => v!.GetValue<string>())], { } one => [one.GetValue<string>()], _ => [] };
        if (filter["ValueList"] is JsonArray wanted && !wanted.Any(w => values.Contains(w!.GetValue<string>())))
            return false;
        if (filter["WildCardValue"]?.GetValue<string>() is { } part && !values.Any(v => v.Contains(part, StringComparison.OrdinalIgnoreCase)))
            return false;
        if (filter["DateRange"] is not JsonObject range)
            return true;
        return values is [var date] && (range["AfterValue"]?.GetValue<string>() is not { } after || string.CompareOrdinal(date, after) >= 0) && (range["BeforeValue"]?.GetValue<string>() is not { } before || string.CompareOrdinal(date, before) <= 0);
    }

    static JsonObject Summary(MarketEntity entity, JsonObject fields)
    {
        var own = fields.DeepClone().AsObject();
        foreach (var common in (string[])["EntityId", "LastModifiedDate"])
            own.Remove(common);
        return new JsonObject
        {
            ["Name"] = entity.IsProduct ? fields["ProductTitle"]?.DeepClone() : fields["Name"]?.DeepClone(),
            ["EntityType"] = entity.Type,
            ["EntityId"] = entity.Id,
            ["EntityArn"] = entity.Arn,
            ["LastModifiedDate"] = Days.Seconds(entity.Modified),
            ["Visibility"] = fields["Visibility"]?.DeepClone(),
            [entity.Type + "Summary"] = own,
        }.Drop();
    }

    // The members of the type's summary, and what it may be filtered and sorted by.
    static JsonObject Fields(Market market, MarketEntity entity)
    {
        var fields = entity.Type switch
        {
            MarketEntity.Offer => OfferFields(entity),
            MarketEntity.OfferSet => new JsonObject
            {
                ["Name"] = entity.Text("Name"),
                ["State"] = entity.Text("State"),
                ["ReleaseDate"] = Date(entity.Released),
                ["AssociatedOfferIds"] = entity.Details["AssociatedOfferIds"]?.DeepClone(),
                ["SolutionId"] = entity.Text("SolutionId"),
            },
            MarketEntity.ResaleAuthorization => AuthorizationFields(market, entity),
            _ => new JsonObject { ["ProductTitle"] = entity.Details["Description"]?["ProductTitle"]?.GetValue<string>(), ["Visibility"] = entity.Details["Description"]?["Visibility"]?.GetValue<string>() },
        };
        fields["EntityId"] = entity.Id;
        fields["LastModifiedDate"] = Days.Seconds(entity.Modified);
        return fields.Drop();
    }

    static JsonObject OfferFields(MarketEntity offer)
    {
        var targeting = offer.Rule("TargetingRule")?["PositiveTargeting"] as JsonObject;
        string[] kinds = [.. (targeting ?? []).Select(t => t.Key)];
        return new JsonObject
        {
            ["Name"] = offer.Text("Name"),
            ["ProductId"] = offer.Text("ProductId"),
            ["ResaleAuthorizationId"] = offer.Text("ResaleAuthorizationId"),
            ["ReleaseDate"] = Date(offer.Released),
            ["AvailabilityEndDate"] = offer.AvailabilityEnd is { } end ? $"{end:yyyy-MM-dd}T23:59:59Z" : null,
            ["BuyerAccounts"] = Lists.Array(offer.Buyers),
            ["State"] = offer.Text("State"),
            ["Targeting"] = Lists.Array(kinds.Length > 0 ? kinds : ["None"]),
            ["OfferSetId"] = offer.Text("OfferSetId"),
            ["TargetAgreementId"] = offer.Text("TargetAgreementId"),
            ["TargetAgreementIntent"] = offer.Text("TargetAgreementIntent"),
            ["CreatedBySource"] = offer.Text("CreatedBySource") ?? "Seller",
        };
    }

    static JsonObject AuthorizationFields(Market market, MarketEntity authorization) => new()
    {
        ["Name"] = authorization.Text("Name"),
        ["ProductId"] = authorization.Text("ProductId"),
        ["ProductName"] = authorization.Text("ProductName"),
        ["ManufacturerAccountId"] = authorization.Text("ManufacturerAccountId"),
        ["ManufacturerLegalName"] = authorization.Text("ManufacturerLegalName"),
        ["ResellerAccountID"] = authorization.Text("ResellerAccountId"),
        ["ResellerLegalName"] = authorization.Text("ResellerLegalName"),
        ["Status"] = authorization.Text("Status"),
        ["OfferExtendedStatus"] = market.Entities.Values.Any(e => e.Text("ResaleAuthorizationId") == authorization.Id) ? "Yes" : "No",
        ["CreatedDate"] = Days.Seconds(authorization.Created),
        ["AvailabilityEndDate"] = authorization.AvailabilityEnd is { } end ? $"{end:yyyy-MM-dd}T23:59:59Z" : null,
    };

    static string? Date(DateTimeOffset? time) => time is { } at ? Days.Seconds(at) : null;
}
