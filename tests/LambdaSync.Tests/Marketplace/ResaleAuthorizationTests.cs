using System.Text;
using System.Text.Json;
using LambdaSync.Marketplace.ChangeSets;
using LambdaSync.Marketplace.ResaleAuthorizations;
using Xunit;

namespace LambdaSync.Tests.Marketplace;

/// <summary>A document of a resale authorization, its checks and its change set (row F8).</summary>
[Trait("Row", "F8")]
public sealed class ResaleAuthorizationTests
{
    static readonly DateOnly Today = new(2026, 11, 30);

    const string Good = """
        { "ProductId": "prod-1111111111111", "Name": "TestResaleAuthorization", "Description": "Worldwide ResaleAuthorization for Test Product", "ResellerAccountId": "111111111111", "AvailabilityEndDate": "2027-05-31",
          "BuyerAccounts": ["111111111111"], "RateCards": [{ "Duration": "P12M", "Rates": [{ "DimensionKey": "t2.small", "Price": "150" }] }],
          "BuyerEula": { "Type": "CustomEula", "Url": "https://s3.amazonaws.com/sample-bucket/custom-eula.pdf" } }
        """;

    const string Planned = """
        { "ProductId": "prod-1", "Name": "Planned", "ResellerAccountId": "222233334444", "AvailabilityEndDate": "2027-01-31", "OneOffer": true, "FixedUpfront": { "Price": "0", "Grants": [{ "DimensionKey": "seats", "MaxQuantity": 5 }] },
          "PaymentSchedule": [{ "ChargeDate": "2027-02-01", "ChargeAmount": "10.00" }], "PaymentDuePeriod": "P45D", "BuyerEula": { "Type": "StandardEula", "Version": "2022-07-14" }, "ResellerContract": { "Type": "StandardResellerContract" } }
        """;

    static (AuthorizationDocument? Document, List<Issue> Issues) Read(string json)
    {
        var issues = new List<Issue>();
        var document = AuthorizationReader.Read(Encoding.UTF8.GetBytes(json), issues);
        if (document is not null)
            issues.AddRange(AuthorizationCheck.Of(document, Today, "999988887777", release: true));
        return (document, issues);
    }

    static JsonElement Changes(string json)
    {
        var (document, issues) = Read(json);
        Assert.Empty(issues);
        using var body = JsonDocument.Parse(ChangeSet.Body(AuthorizationChanges.Create(document!, release: true)));
        return body.RootElement.GetProperty("ChangeSet").Clone();
    }

    // The structure of AWS's sample of a multi-use authorization with an expiry date and named buyers.
    [Fact]
    public void A_document_becomes_the_samples_change_set()
    {
        var changes = Changes(Good).EnumerateArray().ToDictionary(c => c.GetProperty("ChangeType").GetString()!, c => JsonSerializer.Serialize(c.GetProperty("DetailsDocument")));
        Assert.Equal(
            ["CreateResaleAuthorization", "ReleaseResaleAuthorization", "UpdateAvailability", "UpdateBuyerTargetingTerms", "UpdateLegalTerms", "UpdatePricingTerms"], changes.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("""{"Terms":[{"PositiveTargeting":{"BuyerAccounts":["111111111111"]},"Type":"BuyerTargetingTerm"}]}""", changes["UpdateBuyerTargetingTerms"]);
        Assert.Contains("\"Type\":\"ResaleConfigurableUpfrontPricingTerm\"", changes["UpdatePricingTerms"], StringComparison.Ordinal);
        Assert.Equal("""{"AvailabilityEndDate":"2027-05-31"}""", changes["UpdateAvailability"]);
        Assert.Equal("""{"Terms":[{"Documents":[{"Type":"CustomEula","Url":"https://s3.amazonaws.com/sample-bucket/custom-eula.pdf"}],"Type":"BuyerLegalTerm"}]}""", changes["UpdateLegalTerms"]);
    }

    [Fact]
    public void A_plan_has_its_resale_terms()
    {
        var text = JsonSerializer.Serialize(Changes(Planned));
        foreach (var type in (string[])["ResaleFixedUpfrontPricingTerm", "ResalePaymentScheduleTerm", "ResaleNetPaymentTerm", "BuyerLegalTerm", "ResaleLegalTerm"])
            Assert.Contains($"\"Type\":\"{type}\"", text, StringComparison.Ordinal);
        Assert.Contains("\"OffersMaxQuantity\":1", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"OneOffer\": true", "\"OneOffer\": false", "OneOffer")]
    [InlineData("\"Price\": \"0\"", "\"Price\": \"5\"", "INCOMPATIBLE_PRICING_TERM")]
    [InlineData("2027-01-31", "2027-02-01", "INVALID_AVAILABILITY_END_DATE")]
    [InlineData("2027-01-31", "2026-11-30", "INVALID_AVAILABILITY_END_DATE")]
    [InlineData("P45D", "P40D", "INVALID_PAYMENT_DUE_PERIOD")]
    [InlineData("222233334444", "22223333444", "\"022223333444\"")]
    [InlineData("222233334444", "999988887777", "INVALID_RESELLER_ACCOUNT")]
    [InlineData("\"Name\": \"Planned\",", "", "has a name")]
    [InlineData("\"Name\"", "\"Nome\"", "'Nome' is not a member")]
    public void A_broken_rule_is_named(string replace, string by, string expected)
    {
        var json = Planned.Replace(replace, by, StringComparison.Ordinal);
        Assert.NotEqual(Planned, json);
        Assert.Contains(Read(json).Issues, i => i.Severity == Severity.Error && (i.Rule + i.Fix + i.Field).Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void A_release_needs_price_and_licence() => Assert.Equal(
        ["RateCards", "BuyerEula"], Read("""{ "ProductId": "prod-1", "Name": "N", "ResellerAccountId": "222233334444" }""").Issues.Select(i => i.Field));

    [Fact]
    public void Restricting_is_one_change() => Assert.Equal(("RestrictResaleAuthorization", "resaleauthz-1", "{}"), AuthorizationChanges.Restrict("resaleauthz-1") is var c ? (c.Type, c.Identifier, Encoding.UTF8.GetString(c.Details)) : default);
}
