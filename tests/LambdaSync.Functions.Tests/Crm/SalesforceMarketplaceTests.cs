using System.Globalization;
using System.Text.Json.Nodes;
using Xunit;

namespace LambdaSync.Functions.Tests.Crm;

/// <summary>A seller's run with Salesforce: <c>infra/salesforce/marketplace</c>, its mapping and its actions, between Salesforce and AWS Marketplace.</summary>
[Trait("Row", "H6")]
public sealed class SalesforceMarketplaceTests : IDisposable
{
    const string Products = SellerOrganization.Products, Offers = SellerOrganization.Offers, Sets = SellerOrganization.Sets, Authorizations = SellerOrganization.Authorizations, Agreements = SellerOrganization.Agreements;

    readonly SellerOrganization _seller = new();

    SalesforceRig Rig => _seller.Rig;

    static CancellationToken None => TestContext.Current.CancellationToken;

    public void Dispose() => _seller.Dispose();

    [Fact]
    public async Task Products_offers_authorizations_and_agreements_are_records_that_follow_AWS_and_none_is_doubled()
    {
        await _seller.Sweep();
        var product = Assert.Single(Rig.Records(Products));
        Assert.Equal(("Example product", "SaaS", "seats: seats", "Limited"), (Text(product, "Name"), Text(product, "AWS_Product_Type__c"), Text(product, "AWS_Dimensions__c"), Text(product, "AWS_Status__c")));

        await _seller.Act("offer-create", Text(product, "Id"), ("document", _seller.Offer()));
        var offer = Assert.Single(Rig.Records(Offers));
        Assert.Equal(
            (new string('n', 80), "prod-example1", "111122223333", "active", $"{_seller.Day(20)}T23:59:59"),
            (Text(offer, "Name"), Text(offer, "AWS_Product_Id__c"), Text(offer, "AWS_Buyer_Accounts__c"), Text(offer, "AWS_Status__c"), Text(offer, "AWS_Expiry__c")[..19]));

        await _seller.Act("resale-create", Text(product, "Id"), ("document", _seller.Authorization()));
        var authorization = Assert.Single(Rig.Records(Authorizations));
        Assert.Equal(
            ("Example authorization", "prod-example1", "222233334444", "123456789012", "Active"),
            (Text(authorization, "Name"), Text(authorization, "AWS_Product_Id__c"), Text(authorization, "AWS_Reseller_Account__c"), Text(authorization, "AWS_Manufacturer_Account__c"), Text(authorization, "AWS_Status__c")));

        var id = _seller.Simulated("accept-offer", new JsonObject { ["offerId"] = Text(offer, "AWS_Offer_Id__c") })["agreementId"]!.GetValue<string>();
        await _seller.Rounds();
        var agreement = Assert.Single(Rig.Records(Agreements));
        Assert.Equal(
            (id, id, "prod-example1", Text(offer, "AWS_Offer_Id__c"), "NEW", "111122223333", "ACTIVE", "USD"),
            (Text(agreement, "AWS_Agreement_Id__c"), Text(agreement, "Name"), Text(agreement, "AWS_Product_Id__c"), Text(agreement, "AWS_Offer_Id__c"), Text(agreement, "AWS_Intent__c"), Text(agreement, "AWS_Acceptor_Account__c"),
                Text(agreement, "AWS_Status__c"), Text(agreement, "AWS_Currency__c")));
        Assert.StartsWith("arn:aws:license-manager:", Text(agreement, "AWS_License_Arn__c"), StringComparison.Ordinal);
        // AWS's day of the renewal's last steps, counted back from the end.
        var end = DateOnly.Parse(Text(agreement, "AWS_End__c")[..10], CultureInfo.InvariantCulture);
        Assert.Equal((end.AddDays(-30), end.AddDays(-60), "true"), (Date(agreement, "AWS_Lockout__c"), Date(agreement, "AWS_Adjustment_Deadline__c"), Text(agreement, "AWS_Auto_Renewal__c")));

        // All events once more, all sections listed again.
        var (before, records) = (All(), Rig.Organization.Requests.Count);
        await Rig.Deliver(_seller.Events);
        await _seller.Sweep();
        Assert.Equal(before, All());
        Assert.True(Rig.Organization.Requests.Count > records);
        await NothingFailed();

        // Amended: opted out of the renewal for good.
        _seller.Simulated("disable-renewal", new JsonObject { ["agreementId"] = id });
        await _seller.Rounds();
        Assert.Equal(("AMEND", "false"), (Text(Assert.Single(Rig.Records(Agreements)), "AWS_Intent__c"), Text(Assert.Single(Rig.Records(Agreements)), "AWS_Auto_Renewal__c")));
        _seller.Simulated("end-agreement", new JsonObject { ["agreementId"] = id, ["status"] = "CANCELLED" });
        await _seller.Act("resale-restrict", Text(authorization, "AWS_Resale_Authorization_Id__c"));
        Assert.Equal(("CANCELLED", "Restricted"), (Text(Assert.Single(Rig.Records(Agreements)), "AWS_Status__c"), Text(Assert.Single(Rig.Records(Authorizations)), "AWS_Status__c")));
        await NothingFailed();
    }

