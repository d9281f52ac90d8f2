using System.Net;
using Amazon.Runtime;
using LambdaSync.Connections.Aws;

namespace LambdaSync.Connections.Buckets;

/// <summary>S3's errors as transient or permanent (docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html).</summary>
static class S3Errors
{
    public static bool Knows(Exception e) => e is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or TimeoutException;

    public static bool IsMissing(AmazonServiceException e) => e.ErrorCode is "NoSuchKey" or "NoSuchVersion";

    public static ConnectionException Translate(Exception e, string key)
    {
        var error = OfAnswer(e, key);
        return AccessErrors.Of(e, "S3") is { } access ? new ConnectionException(access, error.Transient, e) : error;
    }

    static ConnectionException OfAnswer(Exception e, string key) => e switch
    {
        AmazonServiceException { ErrorCode: "NoSuchBucket" } => new("S3: the bucket does not exist.", transient: false, e),
        // Some come with 403, like a refusal, but pass: by themselves, or with a fresh clock or fresh credentials.
        AmazonServiceException passing when Passes(passing.ErrorCode) => new($"S3: {passing.ErrorCode} at {key}.", transient: true, e),
        AmazonServiceException { StatusCode: HttpStatusCode.Forbidden } => new($"S3 refuses access to {key}.", transient: false, e),
        AmazonServiceException { StatusCode: >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError } known => new($"S3 refuses {key}: {known.ErrorCode}.", transient: false, e),
        AmazonServiceException other => new($"S3: {other.ErrorCode ?? other.GetType().Name} at {key}.", transient: true, e),
        _ => new("S3 can't be reached.", transient: true, e),
    };

    static bool Passes(string? code) => code is "SlowDown" or "RequestTimeout" or "RequestTimeTooSkewed" or "ExpiredToken" or "OperationAborted";
}
