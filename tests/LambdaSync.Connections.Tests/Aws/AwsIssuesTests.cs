using LambdaSync.Connections.Aws;
using Xunit;

namespace LambdaSync.Connections.Tests.Aws;

[Trait("Row", "D3")]
public sealed class AwsIssuesTests
{
    static IReadOnlyList<Issue> Of(int status, string code, string message, params AwsFieldError[] fields) => AwsIssues.Of(
        new AwsServiceException("UpdateOpportunity", new AwsError(status, code, "", message, fields, "r"), AwsFaults.Of(status, code)));

    [Fact]
    public void Each_field_that_aws_names_is_an_error_of_its_own()
    {
        var issues = Of(400, "ValidationException", "two", new AwsFieldError("Project.Title", "REQUIRED_FIELD_MISSING", "is empty"), new AwsFieldError("", "NEWER", "no"));
        Assert.Equal(
            [(IssueCodes.AwsRejected, "Project.Title", "AWS answered UpdateOpportunity with ValidationException: REQUIRED_FIELD_MISSING: is empty"),
            (IssueCodes.AwsRejected, null, "AWS answered UpdateOpportunity with ValidationException: NEWER: no")],
            issues.Select(issue => (issue.Code, issue.Field, issue.Rule)));
        Assert.Equal("Fill the field in the CRM, or map it with a fallback.", issues[0].Fix);
    }

    [Theory]
    [InlineData(400, "ConflictException", "changed", IssueCodes.AwsConflict, Severity.Error, "AWS answered UpdateOpportunity with ConflictException: changed")]
    [InlineData(400, "ThrottlingException", "", IssueCodes.AwsUnavailable, Severity.Warning, "AWS answered UpdateOpportunity with ThrottlingException.")]
    [InlineData(503, "", "", IssueCodes.AwsUnavailable, Severity.Warning, "AWS answered UpdateOpportunity with HTTP 503.")]
    [InlineData(400, "AccessDeniedException", "no", IssueCodes.AwsAccessDenied, Severity.Error, "AWS answered UpdateOpportunity with AccessDeniedException: no")]
    public void A_refusal_without_fields_is_one_issue(int status, string code, string message, string issueCode, Severity severity, string rule)
    {
        var issue = Assert.Single(Of(status, code, message));
        Assert.Equal((issueCode, severity, rule), (issue.Code, issue.Severity, issue.Rule));
    }
}
