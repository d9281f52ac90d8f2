using System.Text.Json.Nodes;

namespace LambdaSync.Gates;

/// <summary>What AWS itself recommends for an opportunity (GetAwsOpportunitySummary's Insights), in its order.</summary>
static class AwsAdvice
{
    public static IEnumerable<Issue> Of(GateOpportunity opportunity)
    {
        if (opportunity.Aws?["Insights"] is not JsonObject insights)
            yield break;
        foreach (var item in (insights["Recommendations"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if (GateOpportunity.Text(item["Details"]) is { } details)
                yield return Issue.Warning(IssueCodes.Quality, "aws:Insights.Recommendations[]", null, $"AWS recommends: {Sentence.Of(details)}", "Do what AWS recommends, if it fits the deal.");
        }

        if (GateOpportunity.Text(insights["NextBestActions"]) is { } actions)
            yield return Issue.Warning(IssueCodes.Quality, "aws:Insights.NextBestActions", null, $"AWS's next best actions: {Sentence.Of(actions)}", "Do what AWS recommends, if it fits the deal.");
    }
}
