namespace LambdaSync.Simulator.Wire;

/// <summary>One entry of a ValidationException's ErrorList.</summary>
/// <param name="Code">REQUIRED_FIELD_MISSING, INVALID_ENUM_VALUE, INVALID_STRING_FORMAT, INVALID_VALUE, NOT_ENOUGH_VALUES, TOO_MANY_VALUES, INVALID_RESOURCE_STATE, DUPLICATE_KEY_VALUE, VALUE_OUT_OF_RANGE, ACTION_NOT_PERMITTED.</param>
record FieldError(string? FieldName, string Code, string Message)
{
    public static FieldError Required(string field) => new(field, "REQUIRED_FIELD_MISSING", $"{field} is required.");

    public static FieldError Invalid(string field, string message) => new(field, "INVALID_VALUE", message);

    public static FieldError State(string field, string message) => new(field, "INVALID_RESOURCE_STATE", message);

    public static FieldError NotPermitted(string field, string message) => new(field, "ACTION_NOT_PERMITTED", message);
}
