using System.Text.Json.Nodes;
using Xunit;

namespace LambdaSync.Simulator.Tests;

/// <summary>AWS's view of quality: shapes AwsOpportunityInsights, OpportunityQuality and Recommendation, and CosellMotion of GetAwsOpportunitySummary.</summary>
[Trait("Row", "A26")]
public sealed class InsightTests : IDisposable
{
    readonly Aws _aws = new();

    // "Deal quality score based on opportunity content completeness": a record that says more has the higher one.
    [Fact]
    public async Task An_approval_brings_a_score_and_what_would_raise_it()
    {
        var poor = await Approved([]);
        var body = Aws.Body();
        body["LifeCycle"]!["NextSteps"] = "Call on Monday";
        body["Project"]!["CompetitorName"] = "No Competition";
        body["Customer"]!["Account"]!["AwsAccountId"] = "111122223333";
        body["Customer"]!["Contacts"] = new JsonArray(new JsonObject { ["Email"] = "buyer@example.com", ["FirstName"] = "Bo", ["LastName"] = "Buyer" });
        var rich = await Approved(body);

        Assert.Equal((20, "Low", "AWS Field-engaged"), (Score(poor), Text(poor["Insights"]!, "EngagementScore"), Text(poor, "CosellMotion")));
        Assert.Equal((100, "High"), (Score(rich), Text(rich["Insights"]!, "EngagementScore")));
        Assert.Equal(["LifeCycle.NextSteps", "Customer.Contacts", "Customer.Account.AwsAccountId", "Project.CompetitorName"], poor["Insights"]!["Recommendations"]!.AsArray().Select(r => Text(r!["Attributes"]!, "Field")));
        Assert.Empty(rich["Insights"]!["Recommendations"]!.AsArray());
    }

    [Fact]
    public async Task A_score_is_what_a_test_says()
    {
        var id = await _aws.Submitted();
        _aws.Control("score", new JsonObject
        {
            ["id"] = id,
            ["engagementScore"] = "Medium",
            ["nextBestActions"] = "Meet",
            ["quality"] = 72,
            ["trend"] = "Improving",
            ["motion"] = "Agent-engaged",
            ["recommendations"] = new JsonArray(new JsonObject { ["Type"] = "SolutionRecommendation", ["Details"] = "Another solution fits." }),
        });
        var summary = await _aws.Do("GetAwsOpportunitySummary", new JsonObject { ["RelatedOpportunityIdentifier"] = id });
        var insights = summary["Insights"]!;
        Assert.Equal(("Medium", "Meet", "Agent-engaged"), (Text(insights, "EngagementScore"), Text(insights, "NextBestActions"), Text(summary, "CosellMotion")));
        Assert.Equal("""{"Score":72,"Trend":"Improving"}""", insights["OpportunityQuality"]!.ToJsonString());
        Assert.Equal("Another solution fits.", Text(insights["Recommendations"]![0]!, "Details"));
    }

    // What the model would not have is not played.
    [Fact]
    public async Task A_score_keeps_to_the_model()
    {
        var id = await _aws.Submitted();
        Assert.Throws<ArgumentException>(() => _aws.Control("score", new JsonObject { ["id"] = id, ["quality"] = 101 }));
        Assert.Throws<ArgumentException>(() => _aws.Control("score", new JsonObject { ["id"] = id, ["engagementScore"] = "Superb" }));
        var draft = await _aws.Opportunity();
        Assert.Throws<ArgumentException>(() => _aws.Control("score", new JsonObject { ["id"] = draft }));
    }

    public void Dispose() => _aws.Dispose();

    static string Text(JsonNode json, string name) => json[name]!.GetValue<string>();

    static int Score(JsonObject summary) => summary["Insights"]!["OpportunityQuality"]!["Score"]!.GetValue<int>();

    async Task<JsonObject> Approved(JsonObject more)
    {
        var id = await _aws.Opportunity(more: more);
        await _aws.Associate(id);
        await _aws.Do("SubmitOpportunity", new JsonObject { ["Identifier"] = id, ["InvolvementType"] = "Co-Sell" });
        _aws.Control("approve", new JsonObject { ["id"] = id });
        return await _aws.Do("GetAwsOpportunitySummary", new JsonObject { ["RelatedOpportunityIdentifier"] = id });
    }
}
