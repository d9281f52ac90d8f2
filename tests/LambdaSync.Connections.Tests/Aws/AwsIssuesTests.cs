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
        // A code that is not known is shown as it is, with AWS's id of the request.
        Assert.EndsWith("AWS's id of the request is r.", issues[1].Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_without_words_ends_with_its_code() =>
        Assert.Equal("AWS answered UpdateOpportunity with ValidationException: TOO_MANY_VALUES.", Assert.Single(Of(400, "ValidationException", "", new AwsFieldError("A.B", "TOO_MANY_VALUES", ""))).Rule);

    /// <summary>AWS refuses a value that the call only sends back: the person at the CRM has nothing to correct.</summary>
    [Theory]
    [InlineData("Customer.Contacts[0].Phone", "INVALID_STRING_FORMAT", "LifeCycle.NextSteps", true)]
    [InlineData("customer.contacts.0.phone", "INVALID_STRING_FORMAT", "LifeCycle.NextSteps", true)]
    [InlineData("Customer.Contacts[0].Phone", "INVALID_STRING_FORMAT", "Customer.Contacts", false)] // a list changes as a whole
    [InlineData("LifeCycle", "INVALID_VALUE", "LifeCycle.NextSteps", false)]
    [InlineData("Phone", "INVALID_VALUE", "LifeCycle.NextSteps", false)] // of which contact is not known
    [InlineData("LifeCycle.ClosedLostReason", "REQUIRED_FIELD_MISSING", "LifeCycle.Stage", false)] // the change requires it
    public void A_value_that_AWS_has_itself_is_said_to_be_its_own(string field, string code, string changed, bool isOfAws)
    {
        var exception = new AwsServiceException("UpdateOpportunity", new AwsError(400, "ValidationException", "", "", [new AwsFieldError(field, code, "no")], "r"), AwsFault.Permanent);
        Assert.Equal(isOfAws, Assert.Single(AwsIssues.Of(exception, [changed])).Fix.Contains("AWS has this value", StringComparison.Ordinal));
        Assert.DoesNotContain("AWS has this value", Assert.Single(AwsIssues.Of(exception)).Fix, StringComparison.Ordinal);
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
