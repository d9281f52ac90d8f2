using System.Text.Json.Nodes;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Functions.Tests.Records;
using LambdaSync.PartnerCentral;
using LambdaSync.Sync.Outbound;
using Xunit;

namespace LambdaSync.Functions.Tests.Crm;

/// <summary>Lookups between the records of AWS Marketplace in Salesforce, and to opportunities: filled whichever record comes first.</summary>
[Trait("Row", "H6")]
public sealed class SalesforceLookupTests : IDisposable
{
    const string Products = SellerOrganization.Products, Offers = SellerOrganization.Offers, Sets = SellerOrganization.Sets, Authorizations = SellerOrganization.Authorizations, Agreements = SellerOrganization.Agreements;

    readonly SellerOrganization _seller = new();

    public void Dispose() => _seller.Dispose();

    [Fact]
    public async Task A_record_leads_to_those_that_the_CRM_has()
    {
        await _seller.Sweep();
        await _seller.Act("offer-create", "a0P000000000001AAA", ("document", _seller.Offer()));
        await _seller.Act("resale-create", "a0P000000000001AAA", ("document", _seller.Authorization()));
        var (product, offer) = (Id(Products), _seller.One(Offers));
        Assert.Equal((product, ""), (Text(offer, "AWS_Product__c"), Text(offer, "AWS_Agreement__c")));
        Assert.Equal(product, Text(_seller.One(Authorizations), "AWS_Product__c"));

        var agreement = Accept(offer);
        await _seller.Rounds();
        Assert.Equal((product, Text(offer, "Id"), "", ""), Leads(_seller.One(Agreements)));

        // AWS accepts the renewal, which starts at the agreement's end: the agreement leads to its successor from then on.
        var successor = _seller.Simulated("renew-agreement", new JsonObject { ["agreementId"] = agreement })["agreementId"]!.GetValue<string>();
        await _seller.Later(TimeSpan.FromDays(370));
        var agreements = _seller.Rig.Records(Agreements).ToDictionary(a => Text(a, "AWS_Agreement_Id__c"));
        Assert.Equal(Text(agreements[successor], "Id"), Text(agreements[agreement], "AWS_Successor_Agreement__c"));
        Assert.Equal(product, Text(agreements[successor], "AWS_Product__c"));
        Assert.Equal(["prod-example1"], _seller.Rig.Records(Products).Select(p => Text(p, "AWS_Product_Id__c")));
    }

