using System.Text.Json.Nodes;
using LambdaSync.Simulator.State;

namespace LambdaSync.Simulator.Operations;

/// <summary>
/// What AWS says of a record's quality (shapes AwsOpportunityInsights, OpportunityQuality, Recommendation). How it scores is not published but for
/// "content completeness and sales methodology criteria": here each of five things that a record may have counts the same.
/// </summary>
static class Insights
{
    static readonly (string Path, string Advice)[] Criteria =
    [
        ("LifeCycle.NextSteps", "Say what happens next, and when."),
        ("Customer.Contacts", "Name a contact at the customer."),
        ("Customer.Account.AwsAccountId", "Give the customer's AWS account."),
        ("Project.CompetitorName", "Say who else the customer considers."),
        ("Project.SalesActivities", "Say which sales activities took place."),
    ];

    public static JsonObject Of(Opportunity opportunity)
    {
        var missing = Criteria.Where(c => IsEmpty(At(opportunity.Body, c.Path))).ToList();
        var score = 100 - (missing.Count * 100 / Criteria.Length);
        return new JsonObject
        {
            ["EngagementScore"] = score >= 80 ? "High" : score >= 40 ? "Medium" : "Low",
            ["NextBestActions"] = missing is [var first, ..] ? first.Advice : "Keep the customer engaged.",
            ["OpportunityQuality"] = new JsonObject { ["Score"] = score, ["Trend"] = "No Change" },
            ["Recommendations"] = new JsonArray([.. missing.Select(c => new JsonObject
            {
                ["Type"] = "OpportunityQuality",
                ["Details"] = c.Advice,
                ["Attributes"] = new JsonObject { ["Field"] = c.Path },
            })]),
        };
    }

    /// <summary>"Known values: AWS Field-engaged, Agent-engaged, Partner-led" (GetAwsOpportunitySummary, CosellMotion).</summary>
    public static string Motion(Opportunity opportunity) => opportunity.InvolvementType == "Co-Sell" ? "AWS Field-engaged" : "Partner-led";

    static bool IsEmpty(JsonNode? value) => value is null or JsonArray { Count: 0 } || (value is JsonValue text && text.ToString().Length == 0);

    static JsonNode? At(JsonObject body, string path) => path.Split('.').Aggregate((JsonNode?)body, (node, name) => (node as JsonObject)?[name]);
}
