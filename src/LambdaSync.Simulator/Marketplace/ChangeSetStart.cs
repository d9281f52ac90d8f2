using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaSync.Simulator.Wire;

namespace LambdaSync.Simulator.Marketplace;

/// <summary>StartChangeSet: what is refused at once; the rest shows when the set is applied (developer guide, catalog-apis).</summary>
static class ChangeSetStart
{
    public static JsonObject Start(MarketCall call)
    {
        CatalogOperations.CheckCatalog(call.Text("Catalog"));
        var token = call.Text("ClientRequestToken") is { } text ? "catalog " + text : null;
        if (MarketTokens.Known(call, token, () => MarketErrors.Invalid("ClientRequestToken was used with another request.", "ClientRequestToken")) is { } known)
            return known;
        if (call.Text("Intent") == "VALIDATE")
            throw MarketErrors.Invalid("Intent VALIDATE is for versions of AMI products.", "Intent", "Other");
        List<MarketChange> changes = [.. call.Input["ChangeSet"]!.AsArray().Select((c, i) => Read(c!.AsObject(), i))];
        CheckShape(changes);
        foreach (var change in changes.Where(c => c.EntityId is not null))
            CheckEntity(call.Market, change);
        CheckProducts(call.Market, changes);
        CheckLocks(call.Market, changes);
        var set = new MarketChangeSet(
            call.Market.Account, call.World.Ids.Of("cs0000000000"), call.Text("ChangeSetName"), changes, call.Now, call.Now + call.Market.PrepareTime, call.Now + call.Market.PrepareTime + call.Market.ApplyTime);
        call.Market.ChangeSets.Add(set);
        var answer = new JsonObject { ["ChangeSetId"] = set.Id, ["ChangeSetArn"] = set.Arn };
        MarketTokens.Remember(call, token, answer);
        return answer;
    }

    static MarketChange Read(JsonObject change, int index)
    {
        var (text, document) = (change["Details"]?.GetValue<string>(), change["DetailsDocument"]);
        if (text is null == document is null)
            throw MarketErrors.Invalid($"Change {index} has Details or DetailsDocument, and not both.", $"$.ChangeSet[{index}]");
        return new MarketChange(
            change["ChangeType"]!.GetValue<string>(), change["ChangeName"]?.GetValue<string>(), change["Entity"]!["Type"]!.GetValue<string>(), change["Entity"]!["Identifier"]?.GetValue<string>(), Details(text, document, index));
    }

    static JsonObject Details(string? text, JsonNode? document, int index)
    {
        try
        {
            return (text is null ? document!.DeepClone() : JsonNode.Parse(text)) switch
            {
                JsonObject members => members,
                // AddDimensions' document is a list.
                JsonArray dimensions => new JsonObject { ["Dimensions"] = dimensions },
                _ => throw new JsonException(),
            };
        }
        catch (JsonException)
        {
            throw MarketErrors.Invalid($"The details of change {index} are not a JSON object.", $"$.ChangeSet[{index}].Details", "CannotParse");
        }
    }

