using System.Text.Json.Nodes;
using Xunit;
using static LambdaSync.Simulator.Tests.Marketplace.MarketAws;

namespace LambdaSync.Simulator.Tests.Marketplace;

/// <summary>Change sets as a whole: all or nothing, locks, tokens, cancelling, quotas (developer guide, catalog-apis and catalog-service-quotas).</summary>
public sealed class ChangeSetTests : IDisposable
{
    readonly MarketAws _aws = new();

    public void Dispose() => _aws.Dispose();

    static JsonObject Ids(string id) => new() { ["Catalog"] = "AWSMarketplace", ["ChangeSetId"] = id };

    [Fact]
    public async Task A_set_prepares_applies_and_succeeds_and_its_references_become_the_new_offer()
    {
        var id = await _aws.Start(Offer());
        Assert.Equal("PREPARING", (await _aws.Describe(id))["Status"]!.GetValue<string>());
        _aws.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("APPLYING", (await _aws.Describe(id))["Status"]!.GetValue<string>());
        _aws.Advance(TimeSpan.FromSeconds(2));

        var set = await _aws.Describe(id);
        Assert.Equal("SUCCEEDED", set["Status"]!.GetValue<string>());
        var offer = Assert.Single(set["ChangeSet"]!.AsArray().Select(c => c!["Entity"]!["Identifier"]!.GetValue<string>()).Distinct());
        Assert.Matches("^offer-[0-9]{13}@1$", offer);
        Assert.Equal("Released", (await _aws.Entity(offer.Split('@')[0]))["State"]!.GetValue<string>());
        Assert.Equal([("aws.marketplacecatalog", "Offer Released"), ("aws.marketplacecatalog", "Change Set Succeeded")], _aws.Events().Select(e => (e.Source, e.Type)));
    }

    [Fact]
    public async Task The_order_of_the_changes_means_nothing()
    {
        var offers = await _aws.Succeed([.. Offer().Reverse()]);
        Assert.Equal("Released", (await _aws.Entity(Assert.Single(offers)))["State"]!.GetValue<string>());
    }

