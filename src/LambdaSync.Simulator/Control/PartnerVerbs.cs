using System.Text.Json.Nodes;
using LambdaSync.Simulator.Model;
using LambdaSync.Simulator.Operations;
using LambdaSync.Simulator.State;
using Verb = System.Func<LambdaSync.Simulator.State.World, System.Text.Json.Nodes.JsonObject, System.Text.Json.Nodes.JsonObject>;

namespace LambdaSync.Simulator.Control;

/// <summary>Verbs about what surrounds an opportunity: the partner's users, the pricing calculator, AWS's scores.</summary>
static class PartnerVerbs
{
    public static IReadOnlyDictionary<string, Verb> All { get; } = new Dictionary<string, Verb>(StringComparer.Ordinal)
    {
        ["add-user"] = AddUser,
        ["add-estimate"] = AddEstimate,
        ["score"] = Score,
    };

    // {"email": "sam@example.com", "firstName": "Sam", "lastName": "Example", "phone": "+12065550100"}: a user of the partner's account.
    static JsonObject AddUser(World world, JsonObject input)
    {
        var email = input.Needed("email").ToLowerInvariant();
        world.Users[email] = new PartnerUser(email, input.Needed("firstName"), input.Needed("lastName"), input.Text("phone"));
        return [];
    }

    // {"url": "https://calculator.aws/#/estimate?id=...", "amount": "1234.00"}: what the pricing calculator says; without an amount the URL can't be resolved.
    static JsonObject AddEstimate(World world, JsonObject input)
    {
        world.Estimates.Name(input.Needed("url"), input.Text("amount"));
        return [];
    }

    // {"id": "O1", "engagementScore": "High", "nextBestActions": "...", "quality": 72, "trend": "Improving", "motion": "AWS Field-engaged",
    //  "recommendations": [{"Type": "OpportunityQuality", "Details": "...", "Attributes": {"Area": "Next steps"}}], "spend": {"AWS": {...}}, "silent": true}: AWS scores a record that it has. What is left out is computed
    // from the record; there is no spend (shape AwsProductsSpendInsightsBySource) unless it is given.
    static JsonObject Score(World world, JsonObject input)
    {
        var catalog = Inputs.CatalogOf(world, input);
        var opportunity = OpportunityOperations.Find(catalog, input.Needed("id"));
        if (opportunity.Summary is not { } summary)
            throw new ArgumentException($"AWS has no summary of {opportunity.Id} yet.");
        var insights = Insights.Of(opportunity);
        insights["EngagementScore"] = input["engagementScore"]?.DeepClone() ?? insights["EngagementScore"]!.DeepClone();
        insights["NextBestActions"] = input["nextBestActions"]?.DeepClone() ?? insights["NextBestActions"]!.DeepClone();
        insights["Recommendations"] = input["recommendations"]?.DeepClone() ?? insights["Recommendations"]!.DeepClone();
        var quality = insights["OpportunityQuality"]!.AsObject();
        quality["Score"] = input["quality"]?.DeepClone() ?? quality["Score"]!.DeepClone();
        quality["Trend"] = input.Text("trend") ?? "No Change";
        if (input["spend"] is { } spend)
            insights["AwsProductsSpendInsightsBySource"] = spend.DeepClone();
        if (RequestCheck.Of(world.Model, "AwsOpportunityInsights", insights) is { Count: > 0 } wrong)
            throw new ArgumentException(string.Join("; ", wrong.Select(e => e.Message)));
        (summary["Insights"], summary["CosellMotion"]) = (insights, input.Text("motion") ?? Insights.Motion(opportunity));
        if (input.Flag("silent") != true)
        {
            OpportunityOperations.TellUpdated(world, catalog, opportunity);
            SnapshotOperations.TakeAwsView(world, catalog, opportunity);
        }

        return summary.DeepClone().AsObject();
    }
}
