using System.Text.Json.Nodes;
using Xunit;
using static LambdaSync.Simulator.Tests.Marketplace.MarketAws;

namespace LambdaSync.Simulator.Tests.Marketplace;

/// <summary>Resale authorizations, offers from them, offer sets (work-with-resale-authorizations, work-with-cppos, work-with-offer-sets).</summary>
public sealed class ResaleTests : IDisposable
{
    readonly MarketAws _aws = new();

    public void Dispose() => _aws.Dispose();

    static JsonObject Of(string type, string details, string target = "$Ra") => Change(type, "ResaleAuthorization", target, details);

    static JsonObject OfSet(string type, string details, string target) => Change(type, "OfferSet", target, details);

    static JsonObject[] Authorization(params JsonObject[] replaced)
    {
        JsonObject[] usual =
        [
            Change("CreateResaleAuthorization", "ResaleAuthorization", null, """{"ProductId":"prod-1","Name":"Example authorization","ResellerAccountId":"222233334444"}""", "Ra"),
            Of("UpdateAvailability", """{"AvailabilityEndDate":"2026-05-31"}"""),
            Of("UpdatePricingTerms", Pricing.Replace("\"Configurable", "\"ResaleConfigurable", StringComparison.Ordinal)),
            Of("UpdateLegalTerms", """{"Terms":[{"Type":"BuyerLegalTerm","Documents":[{"Type":"StandardEula","Version":"2022-07-14"}]}]}"""),
            Of("ReleaseResaleAuthorization", "{}"),
        ];
        var types = replaced.Select(r => r["ChangeType"]!.GetValue<string>()).ToHashSet();
        return [.. usual.Where(c => !types.Contains(c["ChangeType"]!.GetValue<string>())), .. replaced];
    }

    [Fact]
    public async Task An_authorization_is_released_and_then_only_restricted()
    {
        var id = Assert.Single(await _aws.Succeed(Authorization()));
        Assert.Equal("Active", (await _aws.Entity(id))["Status"]!.GetValue<string>());
        Assert.Equal(["UpdateInformation: INCOMPATIBLE_STATUS"], await _aws.Fail(Of("UpdateInformation", """{"Name":"Another"}""", id)));
        await _aws.Succeed(Of("RestrictResaleAuthorization", "{}", id));
        Assert.Equal(["RestrictResaleAuthorization: INCOMPATIBLE_STATUS"], await _aws.Fail(Of("RestrictResaleAuthorization", "{}", id)));
    }

    [Fact]
    public async Task An_expired_authorization_is_not_restricted()
    {
        var id = Assert.Single(await _aws.Succeed(Authorization()));
        _aws.Advance(TimeSpan.FromDays(100));
        Assert.Equal(["RestrictResaleAuthorization: INCOMPATIBLE_STATUS"], await _aws.Fail(Of("RestrictResaleAuthorization", "{}", id)));
    }

    [Fact]
    public async Task A_plan_needs_one_offer_an_end_before_it_and_a_price_of_zero()
    {
        const string plan = """{"Terms":[{"Type":"ResalePaymentScheduleTerm","CurrencyCode":"USD","Schedule":[{"ChargeDate":"2026-06-15","ChargeAmount":"10.00"}]}]}""";
        const string price = """{"PricingModel":"Contract","Terms":[{"Type":"ResaleFixedUpfrontPricingTerm","CurrencyCode":"USD","Price":"0","Grants":[{"DimensionKey":"seats","MaxQuantity":5}]}]}""";
        var (planned, priced) = (Of("UpdatePaymentScheduleTerms", plan), Of("UpdatePricingTerms", price));
        Assert.Contains("UpdateAvailability: MISSING_AVAILABILITY_END_DATE", await _aws.Fail(Authorization(planned, priced)));
        var once = Of("UpdateAvailability", """{"AvailabilityEndDate":"2026-05-31","OffersMaxQuantity":1}""");
        Assert.Contains("ReleaseResaleAuthorization: INCOMPATIBLE_PRICING_TERM", await _aws.Fail(Authorization(planned, Of("UpdatePricingTerms", price.Replace("\"0\"", "\"1\"", StringComparison.Ordinal)), once)));
        Assert.Contains("UpdateAvailability: INVALID_AVAILABILITY_END_DATE", await _aws.Fail(Authorization(planned, priced, Of("UpdateAvailability", """{"AvailabilityEndDate":"2026-06-15","OffersMaxQuantity":1}"""))));
        await _aws.Succeed(Authorization(planned, priced, once));
    }

    [Theory]
    [InlineData("CreateResaleAuthorization: INVALID_RESELLER_ACCOUNT", "ResellerAccountId", "123456789012")]
    [InlineData("CreateResaleAuthorization: INCOMPATIBLE_PRODUCT", "ProductId", "prod-draft")]
    public async Task A_wrong_beginning_fails(string expected, string member, string value)
    {
        var create = Change("CreateResaleAuthorization", "ResaleAuthorization", null, """{"ProductId":"prod-1","Name":"Example authorization","ResellerAccountId":"222233334444"}""", "Ra");
        create["DetailsDocument"]![member] = value;
        Assert.Contains(expected, await _aws.Fail(create));
    }

    [Fact]
    public async Task An_unknown_property_is_refused_at_once() =>
        Assert.Equal(422, (await _aws.CatalogRefuses("StartChangeSet", Set(Authorization(Of("UpdateInformation", """{"Colour":"red"}"""))))).Status);