    static void CheckShape(List<MarketChange> changes)
    {
        var errors = new List<MarketFieldError>();
        foreach (var change in changes)
        {
            if (!ChangeTypes.IsKnown(change))
                errors.Add(new MarketFieldError(null, "UnknownOperation", $"{change.Type} is no change of {change.Kind}.", change.Kind, change.EntityId, change.Type));
            else if (change.IsCreate != change.Identifier is null)
                errors.Add(new MarketFieldError("Entity.Identifier", "FieldValidationFailed", change.IsCreate ? "A new entity has no identifier." : "Entity.Identifier is required.", change.Kind, change.EntityId, change.Type));
            else
                errors.AddRange(DetailsCheck.Of(change));
            foreach (var name in References(change).Where(name => changes.All(c => c.Name != name || !c.IsCreate)))
                errors.Add(new MarketFieldError("Entity.Identifier", "FieldValidationFailed", $"${name}.Entity.Identifier is of no change of this set that makes an entity.", change.Kind, change.EntityId, change.Type));
        }

        if (changes.Where(c => c.Name is not null).GroupBy(c => c.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            errors.Add(new MarketFieldError("ChangeName", "FieldValidationFailed", $"Two changes are named {twice.Key}.", null, null, null));
        if (changes.Where(c => !c.IsCreate).GroupBy(c => (c.Type, Target: c.RefersTo ?? c.EntityId)).FirstOrDefault(g => g.Count() > 1) is { } same)
            errors.Add(new MarketFieldError(null, "Other", $"{same.Key.Type} comes twice for {same.Key.Target}: a set has each change type once for an entity.", same.First().Kind, same.First().EntityId, same.Key.Type));
        if (errors.Count > 0)
            throw MarketErrors.Invalid(errors);
    }

    static IEnumerable<string> References(MarketChange change) => Texts(change.Details).Append(change.Identifier).Select(MarketChange.ReferenceIn).OfType<string>();

    static IEnumerable<string> Texts(JsonNode? json) => json switch
    {
        JsonObject members => members.SelectMany(m => Texts(m.Value)),
        JsonArray items => items.SelectMany(Texts),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => [value.GetValue<string>()],
        _ => [],
    };

    static void CheckEntity(Market market, MarketChange change)
    {
        var id = change.EntityId!;
        if (market.Find(id) is not { } entity || entity.Type != change.Kind || !market.IsVisible(entity))
            throw MarketErrors.NotFound("Entity", id);
        if (entity.Owner != market.Account)
            throw AwsError.Denied($"The account may not change {id}.");
        if (change.Identifier!.Split('@') is [_, var revision] && revision != entity.Revision.ToString(System.Globalization.CultureInfo.InvariantCulture))
            throw MarketErrors.Invalid($"{change.Identifier} is not the newest revision, which is {id}@{entity.Revision}.", "Entity.Identifier", "Other");
    }

    static void CheckProducts(Market market, List<MarketChange> changes)
    {
        foreach (var id in changes.Where(c => c.Type is "CreateOffer" or "CreateResaleAuthorization").Select(c => c.Details["ProductId"]!.GetValue<string>()).Where(id => MarketChange.ReferenceIn(id) is null))
        {
            var product = market.Find(id);
            if (product is null || !product.IsProduct)
                throw MarketErrors.NotFound("Product", id);
            if (product.Owner != market.Account)
                throw AwsError.Denied($"Product {id} is not the account's.");
        }
    }

    static void CheckLocks(Market market, List<MarketChange> changes)
    {
        var open = market.ChangeSets.Where(s => s.IsOpen && s.Owner == market.Account).ToList();
        foreach (var change in changes.Where(c => c.EntityId is not null))
        {
            // "AMI and container products tolerate different change types in parallel."
            var isTolerant = change.Kind is "AmiProduct" or "ContainerProduct";
            if (open.SelectMany(s => s.Changes.Select(c => (s.Id, Change: c))).FirstOrDefault(o => o.Change.EntityId == change.EntityId && (!isTolerant || o.Change.Type == change.Type)) is { Change: not null } other)
                throw MarketErrors.InUse($"Entity {change.EntityId} is being changed by change set {other.Id}.");
        }

        if (open.Count >= market.MaxOpen)
            throw AwsError.QuotaExceeded($"The account has {market.MaxOpen} open change sets.");
        foreach (var kind in (string[])[MarketEntity.Offer, MarketEntity.OfferSet])
        {
            var busy = open.Sum(s => Entities(s.Changes, kind)) + Entities(changes, kind);
            if (busy > market.MaxBusy && Entities(changes, kind) > 0)
                throw AwsError.QuotaExceeded($"{kind}: at most {market.MaxBusy} are created or changed at once.");
        }
    }

    static int Entities(IEnumerable<MarketChange> changes, string kind) => changes.Where(c => c.Kind == kind).Select(c => (object?)c.RefersTo ?? c.EntityId ?? c.Name ?? (object)c).Distinct().Count();
}
