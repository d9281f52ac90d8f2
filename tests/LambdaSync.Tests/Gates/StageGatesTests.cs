using LambdaSync.Gates;
using Xunit;

namespace LambdaSync.Tests.Gates;

[Trait("Row", "A11")]
public sealed class StageGatesTests
{
    const string Offer = """["arn:aws:aws-marketplace:us-east-1:111122223333:AWSMarketplace/Offer/offer-1"]""";
    const string Product = """["arn:aws:aws-marketplace:us-east-1:111122223333:AWSMarketplace/SaaSProduct/prod-1"]""";

    static readonly byte[] AtAws = new Deal().Document;

    [Theory]
    [InlineData("Committed")]
    [InlineData("Launched")]
    public void A_won_deal_needs_what_is_sold(string stage)
    {
        var deal = new Deal().With("LifeCycle.Stage", $"\"{stage}\"").With("Customer.Account.AwsAccountId", "\"111122223333\"").With("RelatedEntityIdentifiers.Solutions", "[\"Other\"]");
        Assert.Equal((IssueCodes.GateSolution, Severity.Error, "Solution__c"), StageGates.Of(deal.Facts, AtAws) is [var issue] ? (issue.Code, issue.Severity, issue.Field) : default);
        Assert.Empty(StageGates.Of(deal.With("RelatedEntityIdentifiers.Solutions", "[\"S-1\"]").Facts, AtAws));
    }

    [Fact]
    public void A_lost_deal_needs_its_reason()
    {
        var deal = new Deal().With("LifeCycle.Stage", "\"Closed Lost\"");
        Assert.Equal((IssueCodes.Required, Severity.Error, "Loss_Reason__c"), StageGates.Of(deal.Facts, AtAws) is [var issue] ? (issue.Code, issue.Severity, issue.Field) : default);
        Assert.Empty(StageGates.Of(deal.With("LifeCycle.ClosedLostReason", "\"Price\"").Facts, AtAws));
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData("\"12345\"", 1)]
    [InlineData("\"111122223333\"", 0)]
    public void Launched_asks_for_the_customer_s_account(string? account, int warnings)
    {
        var issues = StageGates.Of(new Deal().With("LifeCycle.Stage", "\"Launched\"").With("Customer.Account.AwsAccountId", account).Facts, AtAws);
        Assert.Equal(warnings, issues.Count);
        Assert.All(issues, issue => Assert.Equal(Severity.Warning, issue.Severity));
    }

    [Fact]
    public void A_Marketplace_deal_is_closed_with_its_offer()
    {
        var deal = new Deal().With("LifeCycle.Stage", "\"Committed\"").With("RelatedEntityIdentifiers.AwsMarketplaceProducts", Product);
        Assert.Equal(Severity.Warning, Assert.Single(StageGates.Of(deal.Facts, AtAws)).Severity);
        Assert.Empty(StageGates.Of(deal.With("RelatedEntityIdentifiers.AwsMarketplaceOffers", Offer).Facts, AtAws));
    }

    /// <summary>A rule holds for what changed.</summary>
    [Fact]
    public void What_AWS_has_itself_goes_back_as_it_is()
    {
        var deal = new Deal().With("LifeCycle.Stage", "\"Closed Lost\"").With("LifeCycle.TargetCloseDate", "\"2020-01-01\"")
            .With("Project.ExpectedCustomerSpend", """[{ "Amount": "0", "CurrencyCode": "USD", "Frequency": "Monthly", "TargetCompany": "AWS" }]""");
        Assert.Equal(3, StageGates.Of(deal.Facts).Count);
        Assert.Empty(StageGates.Of(deal.Facts, deal.Document));
    }

    [Theory]
    [InlineData("Qualified", "2026-11-30", Severity.Error)]
    [InlineData("Qualified", "2026-11-29", Severity.Error)]
    [InlineData("Closed Lost", "2026-11-30", Severity.Warning)]
    public void A_close_date_is_not_moved_to_the_past(string stage, string date, Severity severity) =>
        Assert.Equal(severity, Assert.Single(StageGates.Of(
            new Deal().With("LifeCycle.Stage", $"\"{stage}\"").With("LifeCycle.ClosedLostReason", "\"Price\"").With("LifeCycle.TargetCloseDate", $"\"{date}\"").Facts, AtAws)).Severity);

    [Theory]
    [Trait("Row", "A28")]
    [InlineData("aws-eusc", null, """[{ "Amount": "1", "CurrencyCode": "USD", "Frequency": "Monthly", "TargetCompany": "AWS" }]""", "EUR")]
    [InlineData(null, """{ "Term": "Months", "Value": "12" }""", """[{ "Amount": "1", "CurrencyCode": "USD", "Frequency": "None", "TargetCompany": "Partner" }]""", "AWS and Self only")]
    [InlineData(null, """{ "Term": "Months", "Value": "12" }""", """[{ "Amount": "1", "CurrencyCode": "USD", "Frequency": "Monthly", "TargetCompany": "Self" }]""", "frequency None")]
    [InlineData(null, null, """[{ "Amount": "1", "CurrencyCode": "USD", "Frequency": "None", "TargetCompany": "AWS" }]""", "frequency Monthly")]
    public void Money_follows_partition_and_contract(string? partition, string? duration, string spend, string says)
    {
        var deal = new Deal().With("Project.AwsPartition", partition is null ? null : $"\"{partition}\"").With("Project.ExpectedContractDuration", duration).With("Project.ExpectedCustomerSpend", spend);
        Assert.Contains(says, Assert.Single(StageGates.Of(deal.Facts, AtAws), i => i.Severity == Severity.Error).Rule, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "A28")]
    public void A_contract_s_value_needs_its_duration()
    {
        var deal = new Deal().With("Project.ExpectedCustomerSpend", """[{ "Amount": "120000", "CurrencyCode": "USD", "Frequency": "None", "TargetCompany": "Self" }]""");
        Assert.Equal(Severity.Warning, Assert.Single(StageGates.Of(deal.Facts, AtAws)).Severity);
        Assert.Empty(StageGates.Of(deal.With("Project.ExpectedContractDuration", """{ "Term": "Months", "Value": "12" }""").Facts, AtAws));
    }

    [Theory]
    [Trait("Row", "M-27")]
    [InlineData("Launched", "Yes", false, true)]
    [InlineData("Launched", "Yes", true, false)]
    [InlineData("Launched", "No", false, false)]
    [InlineData("Committed", "Yes", false, false)]
    public void A_funded_deal_is_launched_with_its_offer(string stage, string funding, bool hasOffer, bool warns)
    {
        var deal = new Deal().With("LifeCycle.Stage", $"\"{stage}\"").With("Marketing.AwsFundingUsed", $"\"{funding}\"");
        if (hasOffer)
            deal = deal.With("RelatedEntityIdentifiers.AwsMarketplaceOffers", Offer);
        Assert.Equal(warns, StageGates.Of(deal.Facts, AtAws).Any(issue => issue.Severity == Severity.Warning && issue.Rule.Contains("funding", StringComparison.Ordinal)));
    }
}
