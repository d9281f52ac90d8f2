using System.Text.Json.Nodes;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>What AWS says of a deal, its score, spend and advice, is in the CRM record and no edit of it.</summary>
[Trait("Row", "A23")]
[Trait("Row", "A26")]
public sealed class InsightsTests : IDisposable
{
    readonly SyncRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Score_advice_and_spend_by_product_are_in_the_crm()
    {
        var id = _rig.AwsHas(status: "Submitted");
        _rig.Simulator.Control.Do("approve", new JsonObject { ["id"] = id });
        await _rig.Deliver();
        _rig.Simulator.Control.Do("score", new JsonObject
        {
            ["id"] = id,
            ["engagementScore"] = "High",
            ["nextBestActions"] = "Call the customer",
            ["quality"] = 72,
            ["trend"] = "Improving",
            ["motion"] = "Agent-engaged",
            ["recommendations"] = new JsonArray(new JsonObject { ["Type"] = "SolutionRecommendation", ["Details"] = "Another solution fits." }),
            ["spend"] = JsonNode.Parse("""
                {"AWS":{"CurrencyCode":"USD","Frequency":"Monthly","TotalAmount":"1200.50","TotalPotentialSavingsAmount":"100.25","TotalAmountByCategory":{"Compute":"1200.50"},
                 "AwsProducts":[{"ProductCode":"AmazonEC2","Categories":["Compute"],"Amount":"1000.50","Optimizations":[]},{"ProductCode":"AWSLambda","Categories":["Compute"],"Amount":"200.00","Optimizations":[]}]},
                 "Partner":{"CurrencyCode":"USD","Frequency":"Monthly","TotalAmount":"900","TotalAmountByCategory":{},"AwsProducts":[]}}
                """),
        });
        await _rig.Deliver();
        foreach (var (field, value) in new[]
        {
            ("AWS_engagementScore__c", "\"High\""), ("AWS_recommendedNextBestActions__c", "\"Call the customer\""), ("AWS_opportunityQualityScore__c", "72"),
            ("AWS_opportunityQualityTrend__c", "\"Improving\""), ("AWS_cosellMotion__c", "\"Agent-engaged\""), ("AWS_recommendations__c", "\"SolutionRecommendation: Another solution fits.\""),
            ("AWS_spendByProduct__c", "\"AmazonEC2: 1000.50\\nAWSLambda: 200.00\""), ("AWS_spendTotal__c", "1200.5"), ("AWS_spendPotentialSavings__c", "100.25"),
            ("AWS_spendCurrency__c", "\"USD\""), ("AWS_estimatedSpendTotal__c", "900"),
        })
        {
            Assert.Equal((field, value), (field, await _rig.Field(id, field)));
        }

        _rig.Forget();
        await _rig.Tick();
        Assert.DoesNotContain("UpdateOpportunity", _rig.Http.Operations);
    }
}
