using LambdaSync.Simulator.Wire;

namespace LambdaSync.Simulator.Marketplace;

/// <summary>Errors of both APIs.</summary>
static class MarketErrors
{
    /// <summary>Catalog's 422.</summary>
    public static AwsError Invalid(string message, string? field = null, string reason = "FieldValidationFailed") =>
        new("ValidationException", message, 422) { Fields = [new FieldError(field, reason, message)] };

    public static AwsError Invalid(IReadOnlyList<MarketFieldError> errors) =>
        new("ValidationException", string.Join("; ", errors.Select(e => e.Message)), 422) { Fields = errors };

    public static AwsError NotFound(string what, string id) => new("ResourceNotFoundException", $"{what} {id} was not found.");

    public static AwsError InUse(string message) => new("ResourceInUseException", message, 423);

    public static AwsError NotSupported(string message) => new("ResourceNotSupportedException", message, 415);

    /// <summary>Agreement's AccessDeniedException.</summary>
    public static AwsError Denied(string reason) => new("AccessDeniedException", "You do not have access to perform this operation.") { Reason = reason };

    /// <summary>Agreement's ValidationException.</summary>
    public static AwsError Agreement(string reason, string message) => new("ValidationException", message) { Reason = reason };
}
