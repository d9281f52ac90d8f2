using System.Net;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using LambdaSync.Connections.Aws;

namespace LambdaSync.Connections.Dynamo;

/// <summary>DynamoDB's errors as transient or permanent (docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html).</summary>
static class DynamoErrors
{
    public static bool Knows(Exception e) => e is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or TimeoutException;

    // The messages name tables and attributes, never values; a validation error may quote a key, so only its code is used.
    public static ConnectionException Translate(Exception e)
    {
        var error = OfAnswer(e);
        return AccessErrors.Of(e, "DynamoDB") is { } access ? new ConnectionException(access, error.Transient, e) : error;
    }

    static ConnectionException OfAnswer(Exception e) => e switch
    {
        ResourceNotFoundException => new("DynamoDB: the table is missing or is being created.", transient: false, e),
        AmazonDynamoDBException { StatusCode: HttpStatusCode.BadRequest, Retryable: null } known when !IsThrottle(known.ErrorCode) =>
            new($"DynamoDB: {known.ErrorCode}.", transient: false, e),
        AmazonServiceException other => new($"DynamoDB: {other.ErrorCode ?? other.GetType().Name}.", transient: true, e),
        _ => new("DynamoDB can't be reached.", transient: true, e),
    };

    static bool IsThrottle(string? code) => code is "ProvisionedThroughputExceededException" or "ThrottlingException"
        or "RequestLimitExceeded" or "TransactionInProgressException" or "TransactionConflictException" or "LimitExceededException";
}
