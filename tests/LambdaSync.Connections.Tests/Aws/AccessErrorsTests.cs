using Amazon.Runtime;
using LambdaSync.Connections.Aws;
using Xunit;

namespace LambdaSync.Connections.Tests.Aws;

public sealed class AccessErrorsTests
{
    [Theory]
    [InlineData(403, "UnrecognizedClientException", "AWS does not know the access key")]
    [InlineData(400, "InvalidClientTokenId", "AWS does not know the access key")]
    [InlineData(403, "InvalidSignatureException", "AWS does not accept the request's signature")]
    [InlineData(400, "ExpiredTokenException", "the session of the AWS credentials has expired")]
    [InlineData(403, "AccessDeniedException", "AWS does not allow these credentials to call GetOpportunity")]
    [InlineData(200, "NotJson", "is not Partner Central")]
    public void What_holds_for_every_call_is_said_with_its_fix(int status, string code, string rule)
    {
        var issue = AccessErrors.Of(Error(status, code))!;
        Assert.Equal(Severity.Error, issue.Severity);
        Assert.Contains(rule, issue.Rule, StringComparison.Ordinal);
        // AWS's own words may quote a value.
        Assert.DoesNotContain("said so", issue.Rule + issue.Fix, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, "ValidationException")]
    [InlineData(400, "ThrottlingException")]
    [InlineData(404, "ResourceNotFoundException")]
    [InlineData(503, "")]
    public void What_is_about_one_call_is_not(int status, string code) => Assert.Null(AccessErrors.Of(Error(status, code)));

    [Fact]
    public void Another_services_client_says_it_on_one_line()
    {
        Assert.Equal(
            "S3: no AWS credentials were found. Fix: set AWS_PROFILE, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, to credentials of the account that is linked to Partner Central.",
            AccessErrors.Of(new AmazonClientException("Failed to resolve AWS credentials. The following:\n\nException 1 of 4: none"), "S3"));
        Assert.Equal(
            "S3 can't be reached: Name or service not known (s3.test:443). Fix: check the network, AWS_REGION, and AWS_ENDPOINT_URL if it is set.",
            AccessErrors.Of(new AmazonClientException("failed", new HttpRequestException("Name or service not known (s3.test:443)")), "S3"));
        Assert.Null(AccessErrors.Of(new AmazonServiceException("no") { StatusCode = System.Net.HttpStatusCode.NotFound, ErrorCode = "NoSuchKey" }, "S3"));
    }

    static AwsServiceException Error(int status, string code) =>
        new("GetOpportunity", new AwsError(status, code, "", "said so", [], "r"), AwsFaults.Of(status, code));
}
