using LambdaSync.Commands;
using LambdaSync.Marketplace.Offers;
using Xunit;

namespace LambdaSync.Tests.Marketplace;

/// <summary>The seller's own account as a buyer of its offers (row F3).</summary>
[Trait("Row", "F3")]
public sealed class SellerAsBuyerTests
{
    const string Linked = "123456789012", Other = "222233334444";

    static ChangePlan Plan(string members, string? linked, string? account = null)
    {
        var document = $$"""
            { "ProductId": "prod-1", "ProductType": "SaaSProduct", "Name": "Example offer", "Description": "For Example Ltd", "AvailabilityEndDate": "2027-01-31",
              "RateCards": [{ "Duration": "P12M", "Rates": [{ "DimensionKey": "seats", "Price": "99.50" }] }], "Eula": { "Type": "StandardEula", "Version": "2022-07-14" }, {{members}} }
            """;
        var arguments = new Dictionary<string, string> { [CommandVerbs.Document] = document };
        if (account is not null)
            arguments[CommandVerbs.Account] = account;
        return MarketplaceCommands.Plan(new CommandDocument(CommandVerbs.OfferCreate, ["new"], arguments), "new", new DateOnly(2026, 12, 1), linked);
    }

    static string Buyers(ChangePlan plan) => plan.Memo!.Body!.Value.GetRawText().Replace("\\u0022", "\"", StringComparison.Ordinal).Replace("\\\"", "\"", StringComparison.Ordinal);

    [Theory]
    [InlineData("\"BuyerAccounts\": [\"111122223333\"], \"IncludeSellerAccount\": true", null, "\"BuyerAccounts\":[\"111122223333\",\"123456789012\"]")]
    [InlineData("\"BuyerAccounts\": [\"111122223333\"], \"IncludeSellerAccount\": true", Other, "\"BuyerAccounts\":[\"111122223333\",\"222233334444\"]")]
    [InlineData("\"BuyerAccounts\": [\"123456789012\"], \"IncludeSellerAccount\": true", null, "\"BuyerAccounts\":[\"123456789012\"]")]
    [InlineData("\"IncludeSellerAccount\": true", null, "\"BuyerAccounts\":[\"123456789012\"]")]
    [InlineData("\"BuyerAccounts\": [\"111122223333\"], \"IncludeSellerAccount\": false", null, "\"BuyerAccounts\":[\"111122223333\"]")]
    public void The_account_is_one_of_the_buyers_once(string members, string? account, string buyers)
    {
        var plan = Plan(members, Linked, account);
        Assert.Empty(plan.Issues);
        Assert.Contains(buyers, Buyers(plan), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_known_account_it_is_refused()
    {
        var issue = Assert.Single(Plan("\"BuyerAccounts\": [\"111122223333\"], \"IncludeSellerAccount\": true", linked: null).Issues);
        Assert.Equal((IssueCodes.OfferBuyers, "IncludeSellerAccount", Severity.Error), (issue.Code, issue.Field, issue.Severity));
    }

    [Fact]
    public void Another_value_is_an_error_of_the_document() =>
        Assert.Contains(Plan("\"BuyerAccounts\": [\"111122223333\"], \"IncludeSellerAccount\": \"yes\"", Linked).Issues, issue => issue.Severity == Severity.Error);

    [Fact]
    [Trait("Row", "F14")]
    public void Each_offer_of_a_set_has_its_own()
    {
        var issues = new List<Issue>();
        Assert.Equal(
            """{"Name":"A set","Offers":[{"Name":"One","BuyerAccounts":["123456789012"]},{"Name":"Two"}]}""",
            SellerAsBuyer.Resolve("""{"Name":"A set","Offers":[{"Name":"One","IncludeSellerAccount":true},{"Name":"Two"}]}""", Linked, issues));
        Assert.Empty(issues);
        SellerAsBuyer.Resolve("""{"Offers":[{},{"IncludeSellerAccount":true}]}""", null, issues);
        Assert.Equal("Offers[1].IncludeSellerAccount", Assert.Single(issues).Field);
    }
}
