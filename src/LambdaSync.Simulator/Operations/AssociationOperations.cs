using System.Text.Json.Nodes;
using LambdaSync.Simulator.Rules;
using LambdaSync.Simulator.State;
using LambdaSync.Simulator.Wire;

namespace LambdaSync.Simulator.Operations;

/// <summary>Solutions, products and offers of an opportunity: at any stage; while AWS reviews, by a setting.</summary>
static class AssociationOperations
{
    public static IReadOnlyDictionary<string, Func<Call, JsonObject>> All { get; } = new Dictionary<string, Func<Call, JsonObject>>
    {
        ["AssociateOpportunity"] = Associate,
        ["DisassociateOpportunity"] = Disassociate,
    };

    static JsonObject Associate(Call call)
    {
        var (opportunity, type, id) = (OpportunityOperations.Find(call.Catalog, call["OpportunityIdentifier"]), call["RelatedEntityType"], call["RelatedEntityIdentifier"]);
        AssociationRules.CheckLock(opportunity, call.World.Readings);
        if (AssociationRules.IsAssociated(opportunity, type, id))
            return Again(call.World.Readings.Already, id);
        AssociationRules.CheckAssociate(opportunity, call.Catalog, type, id);
        if (!opportunity.Related.TryGetValue(type, out var ids))
            opportunity.Related[type] = ids = [];
        ids.Add(id);
        OpportunityOperations.Touch(call.World, call.Catalog, opportunity);
        return [];
    }

    static JsonObject Again(Already already, string id) => already switch
    {
        Already.Accepted => [],
        Already.Conflict => throw AwsError.Conflict($"{id} is associated already."),
        _ => throw AwsError.Refused(new FieldError("RelatedEntityIdentifier", "DUPLICATE_KEY_VALUE", $"{id} is associated already.")),
    };

    static JsonObject Disassociate(Call call)
    {
        var (opportunity, type, id) = (OpportunityOperations.Find(call.Catalog, call["OpportunityIdentifier"]), call["RelatedEntityType"], call["RelatedEntityIdentifier"]);
        AssociationRules.CheckLock(opportunity, call.World.Readings);
        AssociationRules.CheckDisassociate(opportunity, type, id);
        opportunity.Related[type].Remove(id);
        if (opportunity.Related[type].Count == 0)
            opportunity.Related.Remove(type);
        OpportunityOperations.Touch(call.World, call.Catalog, opportunity);
        return [];
    }
}
