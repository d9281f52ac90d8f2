using System.Text.Json.Nodes;
using Xunit;

namespace LambdaSync.Simulator.Tests;

/// <summary>Associations: DG associating-disassociating-assigning-opportunities, and DG quotas for their numbers.</summary>
[Trait("Row", "A5")]
public sealed class AssociationTests : IDisposable
{
    const string Offer = "arn:aws:aws-marketplace:us-east-1:123456789012:AWSMarketplace/Offer/offer-";
    const string OfferSet = "arn:aws:aws-marketplace:us-east-1:123456789012:AWSMarketplace/OfferSet/offerset-1";

    readonly Aws _aws = new();

    // DG quotas: 20 AWS products an opportunity.
    [Fact]
    public async Task At_most_twenty_products()
    {
        var id = await _aws.Opportunity();
        for (var i = 0; i < 20; i++)
            await _aws.Associate(id, "AwsProducts", $"product-{i}");
        Assert.Equal([("RelatedEntityIdentifier", "TOO_MANY_VALUES")], (await Refused(id, "AwsProducts", "product-20")).Errors);
        Assert.Equal(20, (await _aws.Get(id))["RelatedEntityIdentifiers"]!["AwsProducts"]!.AsArray().Count);
    }

    // One Offer or one OfferSet.
    [Fact]
    [Trait("Row", "F10")]
    public async Task One_offer_or_one_offer_set()
    {
        var id = await _aws.Opportunity();
        await _aws.Associate(id, "AwsMarketplaceOffers", Offer + 1);
        Assert.Equal([("RelatedEntityIdentifier", "TOO_MANY_VALUES")], (await Refused(id, "AwsMarketplaceOffers", Offer + 2)).Errors);
        Assert.Equal([("RelatedEntityType", "TOO_MANY_VALUES")], (await Refused(id, "AwsMarketplaceOfferSets", OfferSet)).Errors);

        await Disassociate(id, "AwsMarketplaceOffers", Offer + 1);
        await _aws.Associate(id, "AwsMarketplaceOfferSets", OfferSet);
    }

    // Marketplace entities are named by their ARN; a solution is one of the partner's; none is associated twice.
    [Fact]
    public async Task An_entity_has_its_form_and_is_there_once()
    {
        var id = await _aws.Opportunity();
        await _aws.Associate(id);
        Assert.Equal([("RelatedEntityIdentifier", "DUPLICATE_KEY_VALUE")], (await Refused(id, "Solutions", "S-0000001")).Errors);
        Assert.Equal("ResourceNotFoundException", (await Refused(id, "Solutions", "S-7")).Type);
        Assert.Equal([("RelatedEntityIdentifier", "INVALID_VALUE")], (await Refused(id, "AwsMarketplaceProducts", "prod-1")).Errors);
    }

    // To replace a solution of a Committed opportunity the new one is associated first.
    [Fact]
    public async Task The_last_solution_of_a_late_stage_stays()
    {
        var id = await _aws.Opportunity();
        await _aws.Associate(id);
        var committed = await _aws.Unchanged(id);
        committed["LifeCycle"]!["Stage"] = "Committed";
        await _aws.Do("UpdateOpportunity", committed);
        var refused = await _aws.Refused("DisassociateOpportunity", Input(id, "Solutions", "S-0000001"));
        Assert.Equal([("RelatedEntityIdentifier", "INVALID_RESOURCE_STATE")], refused.Errors);

        _aws.Control("add-solution", new JsonObject { ["id"] = "S-0000002", ["name"] = "Newer" });
        await _aws.Associate(id, "Solutions", "S-0000002");
        await Disassociate(id, "Solutions", "S-0000001");
        Assert.Equal("""{"Solutions":["S-0000002"]}""", (await _aws.Get(id))["RelatedEntityIdentifiers"]!.ToJsonString());
        Assert.Equal("ResourceNotFoundException", (await _aws.Refused("DisassociateOpportunity", Input(id, "Solutions", "S-0000001"))).Type);
    }

    // Operation text of ListSolutions: by status, in pages.
    [Fact]
    [Trait("Row", "A7")]
    public async Task Solutions_are_listed_in_pages()
    {
        for (var i = 2; i <= 5; i++)
            _aws.Control("add-solution", new JsonObject { ["id"] = $"S-000000{i}", ["name"] = $"Solution {i}", ["status"] = i == 5 ? "Inactive" : "Active" });
        var first = await _aws.Do("ListSolutions", new JsonObject { ["MaxResults"] = 3, ["Status"] = new JsonArray("Active") });
        var second = await _aws.Do("ListSolutions", new JsonObject { ["MaxResults"] = 3, ["Status"] = new JsonArray("Active"), ["NextToken"] = first["NextToken"]!.DeepClone() });
        Assert.Equal((3, 1, false), (first["SolutionSummaries"]!.AsArray().Count, second["SolutionSummaries"]!.AsArray().Count, second.ContainsKey("NextToken")));
        Assert.Equal([("NextToken", "INVALID_VALUE")], (await _aws.Refused("ListSolutions", new JsonObject { ["NextToken"] = "nonsense" })).Errors);
    }

    public void Dispose() => _aws.Dispose();

    static JsonObject Input(string id, string type, string entity) => new() { ["OpportunityIdentifier"] = id, ["RelatedEntityType"] = type, ["RelatedEntityIdentifier"] = entity };

    Task<JsonObject> Disassociate(string id, string type, string entity) => _aws.Do("DisassociateOpportunity", Input(id, type, entity));

    Task<Aws.Refusal> Refused(string id, string type, string entity) => _aws.Refused("AssociateOpportunity", Input(id, type, entity));
}
