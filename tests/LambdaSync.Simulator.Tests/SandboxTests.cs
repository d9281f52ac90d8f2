using System.Text.Json.Nodes;
using Xunit;

namespace LambdaSync.Simulator.Tests;

/// <summary>The Sandbox, where the partner plays AWS: DG testing-sandbox.</summary>
[Trait("Row", "A13")]
public sealed class SandboxTests : IDisposable
{
    readonly Aws _aws = new();

    // "UpdateOpportunity with LifeCycle.ReviewStatus Approved or Action Required": while AWS would have the record, nothing else changes.
    [Theory]
    [InlineData("Approved")]
    [InlineData("Action Required")]
    [Trait("Row", "A9")]
    public async Task An_update_plays_the_review(string status)
    {
        var id = await Submitted();
        var body = await _aws.Unchanged(id, "Sandbox");
        Assert.Equal([("LifeCycle.ReviewStatus", "ACTION_NOT_PERMITTED")], (await _aws.Refused("UpdateOpportunity", body)).Errors);
        body["LifeCycle"]!["ReviewStatus"] = status;
        body["Project"]!["Title"] = "Another title";
        Assert.Equal([("Project.Title", "ACTION_NOT_PERMITTED")], (await _aws.Refused("UpdateOpportunity", body)).Errors);

        body["Project"]!["Title"] = "A project";
        await _aws.Do("UpdateOpportunity", body);
        Assert.Equal(status, await Review(id));
    }

    // Sending back what was read plays nothing: what AWS asked for goes back into review.
    [Fact]
    public async Task An_update_that_sends_the_status_back_is_only_an_update()
    {
        var id = await Submitted();
        var body = await _aws.Unchanged(id, "Sandbox");
        body["LifeCycle"]!["ReviewStatus"] = "Action Required";
        await _aws.Do("UpdateOpportunity", body);

        body = await _aws.Unchanged(id, "Sandbox");
        body["Customer"]!["Account"]!["Address"]!["City"] = "Tacoma";
        await _aws.Do("UpdateOpportunity", body);
        Assert.Equal("Submitted", await Review(id));
    }

    // Text of LifeCycle.ReviewStatus: it is read-only; in catalog AWS an update does not play anything.
    [Fact]
    public async Task In_catalog_AWS_the_status_is_read_only()
    {
        var id = await _aws.Opportunity();
        var body = await _aws.Unchanged(id);
        body["LifeCycle"]!["ReviewStatus"] = "Approved";
        await _aws.Do("UpdateOpportunity", body);
        Assert.Equal("Pending Submission", (await _aws.Get(id))["LifeCycle"]!["ReviewStatus"]!.GetValue<string>());
    }

    // "Use the default solution S-1234567."
    [Fact]
    public async Task There_is_a_default_solution()
    {
        var input = new JsonObject { ["Catalog"] = "Sandbox", ["OpportunityIdentifier"] = await _aws.Opportunity(catalog: "Sandbox"), ["RelatedEntityType"] = "Solutions", ["RelatedEntityIdentifier"] = "S-1234567" };
        await _aws.Do("AssociateOpportunity", input);
        (input["Catalog"], input["OpportunityIdentifier"]) = ("AWS", await _aws.Opportunity());
        Assert.Equal("ResourceNotFoundException", (await _aws.Refused("AssociateOpportunity", input)).Type);
    }

    // "Data refresh" (DG testing): once a year what is in it may be lost.
    [Fact]
    public async Task It_is_emptied()
    {
        var (id, kept) = (await _aws.Opportunity(catalog: "Sandbox"), await _aws.Opportunity());
        _aws.Control("empty-sandbox");
        Assert.Equal("ResourceNotFoundException", (await _aws.Refused("GetOpportunity", new JsonObject { ["Catalog"] = "Sandbox", ["Identifier"] = id })).Type);
        await _aws.Get(kept);
    }

    public void Dispose() => _aws.Dispose();

    async Task<string> Submitted()
    {
        var id = await _aws.Opportunity(catalog: "Sandbox");
        await _aws.Do("AssociateOpportunity", new JsonObject { ["Catalog"] = "Sandbox", ["OpportunityIdentifier"] = id, ["RelatedEntityType"] = "Solutions", ["RelatedEntityIdentifier"] = "S-1234567" });
        await _aws.Do("SubmitOpportunity", new JsonObject { ["Catalog"] = "Sandbox", ["Identifier"] = id, ["InvolvementType"] = "Co-Sell" });
        return id;
    }

    async Task<string> Review(string id) => (await _aws.Get(id, "Sandbox"))["LifeCycle"]!["ReviewStatus"]!.GetValue<string>();
}
