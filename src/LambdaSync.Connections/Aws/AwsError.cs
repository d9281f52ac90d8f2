namespace LambdaSync.Connections.Aws;

/// <summary>What an answer that is no success says.</summary>
/// <param name="Status">The HTTP status; 0 when no answer came.</param>
/// <param name="Code">
/// The exception's name without namespace (<c>ThrottlingException</c>); empty when neither header nor body names one.
/// </param>
/// <param name="Reason">Partner Central's Reason, such as <c>BUSINESS_VALIDATION_FAILED</c>; empty when there is none.</param>
/// <param name="Message">AWS's text, or the beginning of a body that is no JSON. May quote values: never for a log line.</param>
/// <param name="Fields">The ErrorList.</param>
/// <param name="RequestId">AWS's id of the request, for support; empty when the answer has none.</param>
public sealed record AwsError(
    int Status, string Code, string Reason, string Message, IReadOnlyList<AwsFieldError> Fields, string RequestId);
