using System.Net;
using Amazon.Runtime;
using Amazon.SQS.Model;
using LambdaSync.Connections.Aws;

namespace LambdaSync.Connections.Queues;

/// <summary>SQS's errors as transient or permanent (docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html).</summary>
static class SqsErrors
{
    public static bool Knows(Exception e) => e is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or TimeoutException;

    public static ConnectionException Translate(Exception e)
    {
        var error = OfAnswer(e);
        return AccessErrors.Of(e, "SQS") is { } access ? new ConnectionException(access, error.Transient, e) : error;
    }

    static ConnectionException OfAnswer(Exception e) => e switch
    {
        QueueDoesNotExistException => new("SQS: the queue does not exist.", transient: false, e),
        AmazonServiceException passing when Passes(passing.ErrorCode) => new($"SQS: {passing.ErrorCode}.", transient: true, e),
        AmazonServiceException { StatusCode: HttpStatusCode.Forbidden } => new("SQS refuses access to the queue.", transient: false, e),
        AmazonServiceException { StatusCode: >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError } known =>
            new($"SQS refuses: {known.ErrorCode}.", transient: false, e),
        AmazonServiceException other => new($"SQS: {other.ErrorCode ?? other.GetType().Name}.", transient: true, e),
        _ => new("SQS can't be reached.", transient: true, e),
    };

    // Throttles, and what passes with fresh credentials or a fresh clock.
    static bool Passes(string? code) => code is "RequestThrottled" or "ThrottlingException" or "Throttling" or "KmsThrottled" or "OverLimit"
        or "ExpiredToken" or "ExpiredTokenException" or "RequestExpired";
}
