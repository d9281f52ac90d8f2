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
            throw new TaskFailed("CustomerProjectContextNotPermitted", "An opportunity can be created from a lead, not from a customer project.");
        if (world.Readings.ConvertsOnce && engagement.Contexts.Any(c => c.Type == "CustomerProject"))
            throw new TaskFailed("CustomerProjectContextNotPermitted", "The lead has an opportunity already.");
        if (string.Equals(lead["QualificationStatus"]?.GetValue<string>(), Disqualified, StringComparison.OrdinalIgnoreCase))
            throw new TaskFailed("DisqualifiedLeadNotPermitted", "The lead is disqualified.");

        var opportunity = new Opportunity(world.Ids.Opportunity(), world.Clock.Now) { Body = Body(world, lead) };
        OpportunityOperations.Add(world, catalog, opportunity);
        task.OpportunityId = opportunity.Id;
        SnapshotOperations.Take(world, catalog, engagement, opportunity);
        task.JobId = SnapshotOperations.StartJob(world, catalog, engagement, opportunity.Id).Id;
    }

    /// <summary>"Unqualified" is what a lead is after the acceptance, unless AWS has given it another status (DG working-with-your-leads).</summary>
    public static void MarkAccepted(Invitation invitation)
    {
        if (invitation.IsReceived && invitation.Engagement.Contexts.Find(c => c.Type == "Lead")?.Payload["Lead"] is JsonObject lead && lead["QualificationStatus"] is null)
            lead["QualificationStatus"] = "Unqualified";
    }

    /// <summary>A snapshot of an opportunity in a lead's engagement gives the engagement its CustomerProject context: the lead is converted.</summary>
    public static void MarkConverted(World world, Catalog catalog, Engagement engagement, Opportunity opportunity)
    {
        if (!engagement.Contexts.Any(c => c.Type == "Lead") || engagement.Contexts.Any(c => c.Type == "CustomerProject") || engagement.Contexts.Count >= EngagementOperations.MaxContexts)
            return;
        EngagementOperations.Add(engagement, "CustomerProject", new JsonObject { ["CustomerProject"] = Project(opportunity.Body) });
        engagement.Touch(World.Account, world.Clock.Now);
        EngagementEvents.TellUpdated(world, catalog, engagement);
    }

    // Shape CustomerProjectsContext: either half is whole or is not there.
    static JsonObject Project(JsonObject body)
    {
        var shown = Referrals.Payload(body);
        var (customer, project) = (shown["Customer"]!.AsObject(), shown["Project"]!.AsObject());
        project.Remove("ExpectedCustomerSpend");
        return new JsonObject
        {
            ["Customer"] = customer.Count == 4 ? customer.DeepClone() : null,
            ["Project"] = project is { Count: 3 } && project["BusinessProblem"]!.GetValue<string>().Length >= 20 ? project.DeepClone() : null,
        }.Drop();
    }

    // What a published run of the operations shows: a draft with AWS's defaults, and of the lead the customer and the latest business problem.
    static JsonObject Body(World world, JsonObject lead)
    {
        var customer = lead["Customer"]!;
        return new JsonObject
        {
            ["NationalSecurity"] = "No",
            ["OpportunityType"] = "Net New Business",
            ["Marketing"] = new JsonObject { ["Source"] = "None" },
            ["Customer"] = new JsonObject
            {
                ["Account"] = new JsonObject
                {
                    ["CompanyName"] = customer["CompanyName"]?.DeepClone(),
                    ["Industry"] = OneOf(world, "Industry", customer["Industry"]),
                    ["WebsiteUrl"] = customer["WebsiteUrl"]?.DeepClone(),
                    ["Address"] = Address(world, customer["Address"] as JsonObject),
                }.Drop(),
                ["Contacts"] = new JsonArray(),
            },
            ["Project"] = new JsonObject
            {
                ["Title"] = "Converted from Lead",
                ["CustomerBusinessProblem"] = lead["Interactions"]!.AsArray()[^1]?["BusinessProblem"]?.DeepClone(),
                ["ExpectedCustomerSpend"] = new JsonArray(),
            }.Drop(),
            ["LifeCycle"] = new JsonObject { ["Stage"] = "Prospect", ["TargetCloseDate"] = world.Clock.Now.AddDays(90).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) },
        };
    }

    // A lead's industry and country are free text, an opportunity's are of a list: what is of none is left for the partner to say. AWS's way with it is not published.
    static JsonNode? OneOf(World world, string shape, JsonNode? value) => value is not null && world.Model.Shapes[shape].Values.Contains(value.GetValue<string>()) ? value.DeepClone() : null;

    static JsonObject? Address(World world, JsonObject? address)
    {
        if (address?.DeepClone() is not JsonObject known)
            return null;
        known["CountryCode"] = OneOf(world, "CountryCode", known["CountryCode"]);
        return known.Drop();
    }
}
