using System.Text;
using LambdaSync.Mapping;
using Xunit;

namespace LambdaSync.Tests.Mapping;

[Trait("Row", "C1")]
public sealed class MappingExposureTests
{
    const string Name = """{ "aws": "Customer.Account.CompanyName", "crm": "Account.Name" }""";

    [Theory]
    [InlineData("", Name, """{ "aws": "Customer.Contacts[0].Email", "crm": "Email__c" }""", "", "opportunity: Email__c -> Customer.Contacts[0].Email")]
    [InlineData("", """{ "aws": "Project.Title", "crm": "Name", "outbound": false }""", """{ "aws": "Project.Title", "crm": "Name" }""", "", "opportunity: Name -> Project.Title")]
    [InlineData("", """{ "aws": "Project.Title", "crm": "Name" }""", """{ "aws": "Project.Title", "crm": "Salary__c" }""", "", "opportunity: Salary__c -> Project.Title")]
    [InlineData("", """{ "aws": "Project.Title", "crm": "Name" }""", """{ "aws": "Project.Title", "crm": "Name", "fallback": [{ "crm": "Secret__c" }] }""", "", "opportunity: Secret__c -> Project.Title (fallback)")]
    [InlineData("\"syncFlag\": \"Share__c\",", Name, Name, "", "opportunity: records without the flag Share__c (\"syncFlag\" is gone)")]
    [InlineData("\"syncFlag\": \"Share__c\",", Name, Name, "\"syncFlag\": \"All__c\",", "opportunity: records with the flag All__c instead of Share__c (\"syncFlag\")")]
    [InlineData("\"share\": \"on-command\",", Name, Name, "\"share\": \"on-update\",", "opportunity: records that are shared earlier (\"share\" is on-update, not on-command)")]
    [InlineData("\"when\": { \"outbound\": [{ \"crm\": \"Amount\", \"gte\": 1000 }] },", Name, Name, "", "opportunity: records that do not meet Amount GreaterOrEqual 1000 (gone from \"when\")")]
    public void What_leaves_the_CRM_in_addition_is_listed(string options, string line, string changed, string newOptions, string added)
    {
        var (before, after) = (Read(options, line), Read(newOptions, changed));
        Assert.Contains(added, MappingExposure.Added(before, after));
        Assert.Empty(MappingExposure.Added(after, after));
    }

    [Theory]
    // Less is sent, or the same in another form.
    [InlineData("", """{ "aws": "Project.Title", "crm": "Name" }""", """{ "aws": "Project.Title", "crm": "Name", "outbound": false }""", "")]
    [InlineData("", Name, """{ "aws": "Customer.Account.CompanyName", "crm": "Account.Name", "truncate": 80 }""", "")]
    [InlineData("", Name, Name, "\"syncFlag\": \"Share__c\",")]
    [InlineData("\"share\": \"on-update\",", Name, Name, "\"share\": \"on-command\",")]
    [InlineData("", Name, Name, "\"when\": { \"outbound\": [{ \"crm\": \"Amount\", \"gte\": 1000 }] },")]
    public void What_sends_no_more_needs_no_confirmation(string options, string line, string changed, string newOptions) =>
        Assert.Empty(MappingExposure.Added(Read(options, line), Read(newOptions, changed)));

    [Fact]
    public void Everything_is_new_for_the_first_mapping_and_for_another_object()
    {
        var mapping = Read("", Name);
        Assert.Equal(["opportunity: Account.Name -> Customer.Account.CompanyName"], MappingExposure.Added(new MappingDocument(1, null, null), mapping));
        var other = mapping with { Opportunity = mapping.Opportunity! with { CrmObject = "Deal" } };
        Assert.Equal(["opportunity: Account.Name -> Customer.Account.CompanyName"], MappingExposure.Added(mapping, other));
    }

    static MappingDocument Read(string options, string line)
    {
        var issues = new List<Issue>();
        var mapping = MappingReader.Read(
            Encoding.UTF8.GetBytes($$"""{ "version": 1, "opportunity": { "crmObject": "Opportunity", "awsId": "AwsId__c", {{options}} "fields": [{{line}}] } }"""), issues);
        Assert.DoesNotContain(issues, issue => issue.Severity == Severity.Error);
        return mapping!;
    }
}
