using System.Net.Sockets;

namespace LambdaSync.Connections.Aws;

/// <summary>Decides what a failure asks of the caller. The SDK's own verdict is not used: it has none for AWS JSON errors.</summary>
static class AwsFaults
{
    public static AwsFault Of(int status, string code) => code switch
    {
        "ThrottlingException" or "Throttling" or "ThrottledException" or "TooManyRequestsException" or "RequestLimitExceeded"
            or "RequestThrottledException" or "SlowDown" => AwsFault.Throttled,
        "ConflictException" => AwsFault.Conflict,

        // The role's session ended or the clock was off between signing and arrival: the next attempt is signed afresh.
        "ExpiredToken" or "ExpiredTokenException" or "RequestExpired" or "RequestTimeTooSkewed" => AwsFault.Unavailable,

        // Marketplace Catalog: another change set has the entity until it ends.
        "ResourceInUseException" => AwsFault.Unavailable,
        "InternalServerException" or "InternalFailure" or "InternalServiceError" or "ServiceUnavailable"
            or "ServiceUnavailableException" or "RequestTimeout" or "RequestTimeoutException" => AwsFault.Unavailable,
        _ => status switch
        {
            429 => AwsFault.Throttled,
            408 or >= 500 => AwsFault.Unavailable,

            // A success whose body is no JSON comes from something between us and AWS.
            >= 200 and < 300 => AwsFault.Unavailable,
            _ => AwsFault.Permanent,
        },
    };

    /// <summary>AWS does not accept who asks, whatever is asked.</summary>
    public static bool IsCredentials(string code) => code is "UnrecognizedClientException" or "InvalidSignatureException"
        or "MissingAuthenticationTokenException" or "InvalidClientTokenId" or "SignatureDoesNotMatch" or "IncompleteSignatureException";

    /// <summary>AWS does not allow this operation, or this resource.</summary>
    public static bool IsDenied(string code) => code is "AccessDeniedException" or "AccessDenied";

    /// <summary>The same for a failure without an answer: a time-out or a broken connection passes, missing credentials don't.</summary>
    public static AwsFault Of(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is HttpRequestException or IOException or SocketException or TimeoutException or OperationCanceledException)
                return AwsFault.Unavailable;
        }

        return AwsFault.Permanent;
    }
}
