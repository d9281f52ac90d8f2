using System.Text.Json.Nodes;
using LambdaSync.Simulator.Rules;

namespace LambdaSync.Simulator.Operations;

/// <summary>Solutions, products and offers of an opportunity: at any stage and review status.</summary>
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
        AssociationRules.CheckAssociate(opportunity, call.Catalog, type, id);
        if (!opportunity.Related.TryGetValue(type, out var ids))
            opportunity.Related[type] = ids = [];
        ids.Add(id);
        OpportunityOperations.Touch(call.World, call.Catalog, opportunity);
        return [];
    }

    static JsonObject Disassociate(Call call)
    {
        var (opportunity, type, id) = (OpportunityOperations.Find(call.Catalog, call["OpportunityIdentifier"]), call["RelatedEntityType"], call["RelatedEntityIdentifier"]);
        AssociationRules.CheckDisassociate(opportunity, type, id);
        opportunity.Related[type].Remove(id);
        if (opportunity.Related[type].Count == 0)
            opportunity.Related.Remove(type);
        OpportunityOperations.Touch(call.World, call.Catalog, opportunity);
        return [];
    }
}
