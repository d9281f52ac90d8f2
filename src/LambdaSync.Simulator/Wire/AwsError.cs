namespace LambdaSync.Simulator.Wire;

/// <summary>An answer that is an error, as the service's model names it.</summary>
/// <param name="type">ConflictException, ValidationException, ...</param>
sealed class AwsError(string type, string message, int status = 400) : Exception(message)
{
    public string Type => type;

    public int Status => status;

    /// <summary>Of a ValidationException or AccessDeniedException.</summary>
    public string? Reason { get; init; }

    public IReadOnlyList<FieldError> Fields { get; init; } = [];

    /// <summary>The request breaks the model (shape ValidationExceptionReason).</summary>
    public static AwsError BadRequest(IReadOnlyList<FieldError> fields) =>
        new("ValidationException", $"{fields.Count} validation error(s) detected: {string.Join("; ", fields.Select(f => f.Message))}") { Reason = "REQUEST_VALIDATION_FAILED", Fields = fields };

    /// <summary>The request is well formed, a rule of the business refuses it.</summary>
    public static AwsError Refused(params FieldError[] fields) =>
        new("ValidationException", string.Join("; ", fields.Select(f => f.Message))) { Reason = "BUSINESS_VALIDATION_FAILED", Fields = fields };

    public static AwsError NotFound(string what, string id) => new("ResourceNotFoundException", $"{what} {id} was not found.");

    public static AwsError Conflict(string message) => new("ConflictException", message);

    public static AwsError Denied(string message) => new("AccessDeniedException", message);

    public static AwsError Throttled(string message) => new("ThrottlingException", message);

    public static AwsError QuotaExceeded(string message) => new("ServiceQuotaExceededException", message);
}
