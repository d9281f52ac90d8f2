using System.Text.Json.Nodes;
using Xunit;

namespace LambdaSync.Simulator.Tests;

/// <summary>Where AWS's documents leave something open, the simulated AWS does it either way.</summary>
public sealed class ReadingTests : IDisposable
{
    readonly Aws _aws = new();

    // "At any stage of the opportunity lifecycle" (DG associating...) against "no changes until the review process is complete" (DG working-with-your-opportunities).
    [Theory]
    [Trait("Row", "A5")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Associations_are_open_while_AWS_reviews_by_a_setting(bool open)
    {
        _aws.Control("settings", new JsonObject { ["associatesInReview"] = open });
        _aws.Control("add-solution", new JsonObject { ["id"] = "soln-ab1c2de3fgh4i", ["name"] = "Another" });
        var id = await _aws.Submitted();
        foreach (var status in (string[])["Submitted", "In review"])
        {
            if (status == "In review")
                _aws.Control("review", new JsonObject { ["id"] = id });
            var (another, first) = (Input(id, "soln-ab1c2de3fgh4i"), Input(id, "S-0000001"));
            if (open)
            {
                await _aws.Do("AssociateOpportunity", another);
                await _aws.Do("DisassociateOpportunity", another);
                continue;
            }

            Assert.Equal([("LifeCycle.ReviewStatus", "ACTION_NOT_PERMITTED")], (await _aws.Refused("AssociateOpportunity", another)).Errors);
            Assert.Equal([("LifeCycle.ReviewStatus", "ACTION_NOT_PERMITTED")], (await _aws.Refused("DisassociateOpportunity", first)).Errors);
        }

        _aws.Control("approve", new JsonObject { ["id"] = id });
        await _aws.Do("AssociateOpportunity", Input(id, "soln-ab1c2de3fgh4i"));
    }

    // Acceptance row S-16: all three mean that it is there.
    [Fact]
    [Trait("Row", "A5")]
    public async Task An_association_that_is_there_is_answered_in_three_ways()
    {
        var id = await _aws.Opportunity();
        await _aws.Associate(id);
        Assert.Equal([("RelatedEntityIdentifier", "DUPLICATE_KEY_VALUE")], (await _aws.Refused("AssociateOpportunity", Input(id, "S-0000001"))).Errors);
        _aws.Control("settings", new JsonObject { ["already"] = "Accepted" });
        var before = await _aws.Get(id);
        await _aws.Associate(id);
        Assert.Equal(before.ToJsonString(), (await _aws.Get(id)).ToJsonString());
        _aws.Control("settings", new JsonObject { ["already"] = "Conflict" });
        var (status, body) = await _aws.Send("AssociateOpportunity", Input(id, "S-0000001"));
        Assert.Equal((400, "com.amazonaws.partnercentral.selling#ConflictException"), (status, body["__type"]!.GetValue<string>()));
    }

    // Operation text of DisassociateOpportunity: the last remaining entity that is required stays. Acceptance row S-15.
    [Fact]
    [Trait("Row", "A5")]
    public async Task The_last_solution_of_a_submitted_opportunity_stays()
    {
        var id = await _aws.Submitted();
        _aws.Control("approve", new JsonObject { ["id"] = id });
        Assert.Equal([("RelatedEntityIdentifier", "INVALID_RESOURCE_STATE")], (await _aws.Refused("DisassociateOpportunity", Input(id, "S-0000001"))).Errors);
        _aws.Control("add-solution", new JsonObject { ["id"] = "S-2", ["name"] = "Newer" });
        await _aws.Associate(id, entity: "S-2");
        await _aws.Do("DisassociateOpportunity", Input(id, "S-0000001"));
        Assert.Equal("""["S-2"]""", (await _aws.Get(id))["RelatedEntityIdentifiers"]!["Solutions"]!.ToJsonString());
    }

    // DG working-with-deal-sizing-insights has insights "after an opportunity is created".
    [Fact]
    public async Task A_summary_before_the_submission_is_a_setting()
    {
        Assert.Equal("ResourceNotFoundException", (await _aws.Refused("GetAwsOpportunitySummary", Summary(await _aws.Opportunity()))).Type);
        _aws.Control("settings", new JsonObject { ["summaryBeforeSubmission"] = true });
        var id = await _aws.Opportunity();
        Assert.Equal(id, (await _aws.Do("GetAwsOpportunitySummary", Summary(id)))["RelatedOpportunityId"]!.GetValue<string>());
    }

    // Nothing says that reads know of a creation at once.
    [Fact]
    [Trait("Row", "A1")]
    public async Task Reads_may_know_of_a_creation_later()
    {
        _aws.Control("settings", new JsonObject { ["createLagSeconds"] = 3 });
        var id = await _aws.Opportunity();
        Assert.Equal("ResourceNotFoundException", (await _aws.Refused("GetOpportunity", new JsonObject { ["Identifier"] = id })).Type);
        Assert.Empty((await _aws.Do("ListOpportunities", []))["OpportunitySummaries"]!.AsArray());
        await _aws.Associate(id);
        _aws.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal("S-0000001", (await _aws.Get(id))["RelatedEntityIdentifiers"]!["Solutions"]![0]!.GetValue<string>());
        Assert.Single((await _aws.Do("ListOpportunities", []))["OpportunitySummaries"]!.AsArray());
    }

    // Acceptance row S-1: seen by integrators.
    [Fact]
    [Trait("Row", "A1")]
    public async Task An_update_without_the_review_status_ends_the_way_to_submit()
    {
        var id = await _aws.Opportunity();
        await _aws.Associate(id);
        var without = await _aws.Unchanged(id);
        without["LifeCycle"]!.AsObject().Remove("ReviewStatus");
        await _aws.Do("UpdateOpportunity", without);
        Assert.Null((await _aws.Get(id))["LifeCycle"]!["ReviewStatus"]);

        // It does not come back.
        var back = await _aws.Unchanged(id);
        back["LifeCycle"]!["ReviewStatus"] = "Pending Submission";
        await _aws.Do("UpdateOpportunity", back);
        var task = await _aws.Finish("StartEngagementFromOpportunityTask", new JsonObject { ["Identifier"] = id, ["AwsSubmission"] = new JsonObject { ["InvolvementType"] = "Co-Sell" } });
        Assert.Equal(("FAILED", "OpportunityValidationFailed"), (task["TaskStatus"]!.GetValue<string>(), task["ReasonCode"]!.GetValue<string>()));
        Assert.StartsWith("LifeCycle.ReviewStatus: ", task["Message"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    // Operation text of UpdateOpportunity: what is left out becomes null. Acceptance row S-2.
    [Fact]
    [Trait("Row", "A1")]
    public async Task An_update_without_the_partner_s_identifier_clears_it()
    {
        var id = await _aws.Opportunity(more: new JsonObject { ["PartnerOpportunityIdentifier"] = "006A" });
        Assert.Equal("006A", (await _aws.Get(id))["PartnerOpportunityIdentifier"]!.GetValue<string>());
        var without = await _aws.Unchanged(id);
        without.Remove("PartnerOpportunityIdentifier");
        await _aws.Do("UpdateOpportunity", without);
        Assert.False((await _aws.Get(id)).ContainsKey("PartnerOpportunityIdentifier"));
    }

    // DG working-with-opportunities-from-aws knows no submission; "only applicable for partner referrals" (API_LifeCycle, ReviewStatus).
    [Fact]
    [Trait("Row", "A3")]
    public async Task An_AWS_referral_is_not_submitted_and_may_have_no_status()
    {
        var accepted = await _aws.Finish("StartEngagementByAcceptingInvitationTask", new JsonObject { ["Identifier"] = _aws.Invite() });
        var id = accepted["OpportunityId"]!.GetValue<string>();
        Assert.Equal("Approved", (await _aws.Get(id))["LifeCycle"]!["ReviewStatus"]!.GetValue<string>());
        var task = await _aws.Finish("StartEngagementFromOpportunityTask", new JsonObject { ["Identifier"] = id, ["AwsSubmission"] = new JsonObject { ["InvolvementType"] = "Co-Sell" } });
        Assert.Equal("OpportunitySubmissionFailed", task["ReasonCode"]!.GetValue<string>());
        Assert.Contains("Origin: INVALID_RESOURCE_STATE", task["Message"]!.GetValue<string>(), StringComparison.Ordinal);

        _aws.Control("settings", new JsonObject { ["referralsHaveReviewStatus"] = false });
        Assert.False((await _aws.Get(id))["LifeCycle"]!.AsObject().ContainsKey("ReviewStatus"));
        await _aws.Do("UpdateOpportunity", await _aws.Unchanged(id));
    }

    // API_RejectEngagementInvitation: five accepted values for an opportunity; a lead's reason is the partner's own words.
    [Fact]
    [Trait("Row", "A4")]
    public async Task A_rejection_gives_one_of_five_reasons()
    {
        var id = _aws.Invite();
        Assert.Equal([("RejectionReason", "INVALID_VALUE")], (await _aws.Refused("RejectEngagementInvitation", Reject(id, "No time"))).Errors);
        await _aws.Do("RejectEngagementInvitation", Reject(id, "Duplicate of partner referral"));
        await _aws.Do("RejectEngagementInvitation", Reject(_aws.InviteLead().Id, "No time"));
        _aws.Control("settings", new JsonObject { ["rejectionReasons"] = false });
        await _aws.Do("RejectEngagementInvitation", Reject(_aws.Invite(), "No time"));
    }

    [Fact]
    public void A_setting_takes_its_words()
    {
        Assert.Throws<ArgumentException>(() => _aws.Control("settings", new JsonObject { ["already"] = "Perhaps" }));
        Assert.Throws<ArgumentException>(() => _aws.Control("settings", new JsonObject { ["partition"] = "aws-cn" }));
    }

    public void Dispose() => _aws.Dispose();

    static JsonObject Input(string id, string entity) => new() { ["OpportunityIdentifier"] = id, ["RelatedEntityType"] = "Solutions", ["RelatedEntityIdentifier"] = entity };

    static JsonObject Summary(string id) => new() { ["RelatedOpportunityIdentifier"] = id };

    static JsonObject Reject(string id, string reason) => new() { ["Identifier"] = id, ["RejectionReason"] = reason };
}
