using System.Text.Json.Nodes;
using Xunit;

namespace LambdaSync.Functions.Tests.Crm;

/// <summary>
/// A user presses an action of AWS Marketplace and it is refused: by a rule of LambdaSync, by AWS at once, or at the end of the change set. The
/// record says why, and the user who asked gets a notice.
/// </summary>
[Trait("Row", "H6")]
public sealed class SalesforceRefusalTests : IDisposable
{
    const string Products = SellerOrganization.Products, Offers = SellerOrganization.Offers, Authorizations = SellerOrganization.Authorizations;
    const string OfferEvent = "LambdaSync_Offer_Command__e";

    readonly SellerOrganization _seller = new();

    public void Dispose() => _seller.Dispose();

    [Fact]
    public async Task What_AWS_refuses_is_on_the_record_until_a_command_is_carried_out()
    {
        await _seller.Act("offer-create", "a0P000000000001AAA", ("document", _seller.Offer()));
        var offer = _seller.One(Offers);
        Assert.Equal(("", ""), Said(offer));
        var id = Text(offer, "AWS_Offer_Id__c");
        _seller.Simulated("refuse-change", new JsonObject { ["changeType"] = "UpdateAvailability", ["code"] = "INVALID_AVAILABILITY_END_DATE", ["message"] = "The end date has charges." });
        await _seller.Act("offer-expiry", id, ("until", _seller.Day(25)));
        var (status, error) = Said(_seller.One(Offers));
        Assert.Equal("offer-expiry refused", status);
        Assert.Contains("INVALID_AVAILABILITY_END_DATE", error, StringComparison.Ordinal);
        Assert.Contains("Fix: ", error, StringComparison.Ordinal);

        // One notice, for whoever asked, however often the events came.
        var notice = Assert.Single(Notices());
        Assert.Equal(
            ("command-refused", "Failed", SellerOrganization.Person, Text(offer, "Id"), id),
            (Text(notice, "Kind__c"), Text(notice, "Status__c"), Text(notice, "UserId__c"), Text(notice, "RecordId__c"), Text(notice, "AwsId__c")));
        Assert.Contains(error, Text(notice, "Message__c"), StringComparison.Ordinal);
        Assert.StartsWith("cmd-", Text(notice, "Job__c"), StringComparison.Ordinal);
        await _seller.Rig.Deliver(_seller.Events);
        await _seller.Rounds();
        Assert.Single(Notices());
        Assert.Equal(("offer-expiry refused", error), Said(_seller.One(Offers)));

        await _seller.Act("offer-cancel", id);
        Assert.Equal(("offer-cancel done", ""), Said(_seller.One(Offers)));
        Assert.Single(Notices());
    }

    /// <summary>What is wrong with it is known before anything is sent.</summary>
    [Theory]
    [InlineData("""{"until":"tomorrow"}""", "offer-expiry", "a UTC day such as 2027-01-31")]
    [InlineData("""{"until":"2020-01-31"}""", "offer-expiry", "in the past")]
    [InlineData("""{"untill":"2027-01-31"}""", "offer-expiry", "needs the argument until")]
    [InlineData("no json", "offer-clone", "arguments")]
    public async Task What_LambdaSync_refuses_is_on_the_record(string arguments, string verb, string why)
    {
        await _seller.Act("offer-create", "a0P000000000001AAA", ("document", _seller.Offer()));
        var offer = _seller.One(Offers);
        var (before, id) = (ChangeSets(), Text(offer, "AWS_Offer_Id__c"));
        await _seller.Send(OfferEvent, verb, id, arguments);
        var (status, error) = Said(_seller.One(Offers));
        Assert.Equal($"{verb} refused", status);
        Assert.Contains(why, error, StringComparison.Ordinal);
        Assert.Contains("Fix: ", error, StringComparison.Ordinal);
        Assert.Equal(before, ChangeSets());
        var notice = Assert.Single(Notices());
        Assert.Equal((SellerOrganization.Person, Text(offer, "Id")), (Text(notice, "UserId__c"), Text(notice, "RecordId__c")));
    }

    [Fact]
    public async Task An_action_that_the_user_may_not_use_is_refused_on_the_record()
    {
        await _seller.Act("resale-create", "a0P000000000001AAA", ("document", _seller.Authorization()));
        var id = Text(_seller.One(Authorizations), "AWS_Resale_Authorization_Id__c");
        // A channel partner's permission set has the event of offers only.
        await _seller.Publish(OfferEvent, "resale-restrict", id);
        var authorization = _seller.One(Authorizations);
        Assert.Equal(("resale-restrict refused", "Active"), (Said(authorization).Status, Text(authorization, "AWS_Status__c")));
        Assert.Equal(SellerOrganization.Person, Text(Assert.Single(Notices()), "UserId__c"));
    }

    /// <summary>What creates something names the product's record: there it is shown.</summary>
    [Fact]
    public async Task A_refused_creation_is_on_the_product_that_it_is_for()
    {
        await _seller.Sweep();
        var product = Text(_seller.One(Products), "Id");
        await _seller.Act("offer-create", product, ("document", _seller.Offer().Replace("111122223333", "11112222333", StringComparison.Ordinal)));
        Assert.Equal("offer-create refused", Said(_seller.One(Products)).Status);
        Assert.Contains("12 digits", Said(_seller.One(Products)).Error, StringComparison.Ordinal);
        Assert.Empty(_seller.Rig.Records(Offers));

        _seller.Simulated("refuse-change", new JsonObject { ["changeType"] = "ReleaseOffer", ["code"] = "INVALID_TAX_INFORMATION", ["message"] = "Tax." });
        await _seller.Act("offer-create", product, ("document", _seller.Offer()));
        Assert.Contains("INVALID_TAX_INFORMATION", Said(_seller.One(Products)).Error, StringComparison.Ordinal);
        Assert.Equal([product, product], Notices().Select(notice => Text(notice, "RecordId__c")));

        await _seller.Act("offer-create", product, ("document", _seller.Offer()));
        Assert.Equal(("offer-create done", ""), Said(_seller.One(Products)));
        Assert.Equal(("", ""), Said(_seller.One(Offers)));
    }

    int ChangeSets() => _seller.Simulated("show-market", [])["changeSets"]!.AsArray().Count;

    List<JsonObject> Notices() => [.. _seller.Rig.Do("published", new JsonObject { ["name"] = "LambdaSync_Notification__e" })["events"]!.AsArray().Select(e => e!["body"]!.AsObject())];

    static (string Status, string Error) Said(JsonObject record) => (Text(record, "AWS_Command_Status__c"), Text(record, "AWS_Last_Error__c"));

    static string Text(JsonObject record, string field) => SellerOrganization.Text(record, field);
}
