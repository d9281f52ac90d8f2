using System.Globalization;
using System.Text.Json.Nodes;
using LambdaSync.Simulation.Models.Sync.Sales;
using LambdaSync.Simulation.Models.Sync.Watching;
using LambdaSync.Simulation.Outsides;

namespace LambdaSync.Simulation.Models.Marketplace;

/// <summary>The CRM's records beside what AWS Marketplace has, read with plain SQL and in AWS's own words.</summary>
static class MarketRecords
{
    public const string Offers = "AWS_Private_Offer__c", OfferId = "AWS_Offer_Id__c";

    const string Products = "AWS_Product__c", Agreements = "AWS_Agreement__c", Authorizations = "AWS_Resale_Authorization__c", AuthorizationId = "AWS_Resale_Authorization_Id__c", Sets = "AWS_Offer_Set__c", Status = "AWS_Status__c";

    /// <summary>What is wrong with the CRM.</summary>
    public static IEnumerable<string> Same(World world)
    {
        var shared = AtAws.Entities(world, AtAws.Authorization).Where(a => AtAws.Text(a["details"], "ResellerAccountId") == MarketWorld.Account);
        return
        [
            .. Compare(world, Products, "AWS_Product_Id__c", Own(world, AtAws.Products), p => (AtAws.Text(p["details"]!["Description"], "ProductTitle"), AtAws.Text(p["details"]!["Description"], "Visibility"), null)),
            .. OfOffers(world, Own(world, AtAws.Offer)), .. OfAuthorizations(world, [.. Own(world, AtAws.Authorization), .. shared]),
            .. Strange(world, Offers, OfferId), .. Strange(world, Authorizations, AuthorizationId),
            .. AtAws.Agreements(world).Where(IsOwn).SelectMany(a => OfAgreement(world, AtAws.Id(a))),
            .. Lookups(world),
            .. InCrm(world, Agreements).Select(a => Text(a, "AWS_Agreement_Id__c")).Where(id => AtAws.Agreements(world).All(a => AtAws.Id(a) != id)).Select(id => $"{id} is in the CRM and not at AWS"),
        ];
    }

    // Where the CRM has the record that AWS's id names, the lookup beside the id leads to it, whichever of the two came first.
    static IEnumerable<string> Lookups(World world)
    {
        using var crm = new SqliteDump(world.CrmName);
        Dictionary<string, List<(string Id, JsonObject Fields)>> records = new[] { Products, Offers, Agreements, Authorizations, Sets }
            .ToDictionary(name => name, name => crm.Rows("SELECT id, fields FROM record WHERE object = $1 ORDER BY id", name).Select(r => ((string)r[0]!, JsonNode.Parse((byte[])r[1]!)!.AsObject())).ToList());
        foreach (var (from, awsId, lookup, to, key) in new[]
        {
            (Offers, "AWS_Product_Id__c", "AWS_Product__c", Products, "AWS_Product_Id__c"), (Offers, AuthorizationId, "AWS_Resale_Authorization__c", Authorizations, AuthorizationId), (Offers, "AWS_Offer_Set_Id__c", "AWS_Offer_Set__c", Sets, "AWS_Offer_Set_Id__c"),
            (Authorizations, "AWS_Product_Id__c", "AWS_Product__c", Products, "AWS_Product_Id__c"), (Agreements, OfferId, "AWS_Private_Offer__c", Offers, OfferId), (Agreements, "AWS_Product_Id__c", "AWS_Product__c", Products, "AWS_Product_Id__c"),
        })
        {
            foreach (var (_, fields) in records[from])
            {
                var wanted = records[to].Where(r => Text(fields, awsId) is { } id && Text(r.Fields, key) == id).Select(r => r.Id).FirstOrDefault();
                if (wanted != Text(fields, lookup))
                    yield return $"{from} of '{Text(fields, awsId)}' leads to '{Text(fields, lookup)}' by {lookup} instead of '{wanted}'";
            }
        }
    }

    /// <summary>What is wrong with the CRM's record of one offer or authorization of the account.</summary>
    public static IEnumerable<string> OfEntity(World world, string id) =>
    [
        .. OfOffers(world, [.. Own(world, AtAws.Offer).Where(o => AtAws.Id(o) == id)]), .. OfAuthorizations(world, [.. Own(world, AtAws.Authorization).Where(a => AtAws.Id(a) == id)]),
    ];

