using LambdaSync.Fields;
using Xunit;

namespace LambdaSync.Tests.Fields;

[Trait("Row", "C2")]
public class FieldCheckTests
{
    static readonly string Long = new('x', 256);

    [Theory]
    [InlineData("Project.Title", "")]
    [InlineData("Project.CustomerBusinessProblem", "Twenty characters ok")]
    [InlineData("Project.ExpectedCustomerSpend[0].Amount", "")]
    [InlineData("Project.ExpectedCustomerSpend[0].Amount", "12500.00")]
    [InlineData("SoftwareRevenue.Value.Amount", "0")]
    [InlineData("LifeCycle.TargetCloseDate", "2028-02-29")]
    [InlineData("LastModifiedDate", "2026-01-17T20:03:10.000Z")]
    [InlineData("LastModifiedDate", "2026-01-17T20:03:10Z")]
    [InlineData("LastModifiedDate", "2026-01-17T20:03:10.123456+01:00")]
    [InlineData("LastModifiedDate", "2026-01-17T20:03:10.000+0000")]
    [InlineData("Customer.Contacts[0].Email", "jo@example.com")]
    [InlineData("Customer.Contacts[0].Phone", "+14567898765")]
    [InlineData("Customer.Account.Industry", "Software and Internet")]
    [InlineData("Project.DeliveryModels[]", "SaaS or PaaS")]
    [InlineData("Project.DeliveryModels[0]", "Resell")]
    [InlineData("aws:SoftwareRevenue.Value.Amount", "-12.5")]
    [InlineData("aws:Insights.OpportunityQuality.Score", "0.75")]
    [InlineData("file:awsFieldEngagement", "Yes")]
    public void Finds_nothing_wrong(string path, string value)
    {
        Assert.Null(FieldCheck.Check(FieldCatalogue.Opportunity.ByPath(path)!, value, outbound: true));
        Assert.Null(FieldCheck.Check(FieldCatalogue.Opportunity.ByPath(path)!, value, outbound: false));
    }

    [Theory]
    [InlineData("PartnerOpportunityIdentifier", null, IssueCodes.TooLong, Severity.Error)]
    [InlineData("Customer.Account.WebsiteUrl", "a.b", IssueCodes.TooShort, Severity.Error)]
    [InlineData("Project.CustomerBusinessProblem", "too short", IssueCodes.TooShort, Severity.Error)]
    [InlineData("Customer.Contacts[0].Email", "Jo@example.com", IssueCodes.PatternMismatch, Severity.Error)]
    [InlineData("Customer.Contacts[0].Phone", "1234567890", IssueCodes.PatternMismatch, Severity.Error)]
    [InlineData("Customer.Account.Duns", "12345678", IssueCodes.PatternMismatch, Severity.Error)]
    [InlineData("SoftwareRevenue.Value.Amount", "", IssueCodes.PatternMismatch, Severity.Error)]
    [InlineData("SoftwareRevenue.Value.Amount", "1,000", IssueCodes.PatternMismatch, Severity.Error)]
    [InlineData("LifeCycle.TargetCloseDate", "17.01.2026", IssueCodes.PatternMismatch, Severity.Error)]
    [InlineData("LifeCycle.TargetCloseDate", "2026-02-30", IssueCodes.WrongType, Severity.Error)]
    [InlineData("LastModifiedDate", "2026-01-17", IssueCodes.WrongType, Severity.Error)]
    [InlineData("LastModifiedDate", "2026-01-17T25:03:10Z", IssueCodes.WrongType, Severity.Error)]
    [InlineData("LastModifiedDate", "2026-01-17T20:03:10.Z", IssueCodes.WrongType, Severity.Error)]
    [InlineData("LastModifiedDate", "2026-01-17T20:03:10+1", IssueCodes.WrongType, Severity.Error)]
    [InlineData("LastModifiedDate", "2026-01-17T20:03:10.000", IssueCodes.WrongType, Severity.Error)]
    [InlineData("aws:SoftwareRevenue.Value.Amount", "much", IssueCodes.WrongType, Severity.Warning)]
    [InlineData("aws:Insights.OpportunityQuality.Score", "high", IssueCodes.WrongType, Severity.Warning)]
    [InlineData("file:primaryContactTitle", null, IssueCodes.TooLong, Severity.Warning)]
    [InlineData("Customer.Account.Industry", "Software & Internet", IssueCodes.NotAStandardValue, Severity.Warning)]
    [InlineData("Customer.Account.Address.CountryCode", "us", IssueCodes.NotAStandardValue, Severity.Warning)]
    [InlineData("LifeCycle.Stage", "", IssueCodes.NotAStandardValue, Severity.Warning)]
    public void Names_the_first_broken_rule(string path, string? value, string code, Severity outbound)
    {
        var field = FieldCatalogue.Opportunity.ByPath(path)!;
        var issue = FieldCheck.Check(field, value ?? Long, outbound: true)!;
        Assert.Equal((code, outbound, field.Path), (issue.Code, issue.Severity, issue.Field));
        Assert.EndsWith(".", issue.Rule);
        Assert.EndsWith(".", issue.Fix);
        Assert.Equal(Severity.Warning, FieldCheck.Check(field, value ?? Long, outbound: false)!.Severity);
    }

    [Theory]
    [InlineData("useCaseWorkload", "Big Data", true)]
    [InlineData("useCaseWorkload", "Big Data;Content Delivery", true)]
    [InlineData("useCaseWorkload", "Big Data; Content Delivery", false)]
    [InlineData("useCaseWorkload", "Big Data;", false)]
    [InlineData("leadAge", "4.0", true)]
    [InlineData("createdDate", "2020-01-17T20:08:13.000Z", true)]
    [InlineData("city", "A city whose name is longer than forty characters", false)]
    public void Checks_leads_without_stopping_them(string name, string value, bool good)
    {
        var issue = FieldCheck.Check(FieldCatalogue.Lead.ForFile(name)!, value, outbound: true);
        Assert.Equal(good, issue is null);
        Assert.NotEqual(Severity.Error, issue?.Severity);
    }

    [Fact]
    public void The_mask_breaks_no_rule()
    {
        foreach (var field in FieldCatalogue.Opportunity.Fields.Concat(FieldCatalogue.Lead.Fields))
        {
            Assert.Null(FieldCheck.Check(field, "Accept To View", outbound: true));
            Assert.Null(FieldCheck.Check(field, "Accept to view", outbound: true));
        }
    }

    [Theory]
    [InlineData("Project.Title", "A title")]
    [InlineData("Customer.Contacts[0].Email", "jo@example.com")]
    [InlineData("LifeCycle.TargetCloseDate", "2028-02-29")]
    [InlineData("SoftwareRevenue.Value.Amount", "12500.00")]
    [InlineData("LastModifiedDate", "2026-01-17T20:03:10.000Z")]
    [InlineData("Customer.Account.Industry", "Software and Internet")]
    [InlineData("OpportunityTeam[BusinessTitle=OpportunityOwner].Phone", "+14567898765")]
    public void Allocates_nothing_when_nothing_is_wrong(string path, string value)
    {
        FieldCheck.Check(FieldCatalogue.Opportunity.ByPath(path)!, value, outbound: true);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var issue = FieldCheck.Check(FieldCatalogue.Opportunity.ByPath(path)!, value, outbound: true);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Null(issue);
    }
}
