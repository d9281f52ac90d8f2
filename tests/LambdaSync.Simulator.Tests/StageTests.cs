using System.Text.Json.Nodes;
using Xunit;

namespace LambdaSync.Simulator.Tests;

/// <summary>Gates of stages and of submission.</summary>
[Trait("Row", "A11")]
public sealed class StageTests : IDisposable
{
    readonly Aws _aws = new();

    // Operation text of SubmitOpportunity: Qualified or later and not Closed Lost, a close date that is not past, a solution or product.
    [Fact]
    public async Task A_submission_needs_stage_date_and_a_solution()
    {
        var good = await _aws.Submitted();
        Assert.Equal("Submitted", (await _aws.Get(good))["LifeCycle"]!["ReviewStatus"]!.GetValue<string>());

        var bare = await _aws.Opportunity("Prospect");
        var refused = await _aws.Refused("SubmitOpportunity", Submit(bare));
        Assert.Equal("BUSINESS_VALIDATION_FAILED", refused.Reason);
        Assert.Equal([("LifeCycle.Stage", "INVALID_RESOURCE_STATE"), ("RelatedEntityIdentifiers", "INVALID_RESOURCE_STATE")], refused.Errors);

        var late = await _aws.Opportunity();
        await _aws.Associate(late);
        _aws.Advance(TimeSpan.FromDays(400));
        Assert.Equal([("LifeCycle.TargetCloseDate", "INVALID_VALUE")], (await _aws.Refused("SubmitOpportunity", Submit(late))).Errors);
        Assert.Equal([("LifeCycle.ReviewStatus", "INVALID_RESOURCE_STATE"), ("LifeCycle.TargetCloseDate", "INVALID_VALUE")], (await _aws.Refused("SubmitOpportunity", Submit(good))).Errors);
    }

    // Text of LifeCycle.Stage: a prospect has to mature to Qualified first; what was lost before is not suitable for submission.
    [Theory]
    [InlineData("Prospect", false)]
    [InlineData("Qualified", true)]
    [InlineData("Technical Validation", true)]
    [InlineData("Business Validation", true)]
    [InlineData("Committed", true)]
    [InlineData("Launched", true)]
    [InlineData("Closed Lost", false)]
    public async Task Which_stages_can_be_submitted(string stage, bool accepted)
    {
        var id = await _aws.Opportunity();
        await _aws.Associate(id);
        var body = await AtStage(id, stage);
        body["LifeCycle"]!["ClosedLostReason"] = stage == "Closed Lost" ? "Other" : null;
        await _aws.Do("UpdateOpportunity", body);
        if (accepted)
            await _aws.Do("SubmitOpportunity", Submit(id));
        else
            Assert.Equal([("LifeCycle.Stage", "INVALID_RESOURCE_STATE")], (await _aws.Refused("SubmitOpportunity", Submit(id))).Errors);
    }

    // Operation text of SubmitOpportunity, Visibility: "Default value is Full".
    [Theory]
    [InlineData(null, "Full")]
    [InlineData("Limited", "Limited")]
    [Trait("Row", "A1")]
    public async Task A_submission_is_visible_unless_it_says_so(string? given, string visibility)
    {
        var id = await _aws.Opportunity();
        await _aws.Associate(id);
        var submit = Submit(id);
        submit["Visibility"] = given;
        await _aws.Do("SubmitOpportunity", submit);
        Assert.Equal(visibility, (await _aws.Do("GetAwsOpportunitySummary", new JsonObject { ["RelatedOpportunityIdentifier"] = id }))["Visibility"]!.GetValue<string>());
        submit["Visibility"] = "Hidden";
        Assert.Equal([("Visibility", "INVALID_ENUM_VALUE")], (await _aws.Refused("SubmitOpportunity", submit)).Errors);
    }

    // DG working-with-your-opportunities: a Marketplace product counts; AWS products and offers are told besides.
    [Theory]
    [InlineData("AwsProducts", "EC2", false)]
    [InlineData("AwsMarketplaceProducts", "arn:aws:aws-marketplace:us-east-1:123456789012:AWSMarketplace/SaaSProduct/prod-1", true)]
    [InlineData("AwsMarketplaceSolutions", "arn:aws:aws-marketplace:us-east-1:123456789012:AWSMarketplace/Solution/soln-1", true)]
    [InlineData("AwsMarketplaceOffers", "arn:aws:aws-marketplace:us-east-1:123456789012:AWSMarketplace/Offer/offer-1", false)]
    public async Task What_counts_as_a_solution_of_a_submission(string type, string entity, bool counts)
    {
        var id = await _aws.Opportunity();
        await _aws.Associate(id, type, entity);
        var (status, _) = await _aws.Send("SubmitOpportunity", Submit(id));
        Assert.Equal(counts, status == 200);
    }