    [Fact]
    public async Task One_error_and_nothing_is_applied()
    {
        var codes = await _aws.Fail(Offer(OfOffer("UpdateAvailability", """{"AvailabilityEndDate":"2026-03-01"}""")));
        Assert.Equal(["UpdateAvailability: INVALID_AVAILABILITY_END_DATE"], codes);
        Assert.Empty((await List("Offer"))["EntitySummaryList"]!.AsArray());
        var failed = Assert.Single(_aws.Events());
        Assert.Equal(("Change Set Failed", "CLIENT_ERROR"), (failed.Type, failed.Detail["FailureCode"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("same type twice", 422, "twice")]
    [InlineData("21 changes", 422, "at most 20")]
    [InlineData("unknown change", 422, "no change of Offer")]
    [InlineData("dangling reference", 422, "$Other.Entity.Identifier")]
    [InlineData("unknown product", 404, "prod-9")]
    [InlineData("product of another seller", 403, "prod-other")]
    [InlineData("unknown offer", 404, "offer-9")]
    [InlineData("validate", 422, "VALIDATE")]
    [InlineData("both details", 422, "not both")]
    [InlineData("other catalog", 422, "AWSMarketplace")]
    public async Task A_wrong_set_is_refused_at_once(string what, int status, string text)
    {
        var body = Set(what switch
        {
            "same type twice" => [.. Offer(), OfOffer("UpdateInformation", """{"Name":"Again"}""")],
            "21 changes" => [.. Enumerable.Range(0, 21).Select(i => Change("CreateOfferSet", "OfferSet", null, """{"Name":"A set"}"""))],
            "unknown change" => [OfOffer("UpdateColour", "{}", "offer-1")],
            "dangling reference" => Offer(OfOffer("UpdateSupportTerms", """{"Terms":[{"Type":"SupportTerm","RefundPolicy":"None."}]}""", "$Other")),
            "unknown product" => Offer(Change("CreateOffer", "Offer", null, """{"ProductId":"prod-9"}""", "Offer")),
            "product of another seller" => Offer(Change("CreateOffer", "Offer", null, """{"ProductId":"prod-other"}""", "Offer")),
            "unknown offer" => [OfOffer("ReleaseOffer", "{}", "offer-9")],
            _ => Offer(),
        });
        if (what == "validate")
            body["Intent"] = "VALIDATE";
        if (what == "other catalog")
            body["Catalog"] = "Sandbox";
        if (what == "both details")
            body["ChangeSet"]![0]!["Details"] = "{}";
        var refused = await _aws.CatalogRefuses("StartChangeSet", body);
        Assert.Equal(status, refused.Status);
        Assert.Contains(text, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "M-3")]
    public async Task A_repeated_token_is_the_same_set_and_another_body_with_it_is_refused()
    {
        var body = Set(Offer());
        body["ClientRequestToken"] = "token-1";
        var first = (await _aws.Catalog("StartChangeSet", body))["ChangeSetId"]!.GetValue<string>();
        Assert.Equal(first, (await _aws.Catalog("StartChangeSet", body))["ChangeSetId"]!.GetValue<string>());
        body["ChangeSetName"] = "another";
        Assert.Equal(422, (await _aws.CatalogRefuses("StartChangeSet", body)).Status);
    }

    [Fact]
    [Trait("Row", "M-1")]
    public async Task A_second_set_for_a_busy_offer_is_refused_until_the_first_is_over()
    {
        var offer = Assert.Single(await _aws.Succeed(Offer()));
        var expire = OfOffer("UpdateAvailability", """{"AvailabilityEndDate":"2026-04-30"}""", offer);
        await _aws.Start(expire);
        Assert.Equal(423, (await _aws.CatalogRefuses("StartChangeSet", Set(OfOffer("UpdateInformation", """{"Name":"B"}""", offer)))).Status);
        _aws.Advance(TimeSpan.FromSeconds(5));
        await _aws.Succeed(expire);
    }

    [Fact]
    public async Task An_old_revision_is_refused_and_names_the_newest()
    {
        var offer = Assert.Single(await _aws.Succeed(Offer()));
        await _aws.Succeed(OfOffer("UpdateAvailability", """{"AvailabilityEndDate":"2026-04-30"}""", offer + "@1"));
        var refused = await _aws.CatalogRefuses("StartChangeSet", Set(OfOffer("UpdateAvailability", """{"AvailabilityEndDate":"2026-05-30"}""", offer + "@1")));
        Assert.Equal(422, refused.Status);
        Assert.Contains(offer + "@2", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "M-5")]
    public async Task A_set_is_cancelled_only_while_it_prepares_and_its_history_ends_after_90_days()
    {
        var (first, second) = (await _aws.Start(Offer()), await _aws.Start(Offer()));
        await _aws.Catalog("CancelChangeSet", Ids(first));
        Assert.Equal("CANCELLED", (await _aws.Describe(first))["Status"]!.GetValue<string>());
        Assert.Equal("Change Set Cancelled", Assert.Single(_aws.Events()).Type);
        _aws.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(423, (await _aws.CatalogRefuses("CancelChangeSet", Ids(second))).Status);
        _aws.Advance(TimeSpan.FromDays(91));
        await _aws.Describe(second);
        _aws.Advance(TimeSpan.FromDays(91));
        Assert.Equal(404, (await _aws.CatalogRefuses("DescribeChangeSet", Ids(second))).Status);
    }

    [Fact]
    public async Task At_most_20_offers_and_250_sets_are_open()
    {
        for (var i = 0; i < 20; i++)
            await _aws.Start(Offer());
        Assert.Equal(402, (await _aws.CatalogRefuses("StartChangeSet", Set(Offer()))).Status);
        for (var i = 20; i < 250; i++)
            await _aws.Start(Change("CreateResaleAuthorization", "ResaleAuthorization", null, """{"ProductId":"prod-1","Name":"One","ResellerAccountId":"222233334444"}"""));
        Assert.Equal(402, (await _aws.CatalogRefuses("StartChangeSet", Set(Change("CreateResaleAuthorization", "ResaleAuthorization", null, """{"ProductId":"prod-1","Name":"One","ResellerAccountId":"222233334444"}""")))).Status);
    }

    [Fact]
    [Trait("Row", "M-4")]
    public async Task A_server_fault_names_no_change()
    {
        _aws.Control("fail-change-set");
        var set = await _aws.Run(Offer());
        Assert.Equal(("FAILED", "SERVER_FAULT"), (set["Status"]!.GetValue<string>(), set["FailureCode"]!.GetValue<string>()));
        Assert.All(set["ChangeSet"]!.AsArray(), c => Assert.Null(c!["ErrorDetailList"]));
        await _aws.Succeed(Offer());
    }

    [Fact]
    public async Task Sets_are_found_by_name_status_and_entity()
    {
        var body = Set(Offer());
        body["ChangeSetName"] = "my offer";
        var id = (await _aws.Catalog("StartChangeSet", body))["ChangeSetId"]!.GetValue<string>();
        _aws.Advance(TimeSpan.FromSeconds(5));
        await _aws.Start(Offer());
        Assert.Equal([id], await Found("ChangeSetName", "my offer"));
        Assert.Equal([id], await Found("Status", "SUCCEEDED"));
        Assert.Equal([id], await Found("EntityId", (await _aws.Describe(id))["ChangeSet"]![0]!["Entity"]!["Identifier"]!.GetValue<string>().Split('@')[0]));
    }

    [Fact]
    public async Task More_than_five_starts_a_second_are_throttled()
    {
        using var aws = new MarketAws(quotas: true);
        for (var i = 0; i < 5; i++)
            await aws.Start(Offer());
        Assert.Equal(429, (await aws.CatalogRefuses("StartChangeSet", Set(Offer()))).Status);
    }

    [Fact]
    public async Task Faults_reach_Marketplace_too()
    {
        _aws.Control("fault", new JsonObject { ["kind"] = "ReplyLost", ["operation"] = "StartChangeSet" });
        Assert.Equal(500, (await _aws.CatalogRefuses("StartChangeSet", Set(Offer()))).Status);
        Assert.Single((await _aws.Catalog("ListChangeSets", new JsonObject { ["Catalog"] = "AWSMarketplace" }))["ChangeSetSummaryList"]!.AsArray());
    }

    [Fact]
    public async Task Lists_come_in_pages_and_are_filtered_by_their_type()
    {
        for (var i = 0; i < 3; i++)
            await _aws.Succeed(Offer(OfOffer("UpdateInformation", $$"""{"Name":"Offer {{i}}","Description":"D"}""")));
        var first = await List("Offer", new JsonObject { ["MaxResults"] = 2 });
        Assert.Equal(2, first["EntitySummaryList"]!.AsArray().Count);
        var second = await List("Offer", new JsonObject { ["MaxResults"] = 2, ["NextToken"] = first["NextToken"]!.DeepClone() });
        Assert.Single(second["EntitySummaryList"]!.AsArray());
        Assert.Null(second["NextToken"]);
        var named = await List("Offer", new JsonObject { ["EntityTypeFilters"] = JsonNode.Parse("""{"OfferFilters":{"Name":{"WildCardValue":"offer 1"},"State":{"ValueList":["Released"]}}}""") });
        Assert.Equal("Offer 1", Assert.Single(named["EntitySummaryList"]!.AsArray())!["Name"]!.GetValue<string>());
        Assert.Equal(422, (await _aws.CatalogRefuses("ListEntities", new JsonObject { ["Catalog"] = "AWSMarketplace", ["EntityType"] = "Offer@1.0" })).Status);
    }

    [Fact]
    public async Task Several_entities_are_described_at_once()
    {
        var answer = await _aws.Catalog("BatchDescribeEntities", new JsonObject { ["EntityRequestList"] = JsonNode.Parse("""[{"Catalog":"AWSMarketplace","EntityId":"prod-1"},{"Catalog":"AWSMarketplace","EntityId":"prod-9"}]""") });
        Assert.Equal("SaaSProduct@1.0", answer["EntityDetails"]!["prod-1"]!["EntityType"]!.GetValue<string>());
        Assert.Equal("ResourceNotFoundException", answer["Errors"]!["prod-9"]!["ErrorCode"]!.GetValue<string>());
    }

    async Task<IReadOnlyList<string>> Found(string filter, string value)
    {
        var answer = await _aws.Catalog("ListChangeSets", new JsonObject { ["Catalog"] = "AWSMarketplace", ["FilterList"] = new JsonArray(new JsonObject { ["Name"] = filter, ["ValueList"] = new JsonArray(value) }) });
        return [.. answer["ChangeSetSummaryList"]!.AsArray().Select(s => s!["ChangeSetId"]!.GetValue<string>())];
    }

    Task<JsonObject> List(string type, JsonObject? more = null)
    {
        var input = more ?? [];
        (input["Catalog"], input["EntityType"]) = ("AWSMarketplace", type);
        return _aws.Catalog("ListEntities", input);
    }
}
