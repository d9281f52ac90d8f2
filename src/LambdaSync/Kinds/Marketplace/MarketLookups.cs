using System.Text.Json.Nodes;
using LambdaSync.Mapping;
using LambdaSync.Sync.Steps;
using LambdaSync.Sync.Work;

namespace LambdaSync.Kinds.Marketplace;

/// <summary>
/// Lookups of the CRM between records of AWS Marketplace, and to opportunities: AWS names the other record by its id, and the store knows the CRM
/// record that shows it. One that the CRM does not have yet keeps who names it: once it is there, those records are read again.
/// </summary>
/// <param name="lookups">Those that the mapping uses.</param>
sealed class MarketLookups(IReadOnlyList<MarketplaceLookup> lookups)
{
    /// <param name="mapped">The sections that the mapping has.</param>
    public static MarketLookups Of(MarketSection section, KindRules? rules, IReadOnlySet<string> mapped) => new(
        rules is null ? [] : [.. MarketplaceLookup.All.Where(lookup => lookup.Section == section.Name && (lookup.IsToOpportunity || mapped.Contains(lookup.To)) && rules.Mapping.Source.Fields.Any(line => line.Aws == lookup.Path))]);

    /// <summary>The records whose state has to be known.</summary>
    public IReadOnlyList<WorkKey> Needed(JsonObject document, MarketMemo memo, string catalog) =>
        [.. lookups.Select(lookup => KeyOf(lookup, document, memo, catalog)).OfType<WorkKey>().Where(key => !key.IsCrmRecord).Distinct()];

    /// <summary>The view with the ids in its document, and with the wakes of records that the CRM does not have yet.</summary>
    /// <param name="isOurs">The record is this account's; else the offers that it names are another seller's, which are never records here.</param>
    public RecordView Fill(RecordView view, JsonObject document, MarketMemo memo, bool isOurs)
    {
        if (lookups.Count == 0)
            return view;
        var (ids, missing) = (new JsonObject(), new List<WorkKey>());
        foreach (var lookup in lookups)
        {
            if (KeyOf(lookup, document, memo, view.Key.Catalog) is not { } key)
                continue;
            if (CrmIdOf(key, view) is { } id)
                ids[lookup.Member] = id;
            else if (!lookup.IsToOpportunity && key != view.Key && (isOurs || lookup.To is not (MarketplaceSections.Offer or MarketplaceSections.OfferSet)))
                missing.Add(key);
        }

        if (ids.Count > 0)
            document[lookups[0].Parent] = ids;
        missing = [.. missing.Distinct()];
        return view with
        {
            Data = (memo with { Awaited = missing }).ToJson(),
            Related = [.. view.Related, .. missing.Except(memo.Awaited).Select(key => (key, MarketMemo.Named(view.Key)))],
        };
    }

    // The opportunity that was linked last: one has one offer, and an offer is for one customer.
    static WorkKey? KeyOf(MarketplaceLookup lookup, JsonObject document, MarketMemo memo, string catalog)
    {
        if (lookup.IsToOpportunity)
            return memo.Opportunities.Count > 0 ? memo.Opportunities[^1] : null;
        JsonNode? at = document;
        foreach (var member in lookup.AwsId.Split('.'))
            at = (at as JsonObject)?[member];
        return at is JsonValue value && value.TryGetValue<string>(out var id) && MarketSection.OfId(id) is { } section && section.Name == lookup.To ? section.Key(catalog, id) : null;
    }

    static string? CrmIdOf(WorkKey key, RecordView view) =>
        key.IsCrmRecord ? key.Id[(key.Id.IndexOf('/', StringComparison.Ordinal) + 1)..]
        : view.Others!.GetValueOrDefault(key) is { Closed: false, CrmId: { Length: > 0 } id } ? id : null;
}
