namespace LambdaSync.Connections.Aws;

/// <summary>One entry of a ValidationException's ErrorList.</summary>
/// <param name="FieldName">The member's path as AWS names it, or empty where AWS names none.</param>
/// <param name="Code">Such as <c>REQUIRED_FIELD_MISSING</c> or <c>ACTION_NOT_PERMITTED</c>; newer codes pass as they are.</param>
/// <param name="Message">AWS's text. May quote the value: for the store and the screen, never for a log line.</param>
public sealed record AwsFieldError(string FieldName, string Code, string Message);
