using System.Text.Json.Nodes;
using LambdaSync.Simulator.State;

namespace LambdaSync.Simulator.Operations;

/// <summary>What each template shows of an opportunity.</summary>
static class SnapshotViews
{
    /// <summary>The members of shape OpportunitySummaryView. An offer is not in it: associating one makes no snapshot (DG selling-api-events, event scenarios).</summary>
    public static JsonObject Summary(World world, Catalog catalog, Opportunity opportunity)
    {
        var whole = OpportunityOperations.View(world, catalog, opportunity);
        var related = whole["RelatedEntityIdentifiers"]!.DeepClone().AsObject();
        related.Remove("AwsMarketplaceOffers");
        related.Remove("AwsMarketplaceOfferSets");
        return new JsonObject
        {
            ["OpportunitySummary"] = new JsonObject
            {
                ["OpportunityType"] = whole["OpportunityType"]?.DeepClone(),
                ["Lifecycle"] = Only(whole["LifeCycle"], "TargetCloseDate", "ReviewStatus", "Stage", "NextSteps"),
                ["OpportunityTeam"] = whole["OpportunityTeam"]?.DeepClone(),
                ["PrimaryNeedsFromAws"] = whole["PrimaryNeedsFromAws"]?.DeepClone(),
                ["Customer"] = whole["Customer"]?.DeepClone(),
                ["Project"] = Only(whole["Project"], "DeliveryModels", "ExpectedCustomerSpend", "ExpectedContractDuration", "CustomerUseCase", "SalesActivities", "OtherSolutionDescription"),
                ["RelatedEntityIdentifiers"] = related,
            }.Drop(),
        };
    }

    /// <summary>AWS's summary of the opportunity.</summary>
    public static JsonObject AwsFull(Opportunity opportunity)
    {
        var view = opportunity.Summary?.DeepClone().AsObject() ?? [];
        (view["RelatedOpportunityId"], view["Origin"]) = (opportunity.Id, opportunity.Origin);
        (view["InvolvementType"], view["Visibility"]) = (opportunity.InvolvementType, opportunity.Visibility);
        return new JsonObject { [ResourceSnapshot.AwsFullView] = view.Drop() };
    }

    static JsonObject Only(JsonNode? from, params string[] names) =>
        new JsonObject(names.Select(n => KeyValuePair.Create(n, (from as JsonObject)?[n]?.DeepClone()))).Drop();
}
