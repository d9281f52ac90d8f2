using LambdaSync.Fields;
using LambdaSync.Mapping;
using Xunit;

namespace LambdaSync.Tests.Mapping;

/// <summary>Status fields in a compiled mapping: read, but never taken for somebody's edit.</summary>
[Trait("Row", "D10")]
public sealed class StatusMappingTests
{
    [Fact]
    public void Status_fields_are_read_and_neither_remembered_nor_sent_nor_mapped()
    {
        var mapping = Compile("\"syncStatus\": \"S\", \"lastSync\": \"T\", \"hasUpdates\": \"U\", \"reviewStatus\": \"R\", \"locked\": { \"crm\": \"L\", \"yes\": \"y\", \"no\": \"n\" }, \"lastError\": \"E\", \"readiness\": \"N\"", [])!;
        Assert.Equal(["Name", "Id", "S", "T", "U", "R", "L", "E", "N"], mapping.CrmReads);
        Assert.Equal(["Name"], mapping.BaselineFields);
        Assert.Equal(["Name"], mapping.SentFields);
        Assert.Equal(["Name"], mapping.CrmFields);
    }

    [Theory]
    [InlineData("\"syncStatus\": \"Name\"", "opportunity.status.syncStatus")]
    [InlineData("\"syncStatus\": \"S\", \"lastError\": \"S\"", "opportunity.status.lastError")]
    [InlineData("\"locked\": \"Id\"", "opportunity.status.locked")]
    public void A_status_field_with_another_use_is_not_compiled(string status, string at)
    {
        var issues = new List<Issue>();
        Assert.Null(Compile(status, issues));
        var issue = Assert.Single(issues);
        Assert.Equal((IssueCodes.MappingDuplicate, Severity.Error, at), (issue.Code, issue.Severity, issue.Field));
    }

    static CompiledMapping? Compile(string status, List<Issue> issues) => CompiledMapping.Compile(
        MappingReaderTests.Read($$"""
            { "version": 1, "opportunity": { "crmObject": "O", "awsId": "Id", "status": { {{status}} }, "fields": [{ "aws": "Project.Title", "crm": "Name" }] } }
            """)!, AceObject.Opportunity, issues);
}
