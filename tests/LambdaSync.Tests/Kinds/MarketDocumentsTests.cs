using LambdaSync.Kinds.Marketplace;
using Xunit;

namespace LambdaSync.Tests.Kinds;

/// <summary>What is read out of AWS Marketplace's answers.</summary>
public sealed class MarketDocumentsTests
{
    static readonly DateTimeOffset Now = new(2027, 1, 15, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [Trait("Row", "F3")]
    [Trait("Row", "M-6")]
    [InlineData("Draft", "2027-01-31", "draft")]
    [InlineData("Released", "2027-01-15", "active")]
    [InlineData("Released", "2027-01-14", "expired")]
    public void An_offer_is_active_until_its_last_UTC_day_is_over(string state, string end, string status)
    {
        var (offer, modified) = MarketDocuments.Entity("offer-1", System.Text.Encoding.UTF8.GetBytes($$"""
            {"EntityType":"Offer@1.0","EntityArn":"arn:1","LastModifiedDate":"2027-01-01T10:00:00Z","DetailsDocument":{"State":"{{state}}","ProductId":"prod-1","Rules":[{"Type":"AvailabilityRule","AvailabilityEndDate":"{{end}}T23:59:59.999Z"},
             {"Type":"TargetingRule","PositiveTargeting":{"BuyerAccounts":["111122223333"]} }]} }
            """), Now);
        Assert.Equal((status, "arn:1", "Offer", "111122223333"), ((string?)offer["Status"], (string?)offer["Arn"], (string?)offer["EntityType"], (string?)offer["BuyerAccounts"]![0]));
        Assert.Equal(new DateTimeOffset(2027, 1, 1, 10, 0, 0, TimeSpan.Zero), modified);
        Assert.Equal("https://aws.amazon.com/marketplace/saas/ordering?productId=prod-1&offerId=offer-1", (string?)offer["Url"]);
    }

    /// <summary>AWS keeps the status of an authorization whose last day is over.</summary>
    [Theory]
    [Trait("Row", "F8")]
    [InlineData("Active", "2027-01-15", "Active")]
    [InlineData("Active", "2027-01-14", "Expired")]
    [InlineData("Active", null, "Active")]
    [InlineData("Restricted", "2027-01-14", "Restricted")]
    [InlineData("Draft", "2027-01-14", "Draft")]
    public void An_authorization_expires_when_its_last_UTC_day_is_over(string status, string? end, string shown)
    {
        var rules = end is null ? "[]" : $$"""[{"Type":"AvailabilityRule","AvailabilityEndDate":"{{end}}T23:59:59.999Z"}]""";
        var (authorization, _) = MarketDocuments.Entity("resaleauthz-1", System.Text.Encoding.UTF8.GetBytes($$"""{"EntityType":"ResaleAuthorization@1.0","DetailsDocument":{"Status":"{{status}}","Rules":{{rules}} } }"""), Now);
        Assert.Equal(shown, (string?)authorization["Status"]);
    }

    [Fact]
    [Trait("Row", "F12")]
    public void An_agreement_says_when_it_renews_and_until_when_that_can_change()
    {
        var agreement = MarketDocuments.Agreement(
            "agmt-1", """{"startTime":1769940000,"endTime":1801476000.5,"estimatedCharges":{"currencyCode":"USD","agreementValue":"1200.50"},"proposalSummary":{"offerId":"offer-1","resources":[{"id":"prod-1"}]},"status":"ACTIVE"}"""u8,
            """{"acceptedTerms":[{"legalTerm":{}},{"renewalTerm":{"lockoutPeriod":"P30D","adjustmentDeadline":"P60D","configuration":{"enableAutoRenew":true}}}]}"""u8, new Dictionary<string, string> { ["intent"] = "NEW" }, DateTimeOffset.UnixEpoch);
        Assert.Equal(("2026-02-01T10:00:00Z", "2027-02-01T10:00:00Z"), ((string?)agreement["startTime"], (string?)agreement["endTime"]));
        Assert.Equal(("offer-1", "prod-1", 1200.50m, "NEW"), ((string?)agreement["offerId"], (string?)agreement["productId"], (decimal)agreement["agreementValue"]!, (string?)agreement["event"]!["intent"]));
        Assert.Equal((true, "2027-01-02", "2026-12-03"), ((bool)agreement["renewsAutomatically"]!, (string?)agreement["lockoutDate"], (string?)agreement["adjustmentDeadlineDate"]));
    }

    [Fact]
    [Trait("Row", "F7")]
    public void Of_an_agreement_that_may_not_be_read_the_event_is_the_record()
    {
        var agreement = MarketDocuments.Agreement("agmt-1", default, default, new Dictionary<string, string> { ["status"] = "ACTIVE", ["acceptorId"] = "111122223333", ["proposerId"] = "222233334444", ["offerId"] = "offer-1" }, DateTimeOffset.UnixEpoch);
        Assert.Equal(("agmt-1", "ACTIVE", "111122223333", "222233334444", "offer-1"), ((string?)agreement["agreementId"], (string?)agreement["status"], (string?)agreement["acceptor"]!["accountId"], (string?)agreement["proposer"]!["accountId"], (string?)agreement["offerId"]));
        Assert.DoesNotContain("productId", agreement.Select(member => member.Key));
    }

    [Theory]
    [Trait("Row", "M-19")]
    [InlineData("2027-01-31T23:59:59Z", "accepted, starts on 2027-02-01")]
    [InlineData("2027-02-01T00:00:01Z", "active")]
    public void A_future_dated_agreement_says_when_it_starts(string now, string state)
    {
        var agreement = MarketDocuments.Agreement("agmt-1", """{"status":"ACTIVE","startTime":1801440000}"""u8, default, new Dictionary<string, string>(), DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(state, (string?)agreement["state"]);
    }

    [Fact]
    [Trait("Row", "M-21")]
    public void Who_has_opted_out_of_the_renewal_has_done_so_for_good()
    {
        var agreement = MarketDocuments.Agreement(
            "agmt-1", """{"status":"ACTIVE","endTimeBehavior":{"type":"EXPIRE","reasonCode":"PROPOSER_RENEW_OPTED_OUT"}}"""u8,
            """{"acceptedTerms":[{"renewalTerm":{"lockoutPeriod":"P30D","configuration":{"enableAutoRenew":true}}}]}"""u8, new Dictionary<string, string>(), DateTimeOffset.UnixEpoch);
        Assert.False((bool)agreement["renewsAutomatically"]!);
        Assert.Equal("PROPOSER_RENEW_OPTED_OUT", (string?)agreement["endTimeBehavior"]!["reasonCode"]);
    }
}
