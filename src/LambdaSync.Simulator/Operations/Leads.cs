using System.Text.Json.Nodes;
using LambdaSync.Simulator.State;

namespace LambdaSync.Simulator.Operations;

/// <summary>
/// The steps of StartOpportunityFromEngagementTask (DG working-with-your-leads): a lead's context becomes an opportunity of the partner,
/// which is then completed, associated and submitted like any other.
/// </summary>
static class Leads
{
    const string Disqualified = "Disqualified";

    /// <exception cref="TaskFailed">There is no such context, or it may not become an opportunity; nothing was done.</exception>
    public static void Work(World world, Catalog catalog, EngagementTask task)
    {
        var engagement = catalog.Engagements[task.EngagementId!];
        var context = engagement.Contexts.Find(c => c.Id == task.ContextId) ?? throw new TaskFailed("ContextNotFound", $"Engagement {engagement.Id} has no context {task.ContextId}.");
        if (context.Payload["Lead"] is not JsonObject lead)
            throw new TaskFailed("CustomerProjectContextNotPermitted", "An opportunity comes of a lead, not of a customer project.");
        if (string.Equals(lead["QualificationStatus"]?.GetValue<string>(), Disqualified, StringComparison.OrdinalIgnoreCase))
            throw new TaskFailed("DisqualifiedLeadNotPermitted", "The lead is disqualified.");

        var opportunity = new Opportunity(world.Ids.Opportunity(), world.Clock.Now) { Body = Body(engagement, lead) };
        OpportunityOperations.Add(world, catalog, opportunity);
        engagement.Associations.Add(new ResourceAssociation(opportunity.Id, World.Account));
        task.OpportunityId = opportunity.Id;
        task.JobId = SnapshotOperations.StartJob(world, catalog, engagement, opportunity.Id).Id;
    }

    static JsonObject Body(Engagement engagement, JsonObject lead)
    {
        var (customer, interactions) = (lead["Customer"]!, lead["Interactions"]!.AsArray());
        var latest = interactions[^1]!;
        return new JsonObject
        {
            ["Customer"] = new JsonObject
            {
                ["Account"] = new JsonObject
                {
                    ["CompanyName"] = customer["CompanyName"]?.DeepClone(),
                    ["Industry"] = customer["Industry"]?.DeepClone(),
                    ["WebsiteUrl"] = customer["WebsiteUrl"]?.DeepClone(),
                    ["Address"] = customer["Address"]?.DeepClone(),
                }.Drop(),
                ["Contacts"] = new JsonArray([.. interactions.Select(i => i!["Contact"]!.DeepClone())]),
            },
            ["Project"] = new JsonObject
            {
                ["Title"] = engagement.Title,
                ["CustomerBusinessProblem"] = latest["BusinessProblem"]?.DeepClone(),
                ["CustomerUseCase"] = latest["Usecase"]?.DeepClone(),
            }.Drop(),
            ["LifeCycle"] = new JsonObject { ["Stage"] = "Prospect" },
        };
    }
}
