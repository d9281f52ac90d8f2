using Amazon.Runtime;

namespace LambdaSync.Connections.Aws;

/// <summary>
/// What keeps every call from succeeding, whatever it asks: no credentials, credentials that AWS refuses, no region, no connection. The
/// texts hold no value of a record.
/// </summary>
public static class AccessErrors
{
    const string Settings = "set AWS_PROFILE, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, to credentials of the account that is linked to Partner Central";

    /// <summary>The error as one issue, or null when it says something about this call only.</summary>
    public static Issue? Of(AwsServiceException exception) => exception switch
    {
        { Status: 0, Transient: true } => Issue.Error(
            IssueCodes.AwsUnavailable, null, null, $"{exception.Operation} got no answer from AWS: {FirstLine(exception.Error.Message)}",
            "check the network, and AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING if one of them is set"),
        { Code: "NotJson" } => Issue.Error(
            IssueCodes.AwsUnavailable, null, null, $"what answered {exception.Operation} is not Partner Central: the answer is no JSON object",
            "check AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING if one of them is set, and the proxy"),
        { Status: 0 } => Rejected(exception.Operation, "", exception.InnerException is { } sdk ? Missing(sdk) : null),
        _ when OfCode(exception.Code) is { } known => Rejected(exception.Operation, exception.Code, known),
        { Operation: AssumedRole.Operation } when AwsFaults.IsDenied(exception.Code) => AwsIssues.Of(exception)[0] with { Code = IssueCodes.AwsRejected },
        _ when AwsFaults.IsDenied(exception.Code) => Issue.Error(
            IssueCodes.AwsRejected, null, null, $"AWS does not allow these credentials to call {exception.Operation} ({exception.Code})",
            "give the user or role the managed policy AWSPartnerCentralOpportunityManagement, and check that its account is linked to Partner Central"),
        _ => null,
    };

    /// <summary>The error of another AWS service's client as one line with its fix, or null when it says something about this call only.</summary>
    /// <param name="service">As people call it: "S3".</param>
    public static string? Of(Exception exception, string service) => exception switch
    {
        AmazonServiceException { ErrorCode: { } code } when OfCode(code) is { } known => Line($"{service}: {known.Rule} ({code})", known.Fix),
        AmazonServiceException { StatusCode: not 0 } => null,
        AmazonClientException or InvalidOperationException when Cause(exception) is null => Missing(exception) is var (rule, fix) ? Line($"{service}: {rule}", fix) : null,
        _ when Cause(exception) is { } network => Line(
            $"{service} can't be reached: {FirstLine(network.Message)}", "check the network, AWS_REGION, and AWS_ENDPOINT_URL if it is set"),
        _ => null,
    };

    static Issue Rejected(string operation, string code, (string Rule, string Fix)? known) => Issue.Error(
        IssueCodes.AwsRejected, null, null, $"{operation} failed: {known?.Rule ?? "the request could not be sent"}{(code.Length > 0 ? $" ({code})" : "")}", known?.Fix ?? Settings);

    static (string Rule, string Fix)? OfCode(string code) => code switch
    {
        "UnrecognizedClientException" or "InvalidClientTokenId" or "InvalidAccessKeyId" => (
            "AWS does not know the access key", "check AWS_ACCESS_KEY_ID or the profile; a temporary key also needs its AWS_SESSION_TOKEN"),
        "InvalidSignatureException" or "SignatureDoesNotMatch" or "IncompleteSignatureException" => (
            "AWS does not accept the request's signature", "check AWS_SECRET_ACCESS_KEY or the profile, and the clock of this machine"),
        "RequestTimeTooSkewed" or "RequestExpired" => ("the clock of this machine differs from AWS's by more than five minutes", "set the clock"),
        "ExpiredToken" or "ExpiredTokenException" => (
            "the session of the AWS credentials has expired", "get new credentials, for example with 'aws sso login'"),
        "MissingAuthenticationTokenException" or "MissingAuthenticationToken" => ("the request has no AWS credentials", Settings),
        _ => null,
    };

    // The SDK's own errors before anything is sent.
    static (string Rule, string Fix) Missing(Exception sdk) => sdk.Message switch
    {
        var text when text.Contains("RegionEndpoint", StringComparison.Ordinal) => ("no AWS region is set", "set AWS_REGION, for example to us-east-1, or the region of AWS_PROFILE"),
        var text when text.Contains("ServiceURL", StringComparison.Ordinal) => (FirstLine(text), "check AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING: an endpoint begins with https:// or http://"),
        var text when text.Contains("resolve AWS credentials", StringComparison.Ordinal) => ("no AWS credentials were found", Settings),
        var text => (FirstLine(text), "check AWS_PROFILE, AWS_REGION and the AWS credentials of this machine"),
    };

    static Exception? Cause(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is HttpRequestException or IOException or TimeoutException or OperationCanceledException)
                return cause;
        }

        return null;
    }

    static string Line(string rule, string fix) => $"{Sentence.Of(rule)} Fix: {Sentence.Of(fix)}";

    static string FirstLine(string text) => text.AsSpan().Trim() is var trimmed && trimmed.IndexOfAny('\r', '\n') is var end and > 0 ? trimmed[..end].ToString() : trimmed.ToString();
}
