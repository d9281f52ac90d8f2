using System.Text.Json.Nodes;
using Xunit;

namespace LambdaSync.Simulator.Tests;

/// <summary>Associations: DG associating-disassociating-assigning-opportunities, and DG quotas for their numbers.</summary>
[Trait("Row", "A5")]
public sealed class AssociationTests : IDisposable
{
    const string Own = "arn:aws:aws-marketplace:us-east-1:123456789012:";
    const string Offer = Own + "AWSMarketplace/Offer/offer-";
    const string OfferSet = Own + "AWSMarketplace/OfferSet/offerset-1";

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
        Assert.Equal([("RelatedEntityIdentifier", "TOO_MANY_VALUES")], (await Refused(id, "AwsMarketplaceOfferSets", OfferSet + "2")).Errors);
        Assert.Equal([("RelatedEntityType", "TOO_MANY_VALUES")], (await Refused(id, "AwsMarketplaceOffers", Offer + 1)).Errors);
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

    // The page's samples of ARNs: each type takes its own kind of entity.
    [Theory]
    [InlineData("AwsMarketplaceSolutions", "AWSMarketplace/Solution/soln-1", true)]
    [InlineData("AwsMarketplaceSolutions", "AWSMarketplace/AmiProduct/prod-1", false)]
    [InlineData("AwsMarketplaceProducts", "AWSMarketplace/AmiProduct/prod-1", true)]
    [InlineData("AwsMarketplaceProducts", "AWSMarketplace/ContainerProduct/prod-1", true)]
    [InlineData("AwsMarketplaceProducts", "AWSMarketplace/Solution/soln-1", false)]
    [InlineData("AwsMarketplaceOffers", "AWSMarketplace/OfferSet/offerset-1", false)]
    [InlineData("AwsMarketplaceOfferSets", "AWSMarketplace/Offer/offer-1", false)]
    [InlineData("AwsMarketplaceOffers", "Elsewhere/Offer/offer-1", false)]
    public async Task A_type_takes_its_kind_of_entity(string type, string entity, bool accepted)
    {
        var input = Input(await _aws.Opportunity(), type, Own + entity);
        if (accepted)
            await _aws.Do("AssociateOpportunity", input);
        else
            Assert.Equal([("RelatedEntityIdentifier", "INVALID_VALUE")], (await _aws.Refused("AssociateOpportunity", input)).Errors);
    }

    // "The entity must be in Public or Limited status. The service rejects draft or inactive entities."
    [Theory]
    [InlineData("Public", true)]
    [InlineData("Limited", true)]
    [InlineData("Draft", false)]
    [InlineData("Inactive", false)]
    public async Task An_entity_is_public_or_limited(string status, bool accepted)
    {
        var arn = Own + "AWSMarketplace/SaaSProduct/prod-1";
        _aws.Control("add-entity", new JsonObject { ["arn"] = arn, ["status"] = status });
        var input = Input(await _aws.Opportunity(), "AwsMarketplaceProducts", arn);
        if (accepted)
            await _aws.Do("AssociateOpportunity", input);
        else
            Assert.Equal([("RelatedEntityIdentifier", "INVALID_RESOURCE_STATE")], (await _aws.Refused("AssociateOpportunity", input)).Errors);
    }

    // Offers only of the seller account that is linked; solutions and products also of an account that is connected to it.
    [Fact]
    public async Task An_entity_is_of_a_linked_or_connected_account()
    {
        const string Other = "arn:aws:aws-marketplace:us-east-1:111122223333:AWSMarketplace/";
        var id = await _aws.Opportunity();
        Assert.Equal([("RelatedEntityIdentifier", "ACTION_NOT_PERMITTED")], (await Refused(id, "AwsMarketplaceProducts", Other + "SaaSProduct/prod-1")).Errors);
        _aws.Control("add-entity", new JsonObject { ["arn"] = Other + "SaaSProduct/prod-1" });
        await _aws.Associate(id, "AwsMarketplaceProducts", Other + "SaaSProduct/prod-1");

        _aws.Control("add-entity", new JsonObject { ["arn"] = Other + "Offer/offer-1" });
        Assert.Equal([("RelatedEntityIdentifier", "ACTION_NOT_PERMITTED")], (await Refused(id, "AwsMarketplaceOffers", Other + "Offer/offer-1")).Errors);
        await _aws.Associate(id, "AwsMarketplaceOffers", Offer + 1);
    }