    [Fact]
    public async Task A_product_that_comes_after_its_offer_fills_the_offers_lookup()
    {
        await _seller.Act("offer-create", "a0P000000000001AAA", ("document", _seller.Offer()));
        Assert.Equal("", Text(_seller.One(Offers), "AWS_Product__c"));
        // No record is made for a lookup.
        Assert.Empty(_seller.Rig.Records(Products));

        await _seller.Sweep();
        Assert.Equal(Id(Products), Text(_seller.One(Offers), "AWS_Product__c"));
        var before = _seller.One(Offers).ToJsonString();
        await _seller.Sweep();
        Assert.Equal(before, _seller.One(Offers).ToJsonString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_authorization_and_a_channel_partners_offer_from_it_in_either_order(bool authorizationFirst)
    {
        var shared = _seller.Simulated("share-authorization", new JsonObject { ["name"] = "From a maker" })["id"]!.GetValue<string>();
        if (authorizationFirst)
            await _seller.Sweep();
        await _seller.Act("offer-create", "a0P000000000001AAA", ("document", $$"""
            { "ResaleAuthorizationId": "{{shared}}", "ProductType": "SaaSProduct", "Name": "Resold", "Description": "Resold", "BuyerAccounts": ["111122223333"], "AvailabilityEndDate": "{{_seller.Day(20)}}",
              "MarkupPercentage": "7.5", "AgreementDuration": "P12M", "Eula": { "Type": "StandardEula", "Version": "2022-07-14" } }
            """));
        Assert.Equal(authorizationFirst, Text(_seller.One(Offers), "AWS_Resale_Authorization__c").Length > 0);
        await _seller.Sweep();
        Assert.Equal(Id(Authorizations), Text(_seller.One(Offers), "AWS_Resale_Authorization__c"));
        // The maker's product is no record of this seller.
        Assert.Equal("", Text(_seller.One(Offers), "AWS_Product__c"));
    }

    [Fact]
    public async Task An_agreement_whose_offer_Salesforce_refused_at_first_leads_to_it_later()
    {
        _seller.Rig.Do("validation-rule", new JsonObject { ["object"] = Offers, ["when"] = "Name != ''", ["message"] = "Not yet" });
        await _seller.Act("offer-create", "a0P000000000001AAA", ("document", _seller.Offer()));
        Assert.Empty(_seller.Rig.Records(Offers));
        var offer = _seller.Simulated("show-market", [])["entities"]!.AsArray().Single(e => (string?)e!["type"] == "Offer")!["id"]!.GetValue<string>();
        _seller.Simulated("accept-offer", new JsonObject { ["offerId"] = offer });
        await _seller.Rounds();
        Assert.Equal((offer, ""), (Text(_seller.One(Agreements), "AWS_Offer_Id__c"), Text(_seller.One(Agreements), "AWS_Private_Offer__c")));

        _seller.Rig.Do("clear-rules", []);
        await _seller.Act("refresh", offer);
        Assert.Equal(Id(Offers), Text(_seller.One(Agreements), "AWS_Private_Offer__c"));
    }

    [Fact]
    public async Task An_offer_set_and_its_offers()
    {
        _seller.Simulated("add-product", new JsonObject { ["id"] = "prod-example2" });
        await _seller.Act("offer-set-create", "a0P000000000001AAA", ("document", $$"""{ "Name": "Example set", "BuyerNotes": "Both together", "Offers": [{{_seller.Offer()}}, {{_seller.Offer().Replace("prod-example1", "prod-example2", StringComparison.Ordinal)}}] }"""));
        Assert.Equal(2, _seller.Rig.Records(Offers).Count);
        Assert.All(_seller.Rig.Records(Offers), offer => Assert.Equal(Id(Sets), Text(offer, "AWS_Offer_Set__c")));
    }

    /// <summary>The relation of an offer and its opportunity ends when they are disassociated, by whoever does it.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_offer_leads_to_its_opportunity_until_they_are_disassociated(bool isElsewhere)
    {
        await _seller.Act("offer-create", "a0P000000000001AAA", ("document", _seller.Offer()));
        var opportunity = _seller.Simulated("create-opportunity", new JsonObject { ["body"] = SyncRig.Body() })["id"]!.GetValue<string>();
        await _seller.Rounds();
        var record = Assert.Single(_seller.Rig.Records("Opportunity"));
        var arn = $"arn:aws:aws-marketplace:us-east-1:123456789012:AWSMarketplace/Offer/{Text(_seller.One(Offers), "AWS_Offer_Id__c")}";
        (string, string)[] offer = [("relatedEntityType", "AwsMarketplaceOffers"), ("relatedEntityIdentifier", arn)];
        if (isElsewhere)
            await Related("AssociateOpportunity", opportunity, arn);
        else
            await _seller.Act("associate", Text(record, "Id"), offer);
        Assert.Equal(Text(record, "Id"), Text(_seller.One(Offers), "Opportunity__c"));

        if (isElsewhere)
            await Related("DisassociateOpportunity", opportunity, arn);
        else
            await _seller.Act("disassociate", Text(record, "Id"), offer);
        Assert.Equal("", Text(_seller.One(Offers), "Opportunity__c"));
        Assert.Single(_seller.Rig.Records("Opportunity"));
    }

    [Fact]
    public async Task A_lookup_whose_record_was_deleted_keeps_no_other_value_back()
    {
        await _seller.Sweep();
        _seller.Rig.Do("delete", new JsonObject { ["id"] = Id(Products) });
        await _seller.Act("offer-create", "a0P000000000001AAA", ("document", _seller.Offer()));
        Assert.Equal(("active", "prod-example1", ""), (Text(_seller.One(Offers), "AWS_Status__c"), Text(_seller.One(Offers), "AWS_Product_Id__c"), Text(_seller.One(Offers), "AWS_Product__c")));
    }

    // Another program of the partner.
    async Task Related(string operation, string opportunity, string arn)
    {
        await _seller.Rig.Client.Call(SellingOperations.Of(operation), AssociateOpportunity.Body("AWS", opportunity, new Association("AwsMarketplaceOffers", arn)), TestContext.Current.CancellationToken);
        await _seller.Act("refresh", Text(Assert.Single(_seller.Rig.Records("Opportunity")), "Id"));
    }

    string Accept(JsonObject offer) => _seller.Simulated("accept-offer", new JsonObject { ["offerId"] = Text(offer, "AWS_Offer_Id__c") })["agreementId"]!.GetValue<string>();

    string Id(string crmObject) => Text(_seller.One(crmObject), "Id");

    static (string Product, string Offer, string Set, string Authorization) Leads(JsonObject agreement) =>
        (Text(agreement, "AWS_Product__c"), Text(agreement, "AWS_Private_Offer__c"), Text(agreement, "AWS_Offer_Set__c"), Text(agreement, "AWS_Resale_Authorization__c"));

    static string Text(JsonObject record, string field) => SellerOrganization.Text(record, field);
}
