using LambdaSync.Gates;
using Xunit;

namespace LambdaSync.Tests.Gates;

[Trait("Row", "A5")]
public sealed class AssociationGatesTests
{
    const string Offer = "arn:aws:aws-marketplace:us-east-1:111122223333:AWSMarketplace/Offer/offer-1";
    const string OfferSet = "arn:aws:aws-marketplace:us-east-1:111122223333:AWSMarketplace/OfferSet/offerset-1";
    const string Product = "arn:aws:aws-marketplace:us-east-1:111122223333:AWSMarketplace/SaaSProduct/prod-1";

    [Theory]
    [InlineData("Solutions", "S-1234567", true)]
    [InlineData("Solutions", "soln-0a1b2c", true)]
    [InlineData("Solutions", "Other", true)]
    [InlineData("Solutions", "soln-", false)]
    [InlineData("Solutions", "1234567", false)]
    [InlineData("AwsProducts", "Amazon Redshift", true)]
    [InlineData("AwsProducts", "AWSNewThing2027", true)]
    [InlineData("AwsProducts", "Blue shift?", false)]
    [InlineData("AwsMarketplaceProducts", Product, true)]
    [InlineData("AwsMarketplaceProducts", Offer, false)]
    [InlineData("AwsMarketplaceOffers", Offer, true)]
    [InlineData("AwsMarketplaceOffers", "offer-1", false)]
    [InlineData("AwsMarketplaceOfferSets", OfferSet, true)]
    [InlineData("AwsMarketplaceOfferSets", Offer, false)]
    public void Each_kind_has_its_form(string type, string id, bool isTaken)
    {
        var issue = AssociationGates.Adding("{}"u8.ToArray(), type, id, Deal.Mapping);
        Assert.Equal(isTaken, issue is null);
        Assert.True(isTaken || issue is { Code: IssueCodes.GateAssociation, Severity: Severity.Error }, $"{issue}");
    }

    [Theory]
    [InlineData("Solutions", 10)]
    [InlineData("AwsMarketplaceSolutions", 10)]
    [InlineData("AwsMarketplaceProducts", 10)]
    [InlineData("AwsProducts", 20)]
    [InlineData("AwsMarketplaceOffers", 1)]
    [InlineData("AwsMarketplaceOfferSets", 1)]
    public void An_opportunity_takes_so_many(string type, int most)
    {
        var full = new Deal().With("RelatedEntityIdentifiers", $$"""{ "{{type}}": [{{string.Join(',', Enumerable.Range(1, most).Select(n => $"\"{Id(type, n)}\""))}}] }""");
        Assert.DoesNotContain(AssociationGates.Of(full.Facts), i => i.Code == IssueCodes.GateAssociation);
        Assert.Null(AssociationGates.Adding(full.Document, type, Id(type, 1), Deal.Mapping));
        Assert.Contains("at most", AssociationGates.Adding(full.Document, type, Id(type, most + 1), Deal.Mapping)!.Rule, StringComparison.Ordinal);

        var over = new Deal().With("RelatedEntityIdentifiers", $$"""{ "{{type}}": [{{string.Join(',', Enumerable.Range(1, most + 1).Select(n => $"\"{Id(type, n)}\""))}}] }""");
        Assert.Single(AssociationGates.Of(over.Facts));
    }

    [Fact]
    public void One_offer_or_one_offer_set()
    {
        var deal = new Deal().With("RelatedEntityIdentifiers", $$"""{ "AwsMarketplaceOffers": ["{{Offer}}"] }""");
        Assert.NotNull(AssociationGates.Adding(deal.Document, "AwsMarketplaceOfferSets", OfferSet, Deal.Mapping));
        Assert.Null(AssociationGates.Adding(deal.Document, "AwsProducts", "Kiro", Deal.Mapping));
        Assert.Single(AssociationGates.Of(deal.With("RelatedEntityIdentifiers.AwsMarketplaceOfferSets", $"[\"{OfferSet}\"]").Facts));
    }

    /// <summary>The new one is associated before the old one goes.</summary>
    [Theory]
    [Trait("Row", "S-15")]
    [InlineData("Committed", "[\"S-1\"]", false)]
    [InlineData("Launched", "[\"S-1\", \"Other\"]", false)]
    [InlineData("Launched", "[\"S-1\", \"S-2\"]", true)]
    [InlineData("Qualified", "[\"S-1\"]", true)]
    public void The_last_one_of_a_won_deal_stays(string stage, string solutions, bool mayGo) =>
        Assert.Equal(mayGo, AssociationGates.Removing(new Deal().With("LifeCycle.Stage", $"\"{stage}\"").With("RelatedEntityIdentifiers.Solutions", solutions).Document, "Solutions", "S-1", Deal.Mapping) is null);

    [Fact]
    [Trait("Row", "S-17")]
    public void A_solution_that_the_catalog_does_not_have_is_named_with_the_catalog()
    {
        var issue = AssociationGates.Unlisted("Sandbox", "S-7654321", Deal.Mapping);
        Assert.Equal("Solution__c", issue.Field);
        Assert.Contains("The catalog Sandbox does not list", issue.Rule, StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_that_is_newer_than_this_release_is_AWSs_to_judge() => Assert.Null(AssociationGates.Adding("{}"u8.ToArray(), "AwsMarketplaceThings", "x", Deal.Mapping));

    static string Id(string type, int n) => type switch
    {
        "Solutions" => $"S-{n}",
        "AwsProducts" => $"AWSProduct{n}",
        "AwsMarketplaceProducts" => Product + n,
        "AwsMarketplaceSolutions" => $"arn:aws:aws-marketplace:us-east-1:111122223333:AWSMarketplace/Solution/solution-{n}",
        "AwsMarketplaceOffers" => Offer + n,
        _ => OfferSet + n,
    };

    [Theory]
    [Trait("Row", "M-26")]
    [InlineData("AwsMarketplaceOffers", "111122223333", false)]
    [InlineData("AwsMarketplaceOffers", "222233334444", true)]
    [InlineData("AwsMarketplaceOfferSets", "222233334444", true)]
    [InlineData("AwsMarketplaceProducts", "222233334444", false)]
    [InlineData("AwsMarketplaceOffers", null, false)]
    public void Only_offers_of_the_linked_account_are_attached(string type, string? account, bool isRefused) =>
        Assert.Equal(isRefused ? Severity.Error : null, AssociationGates.OfAccount(type, "arn:aws:aws-marketplace:us-east-1:111122223333:AWSMarketplace/Offer/offer-1", account, new Deal().Facts.Mapping)?.Severity);
}