    // DG associating-disassociating-assigning-opportunities: Committed and Launched need a valid solution or Marketplace product.
    [Theory]
    [InlineData("Committed")]
    [InlineData("Launched")]
    public async Task A_late_stage_needs_a_solution(string stage)
    {
        var id = await _aws.Opportunity();
        await _aws.Associate(id, "AwsProducts", "EC2");
        Assert.Contains(("RelatedEntityIdentifiers", "INVALID_RESOURCE_STATE"), (await _aws.Refused("UpdateOpportunity", await AtStage(id, stage))).Errors);

        await _aws.Associate(id);
        await _aws.Do("UpdateOpportunity", await AtStage(id, stage));
    }

    // Field sheet, Customer.Account.AwsAccountId: required at stage Launched, twelve digits.
    [Fact]
    public async Task A_launch_needs_the_customers_account()
    {
        var id = await _aws.Opportunity();
        await _aws.Associate(id);
        var without = await AtStage(id, "Launched");
        without["Customer"]!["Account"]!.AsObject().Remove("AwsAccountId");
        Assert.Equal([("Customer.Account.AwsAccountId", "REQUIRED_FIELD_MISSING")], (await _aws.Refused("UpdateOpportunity", without)).Errors);
        without["Customer"]!["Account"]!["AwsAccountId"] = "twelveLetter";
        Assert.Equal([("Customer.Account.AwsAccountId", "REQUIRED_FIELD_MISSING")], (await _aws.Refused("UpdateOpportunity", without)).Errors);
        await _aws.Do("UpdateOpportunity", await AtStage(id, "Launched"));
    }

    // The same row: it is asked of consulting partners; others launch without.
    [Fact]
    public async Task A_launch_of_another_partner_needs_no_account()
    {
        _aws.Control("settings", new JsonObject { ["launchNeedsAccount"] = false });
        var id = await _aws.Opportunity();
        await _aws.Associate(id);
        var without = await AtStage(id, "Launched");
        without["Customer"]!["Account"]!.AsObject().Remove("AwsAccountId");
        await _aws.Do("UpdateOpportunity", without);
    }

    // API_Project, OtherCompetitorNames: only allowed where the competitor is "*Other".
    [Fact]
    public async Task Another_competitor_is_named_beside_Other()
    {
        var body = await _aws.Unchanged(await _aws.Opportunity());
        body["Project"]!["OtherCompetitorNames"] = "Somebody";
        Assert.Equal([("Project.OtherCompetitorNames", "ACTION_NOT_PERMITTED")], (await _aws.Refused("UpdateOpportunity", body)).Errors);
        body["Project"]!["CompetitorName"] = "*Other";
        await _aws.Do("UpdateOpportunity", body);
    }

    // API_CreateOpportunity, NationalSecurity: yes only when the customer's industry is Government.
    [Fact]
    public async Task National_security_is_the_government_s()
    {
        var body = Aws.Body();
        (body["ClientToken"], body["NationalSecurity"]) = (_aws.NewToken(), "Yes");
        Assert.Equal([("NationalSecurity", "INVALID_VALUE")], (await _aws.Refused("CreateOpportunity", body)).Errors);
        body["Customer"]!["Account"]!["Industry"] = "Government";
        await _aws.Do("CreateOpportunity", body);
    }

    // Operation text of UpdateOpportunity: Closed Lost needs its reason.
    [Fact]
    public async Task A_lost_deal_needs_its_reason()
    {
        var id = await _aws.Opportunity();
        var lost = await AtStage(id, "Closed Lost");
        Assert.Equal([("LifeCycle.ClosedLostReason", "REQUIRED_FIELD_MISSING")], (await _aws.Refused("UpdateOpportunity", lost)).Errors);
        lost["LifeCycle"]!["ClosedLostReason"] = "Other";
        await _aws.Do("UpdateOpportunity", lost);
    }

    // Data model, LifeCycle.TargetCloseDate: it can't be set to the past; one that has grown old stays.
    [Fact]
    public async Task A_close_date_is_not_set_to_the_past()
    {
        var past = Aws.Body();
        past["ClientToken"] = "t";
        past["LifeCycle"]!["TargetCloseDate"] = "2026-03-01";
        Assert.Equal([("LifeCycle.TargetCloseDate", "INVALID_VALUE")], (await _aws.Refused("CreateOpportunity", past)).Errors);
        past["LifeCycle"]!["TargetCloseDate"] = "2026-03-02";
        await _aws.Do("CreateOpportunity", past);

        var id = await _aws.Opportunity();
        _aws.Advance(TimeSpan.FromDays(400));
        await _aws.Do("UpdateOpportunity", await _aws.Unchanged(id));
    }

    public void Dispose() => _aws.Dispose();

    static JsonObject Submit(string id) => new() { ["Identifier"] = id, ["InvolvementType"] = "Co-Sell" };

    async Task<JsonObject> AtStage(string id, string stage)
    {
        var body = await _aws.Unchanged(id);
        body["LifeCycle"]!["Stage"] = stage;
        body["Customer"]!["Account"]!["AwsAccountId"] = "111122223333";
        return body;
    }
}