    /// <summary>What is wrong with the CRM's record of one agreement.</summary>
    public static IEnumerable<string> OfAgreement(World world, string id)
    {
        var agreement = AtAws.Agreements(world).Single(a => AtAws.Id(a) == id);
        var records = InCrm(world, Agreements).Where(a => Text(a, "AWS_Agreement_Id__c") == id).ToList();
        if (records is not [var record])
        {
            yield return $"agreement {id} is {records.Count} times in the CRM";
            yield break;
        }

        if (Text(record, Status) != AtAws.Text(agreement, "status"))
            yield return $"agreement {id} is {AtAws.Text(agreement, "status")} and '{Text(record, Status)}' in the CRM";
        if (Text(record, OfferId) != AtAws.Text(agreement, "offerId"))
            yield return $"agreement {id} is of {AtAws.Text(agreement, "offerId")}, of '{Text(record, OfferId)}' in the CRM";
        if (!IsOwn(agreement))
            yield break;
        var (renews, shown) = (Renews(world, id), Text(record, "AWS_Auto_Renewal__c") == "true");
        if (renews != shown)
            yield return $"agreement {id} is {(renews ? "" : "not ")}renewed, and the CRM has {shown}";
    }

    /// <summary>Sales of channel partners whose event came: nothing but the event shows them.</summary>
    public static IEnumerable<string> Resold(World world)
    {
        var market = world.Own<MarketWorld>();
        foreach (var sale in market.Sales.Where(s => !s.IsOwn))
        {
            var count = InCrm(world, Agreements).Count(a => Text(a, "AWS_Agreement_Id__c") == sale.Agreement);
            if (count > 1 || (count == 0 && !market.LostOrLate.Contains(sale.Agreement)))
                yield return $"the channel partner's agreement {sale.Agreement} is {count} times in the CRM";
        }
    }

    public static IReadOnlyList<JsonObject> InCrm(World world, string crmObject)
    {
        using var crm = new SqliteDump(world.CrmName);
        return [.. crm.Rows("SELECT fields FROM record WHERE object = $1 ORDER BY id", crmObject).Select(r => JsonNode.Parse((byte[])r[0]!)!.AsObject())];
    }

    public static string? Text(JsonObject record, string name) => Witness.Text(record, name);

    static IEnumerable<string> Compare(World world, string crmObject, string key, IReadOnlyList<JsonObject> atAws, Func<JsonObject, (string? Name, string? Status, string? Day)> read)
    {
        var byId = InCrm(world, crmObject).ToLookup(r => Text(r, key), r => (Text(r, "Name"), Text(r, Status), Text(r, "AWS_Expiry__c")?[..10]));
        foreach (var entity in atAws)
        {
            var (id, wanted) = (AtAws.Id(entity), read(entity));
            if (byId[id].Count() != 1)
                yield return $"{id} is {byId[id].Count()} times in the CRM";
            else if (byId[id].Single() != wanted)
                yield return $"{id} is {wanted} at AWS and {byId[id].Single()} in the CRM";
        }

    }

    static IEnumerable<string> OfOffers(World world, IReadOnlyList<JsonObject> offers) =>
        Compare(world, Offers, OfferId, offers, o => (AtAws.Text(o["details"], "Name"), OfferStatus(world, o), AtAws.LastDay(o)));

    static IEnumerable<string> OfAuthorizations(World world, IReadOnlyList<JsonObject> authorizations) =>
        Compare(world, Authorizations, AuthorizationId, authorizations, a => (AtAws.Text(a["details"], "Name"), IsOver(world, a) && AtAws.Text(a["details"], "Status") == "Active" ? "Expired" : AtAws.Text(a["details"], "Status"), AtAws.LastDay(a)));

    static bool IsOver(World world, JsonObject entity) => AtAws.LastDay(entity) is { } day && string.CompareOrdinal(day, world.Pump.Now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)) < 0;

    // What AWS does not show this account.
    static IEnumerable<string> Strange(World world, string crmObject, string key)
    {
        var shown = AtAws.Entities(world, AtAws.Offer, AtAws.Authorization).Where(e => AtAws.Text(e, "owner") == MarketWorld.Account || AtAws.Text(e["details"], "ResellerAccountId") == MarketWorld.Account).Select(AtAws.Id).ToHashSet();
        return InCrm(world, crmObject).Select(r => Text(r, key)!).Where(id => !shown.Contains(id)).Select(id => $"{id} is in the CRM, and AWS does not show it");
    }

    static IReadOnlyList<JsonObject> Own(World world, params string[] types) => [.. AtAws.Entities(world, types).Where(e => AtAws.Text(e, "owner") == MarketWorld.Account)];

    // AWS has Draft and Released; its console makes the rest of the last day.
    static string OfferStatus(World world, JsonObject offer)
    {
        if (AtAws.Text(offer["details"], "State") == "Draft")
            return "draft";
        if (!IsOver(world, offer))
            return "active";
        world.Tally.Reach(MarketReaches.Expired);
        return "expired";
    }

    static bool IsOwn(JsonObject agreement) => AtAws.Text(agreement, "proposer") == MarketWorld.Account;

    // A renewal that somebody has opted out of is a term of the agreement still.
    static bool Renews(World world, string id) =>
        Colleague.Do(world, "DescribeAgreement", new JsonObject { ["agreementId"] = id })!["endTimeBehavior"]?["type"]?.GetValue<string>() == "RENEW";
}
