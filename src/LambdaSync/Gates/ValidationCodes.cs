namespace LambdaSync.Gates;

/// <summary>The codes of a ValidationException's ErrorList (docs.aws.amazon.com/partner-central/latest/APIReference/API_ValidationExceptionError.html).</summary>
public static class ValidationCodes
{
    /// <param name="code">Such as <c>REQUIRED_FIELD_MISSING</c>.</param>
    /// <param name="message">AWS's text, or null. A wait for another request's lock comes as a validation error too, and only its text says so.</param>
    /// <param name="isAssociation">The error is AssociateOpportunity's or DisassociateOpportunity's: a duplicate is then what was wanted.</param>
    public static ValidationCodeClass Of(string code, string? message = null, bool isAssociation = false)
    {
        if (message is not null && (message.Contains("exclusive access", StringComparison.OrdinalIgnoreCase) || message.Contains("UNABLE_TO_LOCK_ROW", StringComparison.Ordinal)))
            return ValidationCodeClass.Transient;
        if (isAssociation && code != "TOO_MANY_VALUES" && (code == "DUPLICATE_KEY_VALUE" || message?.Contains("already", StringComparison.OrdinalIgnoreCase) == true))
            return ValidationCodeClass.Done;
        return code switch
        {
            "REQUIRED_FIELD_MISSING" or "INVALID_ENUM_VALUE" or "INVALID_STRING_FORMAT" or "INVALID_VALUE" or "NOT_ENOUGH_VALUES" or "TOO_MANY_VALUES"
                or "VALUE_OUT_OF_RANGE" or "DUPLICATE_KEY_VALUE" => ValidationCodeClass.Person,
            "INVALID_RESOURCE_STATE" => ValidationCodeClass.Reread,
            "ACTION_NOT_PERMITTED" => ValidationCodeClass.Locked,
            _ => ValidationCodeClass.Unknown,
        };
    }

    /// <summary>The class of a whole answer: what a person has to correct comes before what is only to be waited for.</summary>
    public static ValidationCodeClass Of(IEnumerable<(string Code, string? Message)> errors, bool isAssociation = false)
    {
        ValidationCodeClass[] order = [ValidationCodeClass.Unknown, ValidationCodeClass.Person, ValidationCodeClass.Reread, ValidationCodeClass.Locked, ValidationCodeClass.Transient, ValidationCodeClass.Done];
        return errors.Select(error => Of(error.Code, error.Message, isAssociation)).DefaultIfEmpty(ValidationCodeClass.Unknown).MinBy(found => Array.IndexOf(order, found));
    }
}
