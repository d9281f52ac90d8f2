using Amazon.S3;
using LambdaSync.Connections.Buckets;
using Xunit;

namespace LambdaSync.Connections.Tests.Buckets;

/// <summary>S3's errors: what is missing, what passes, what somebody has to change.</summary>
public sealed class S3BucketTests
{
    [Theory]
    [InlineData(403, "AccessDenied", false)]
    [InlineData(403, "InvalidAccessKeyId", false)]
    [InlineData(403, "SignatureDoesNotMatch", false)]
    [InlineData(404, "NoSuchBucket", false)]
    [InlineData(400, "InvalidArgument", false)]
    [InlineData(403, "RequestTimeTooSkewed", true)]
    [InlineData(403, "ExpiredToken", true)]
    [InlineData(400, "ExpiredToken", true)]
    [InlineData(403, "SlowDown", true)]
    [InlineData(503, "SlowDown", true)]
    [InlineData(400, "RequestTimeout", true)]
    [InlineData(409, "OperationAborted", true)]
    [InlineData(500, "InternalError", true)]
    public async Task An_error_is_transient_or_not(int status, string code, bool transient)
    {
        await using var server = new WireServer(Error(status, code));
        var failed = await Assert.ThrowsAsync<ConnectionException>(() => Get(server, null));
        Assert.Equal(transient, failed.Transient);
    }

    [Theory]
    [InlineData("NoSuchKey", null)]
    [InlineData("NoSuchVersion", "v1")]
    public async Task What_is_missing_is_null(string code, string? version)
    {
        await using var server = new WireServer(Error(404, code));
        Assert.Null(await Get(server, version));
    }

    static WireReply Error(int status, string code) =>
        new(status, $"<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>{code}</Code><Message>said so</Message></Error>") { ContentType = "application/xml" };

    static async Task<BucketObject?> Get(WireServer server, string? version)
    {
        using var s3 = new AmazonS3Client(
            Calls.Credentials, new AmazonS3Config { ServiceURL = server.Address.ToString(), AuthenticationRegion = "us-east-1", ForcePathStyle = true, MaxErrorRetry = 0 });
        return await new S3Bucket(s3, "landing").Get("a.json", version, 1000, Calls.Now);
    }
}