    // DG quotas: ten solutions, ten Marketplace solutions, ten Marketplace products, each by itself.
    [Theory]
    [InlineData("Solutions", "S-")]
    [InlineData("AwsMarketplaceSolutions", Own + "AWSMarketplace/Solution/soln-")]
    [InlineData("AwsMarketplaceProducts", Own + "AWSMarketplace/SaaSProduct/prod-")]
    public async Task At_most_ten_of_a_kind(string type, string prefix)
    {
        var id = await _aws.Opportunity();
        for (var i = 11; i <= 21; i++)
            _aws.Control("add-solution", new JsonObject { ["id"] = $"S-{i}", ["name"] = "Solution" });
        for (var i = 11; i <= 20; i++)
            await _aws.Associate(id, type, prefix + i);
        Assert.Equal([("RelatedEntityIdentifier", "TOO_MANY_VALUES")], (await Refused(id, type, prefix + 21)).Errors);
    }

    // A release of AWS's API that knows another type: the control adds it, and it passes.
    [Fact]
    [Trait("Row", "C12")]
    public async Task A_type_that_AWS_adds_is_taken()
    {
        var id = await _aws.Opportunity();
        Assert.Equal([("RelatedEntityType", "INVALID_ENUM_VALUE")], (await Refused(id, "Bundles", "b-1")).Errors);
        _aws.Control("add-value", new JsonObject { ["shape"] = "RelatedEntityType", ["value"] = "Bundles" });
        await _aws.Associate(id, "Bundles", "b-1");
        Assert.Equal("b-1", (await _aws.Get(id))["RelatedEntityIdentifiers"]!["Bundles"]![0]!.GetValue<string>());
    }

    // DG associating...: RelatedEntityIdentifiers is not updated by UpdateOpportunity.
    [Fact]
    public async Task Associations_are_no_part_of_the_record()
    {
        var draft = await _aws.Opportunity();
        await _aws.Associate(draft);
        await _aws.Do("UpdateOpportunity", await _aws.Unchanged(draft));
        Assert.Equal("S-0000001", (await _aws.Get(draft))["RelatedEntityIdentifiers"]!["Solutions"]![0]!.GetValue<string>());
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
        Assert.Equal("""{"AwsMarketplaceOffers":[],"AwsProducts":[],"Solutions":["S-0000002"]}""", (await _aws.Get(id))["RelatedEntityIdentifiers"]!.ToJsonString());
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

    // DG associating...: ListSolutions gives the Marketplace's ARN of a solution, and filters by it.
    [Fact]
    [Trait("Row", "A7")]
    public async Task A_solution_names_its_marketplace_entity()
    {
        var arn = Own + "AWSMarketplace/Solution/soln-1";
        _aws.Control("add-solution", new JsonObject { ["id"] = "S-0000002", ["name"] = "Listed", ["marketplaceArn"] = arn });
        var found = (await _aws.Do("ListSolutions", new JsonObject { ["AwsMarketplaceSolutionArn"] = new JsonArray(arn) }))["SolutionSummaries"]!.AsArray().Single()!;
        Assert.Equal(("S-0000002", arn), (found["Id"]!.GetValue<string>(), found["AwsMarketplaceSolutionArn"]!.GetValue<string>()));
    }

    public void Dispose() => _aws.Dispose();

    static JsonObject Input(string id, string type, string entity) => new() { ["OpportunityIdentifier"] = id, ["RelatedEntityType"] = type, ["RelatedEntityIdentifier"] = entity };

    Task<JsonObject> Disassociate(string id, string type, string entity) => _aws.Do("DisassociateOpportunity", Input(id, type, entity));

    Task<Aws.Refusal> Refused(string id, string type, string entity) => _aws.Refused("AssociateOpportunity", Input(id, type, entity));
}