    [Fact]
    public async Task A_shared_authorization_is_listed_and_becomes_an_offer_with_its_terms()
    {
        var shared = _aws.Control("share-authorization", new JsonObject { ["offersMaxQuantity"] = 1, ["buyers"] = new JsonArray("111122223333") })["id"]!.GetValue<string>();
        var listed = await _aws.Catalog("ListEntities", new JsonObject { ["Catalog"] = "AWSMarketplace", ["EntityType"] = "ResaleAuthorization", ["OwnershipType"] = "SHARED" });
        Assert.Equal(shared, Assert.Single(listed["EntitySummaryList"]!.AsArray())!["EntityId"]!.GetValue<string>());
        Assert.Equal(403, (await _aws.CatalogRefuses("StartChangeSet", Set(Of("RestrictResaleAuthorization", "{}", shared)))).Status);

        JsonObject[] Resold() => [.. Offer(OfOffer("UpdateMarkup", """{"Percentage":"10"}""")).Where(c => c["ChangeType"]!.GetValue<string>() is not ("CreateOffer" or "UpdatePricingTerms" or "UpdateLegalTerms" or "UpdateTargeting")),
            Change("CreateOfferUsingResaleAuthorization", "Offer", null, $$"""{"ResaleAuthorizationId":"{{shared}}","Name":"Resold","Description":"D"}""", "Offer")];
        Assert.Contains("UpdateTargeting: INCOMPATIBLE_RESALE_AUTHORIZATION", await _aws.Fail([.. Resold(), OfOffer("UpdateTargeting", """{"PositiveTargeting":{"BuyerAccounts":["444455556666"]}}""")]));
        Assert.Contains("UpdateNetPaymentTerms: INCOMPATIBLE_RESALE_AUTHORIZATION", await _aws.Fail([.. Resold(), OfOffer("UpdateNetPaymentTerms", """{"Terms":[{"Type":"NetPaymentTerm","PaymentDuePeriod":"P60D"}]}""")]));
        var offer = Assert.Single(await _aws.Succeed(Resold()));
        var json = await _aws.Entity(offer);
        Assert.Equal(["ConfigurableUpfrontPricingTerm", "LegalTerm"], json["Terms"]!.AsArray().Select(t => t!["Type"]!.GetValue<string>()));
        Assert.Equal(["CreateOfferUsingResaleAuthorization: INCOMPATIBLE_RESALE_AUTHORIZATION"], (await _aws.Fail(Resold())).Where(c => c.StartsWith("Create", StringComparison.Ordinal)));
    }

    [Fact]
    [Trait("Row", "M-15")]
    public async Task A_channel_partners_sale_is_seen_by_events_only()
    {
        var authorization = Assert.Single(await _aws.Succeed(Authorization()));
        _aws.Events();
        var sold = _aws.Control("resell", new JsonObject { ["authorizationId"] = authorization, ["buyer"] = "111122223333" });
        var events = _aws.Events();
        Assert.Equal(["Offer Released", "Purchase Agreement Created - Manufacturer", "License Updated - Manufacturer"], events.Select(e => e.Type));
        Assert.Equal("222233334444", events[0].Detail["sellerOfRecord"]!["accountId"]!.GetValue<string>());
        Assert.Equal(authorization, events[1].Detail["resaleAuthorization"]!["id"]!.GetValue<string>());
        Assert.Equal(404, (await _aws.CatalogRefuses("DescribeEntity", new JsonObject { ["Catalog"] = "AWSMarketplace", ["EntityId"] = sold["offerId"]!.DeepClone() })).Status);
        Assert.Equal(("ResourceNotFoundException", null), await _aws.AgreementRefuses("DescribeAgreement", new JsonObject { ["agreementId"] = sold["agreementId"]!.DeepClone() }));
    }

    [Fact]
    public async Task An_offer_set_is_made_of_its_offers_and_released_after_them()
    {
        var set = Assert.Single(await _aws.Succeed(Change("CreateOfferSet", "OfferSet", null, """{"Name":"A set"}""")));
        async Task<string> Member(string product, string buyer = "111122223333") => Assert.Single(await _aws.Succeed(Offer(
            Change("CreateOffer", "Offer", null, $$"""{"ProductId":"{{product}}","OfferSetId":"{{set}}"}""", "Offer"), OfOffer("UpdateTargeting", $$$"""{"PositiveTargeting":{"BuyerAccounts":["{{{buyer}}}"]}}"""))));
        var (one, two, other) = (await Member("prod-1"), await Member("prod-2", "444455556666"), Assert.Single(await _aws.Succeed(Offer())));
        JsonObject Associate(params string[] ids) => OfSet("AssociateOffers", new JsonObject { ["Offers"] = new JsonArray([.. ids.Select(i => new JsonObject { ["OfferId"] = i })]) }.ToJsonString(), set);
        var release = OfSet("ReleaseOfferSet", "{}", set);
        Assert.Equal(["AssociateOffers: INCOMPATIBLE_OFFER_SET_REFERENCE"], await _aws.Fail(Associate(other)));
        Assert.Equal(["ReleaseOfferSet: MISSING_BUYER_NOTES", "ReleaseOfferSet: MISSING_OFFERS"], await _aws.Fail(Associate(one), release));
        Assert.Equal(["ReleaseOfferSet: INCONSISTENT_OFFER_TARGETING_RULE"], await _aws.Fail(Associate(one, two), OfSet("UpdateInformation", """{"BuyerNotes":"Both together"}""", set), release));
        var three = await Member("prod-2");
        _aws.Events();
        await _aws.Succeed(Associate(one, three), OfSet("UpdateInformation", """{"BuyerNotes":"Both together"}""", set), release);
        Assert.Equal(["OfferSet Released", "Change Set Succeeded"], _aws.Events().Select(e => e.Type));
        Assert.Equal(["UpdateInformation: INVALID_UPDATE_REQUEST"], await _aws.Fail(OfSet("UpdateInformation", """{"BuyerNotes":"Later"}""", set)));
    }
}