    /// <summary>A quick action of the package publishes the platform event, which the relay brings to the command queue.</summary>
    [Fact]
    public async Task An_action_names_AWS_s_record_and_a_repeated_event_is_the_same_command()
    {
        await _seller.Act("offer-draft", "a0P000000000001AAA", ("document", _seller.Offer()));
        Assert.Equal("draft", Text(Assert.Single(Rig.Records(Offers)), "AWS_Status__c"));
        var id = Text(Assert.Single(Rig.Records(Offers)), "AWS_Offer_Id__c");

        await _seller.Act("offer-publish", id);
        Assert.Equal("active", Status());
        await _seller.Act("offer-expiry", id, ("until", _seller.Day(25)));
        Assert.StartsWith(_seller.Day(25), Text(Assert.Single(Rig.Records(Offers)), "AWS_Expiry__c"), StringComparison.Ordinal);
        await _seller.Act("offer-cancel", id);
        Assert.Equal("expired", Status());
        await NothingFailed();

        string Status() => Text(Assert.Single(Rig.Records(Offers)), "AWS_Status__c");
    }

    [Fact]
    public async Task An_offer_set_shows_its_offers()
    {
        _seller.Simulated("add-product", new JsonObject { ["id"] = "prod-example2" });
        await _seller.Act("offer-set-create", "a0P000000000001AAA", ("document", $$"""{ "Name": "Example set", "BuyerNotes": "Both together", "Offers": [{{_seller.Offer()}}, {{_seller.Offer().Replace("prod-example1", "prod-example2", StringComparison.Ordinal)}}] }"""));
        var set = Assert.Single(Rig.Records(Sets));
        Assert.Equal(("Example set", "Both together", "Released"), (Text(set, "Name"), Text(set, "AWS_Buyer_Notes__c"), Text(set, "AWS_Status__c")));
        var offers = Rig.Records(Offers);
        Assert.Equal(offers.Select(offer => Text(offer, "AWS_Offer_Id__c")).Order(), Text(set, "AWS_Offers__c").Split(',').Order());
        Assert.All(offers, offer => Assert.Equal(Text(set, "AWS_Offer_Set_Id__c"), Text(offer, "AWS_Offer_Set_Id__c")));
        await NothingFailed();
    }

    string All() => string.Join('\n', ((string[])[Products, Offers, Sets, Authorizations, Agreements]).SelectMany(name => Rig.Records(name)).Select(record => record.ToJsonString()));

    async Task NothingFailed()
    {
        foreach (var job in await Rig.Store.ListJobs(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, null, 500, None))
            Assert.All(await Rig.Store.ListDetails(job.Id, 0, 99, None), detail => Assert.True(detail.Issues.All(issue => issue.Severity == Severity.Note), $"{detail.AwsId}: {string.Join("; ", detail.Issues.Select(issue => $"{issue.Code} {issue.Field}: {issue.Rule}"))}"));
    }

    static string Text(JsonObject record, string field) => record[field]?.ToString() ?? "";

    static DateOnly Date(JsonObject record, string field) => DateOnly.Parse(Text(record, field), CultureInfo.InvariantCulture);
}
