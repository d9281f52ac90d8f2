namespace LambdaSync.Connections.Aws;

/// <summary>What AWS refused, as the sync log shows it: one issue a field AWS names, else one for the call.</summary>
public static class AwsIssues
{
    /// <summary>Errors if a person must act; a warning if LambdaSync retries the call.</summary>
    /// <param name="changed">The paths of the opportunity that the call changes, or null: not known, or all of them.</param>
    public static IReadOnlyList<Issue> Of(AwsServiceException exception, IReadOnlyList<string>? changed = null) => exception switch
    {
        { Transient: true } =>
        [
            Issue.Warning(
                IssueCodes.AwsUnavailable, null, null, Rule(exception, exception.Error.Message),
                "Nothing to do: LambdaSync retries until the retry cut-off."),
        ],
        { Fault: AwsFault.Conflict } =>
        [
            Issue.Error(
                IssueCodes.AwsConflict, null, null, Rule(exception, exception.Error.Message),
                "AWS may have changed the record meanwhile. Run 'lambdasync record refresh ID' to compare it again."),
        ],
        { IsAccess: true, Operation: AssumedRole.Operation } =>
            [Issue.Error(IssueCodes.AwsAccessDenied, null, null, Rule(exception, exception.Error.Message), RoleFix)],
        { IsAccess: true } =>
        [
            Issue.Error(
                IssueCodes.AwsAccessDenied, null, null, Rule(exception, exception.Error.Message),
                "Check the credentials, give their role the right for this operation, and check that the account is linked to Partner Central."),
        ],
        { ErrorList.Count: 0 } =>
            [Issue.Error(IssueCodes.AwsRejected, null, null, Rule(exception, exception.Error.Message), Fix(exception, exception.Code))],
        _ =>
        [
            .. exception.ErrorList.Select(field => Issue.Error(
                IssueCodes.AwsRejected, field.FieldName.Length > 0 ? field.FieldName : null, null,
                Rule(exception, field.Message.Length > 0 ? $"{field.Code}: {field.Message}" : $"{field.Code}."), IsOfAws(field, changed) ? OfAws(field.FieldName) : Fix(exception, field.Code))),
        ],
    };

    const string RoleFix = "Check that the role's trust policy names who assumes it and the external id that is set for it, and that who assumes it may: sts:AssumeRole.";

    /// <summary>The refusal in one sentence; of a role that can't be assumed with the role and the fix.</summary>
    public static string Rule(this AwsServiceException refused) => refused is { IsAccess: true, Operation: AssumedRole.Operation } ? $"{Rule(refused, refused.Error.Message)}. Fix: {RoleFix}" : refused.Message;

    // The call sends back what AWS has in every field that it does not change.
    static bool IsOfAws(AwsFieldError field, IReadOnlyList<string>? changed)
    {
        var named = WithoutIndexes(field.FieldName);
        return changed is not null && field.Code != "REQUIRED_FIELD_MISSING" && named.Contains('.', StringComparison.Ordinal)
            && !changed.Any(path => IsWithin(named, path) || IsWithin(path, named));
    }

    static string OfAws(string field) => $"AWS has this value of {field} itself; it was not changed in the CRM. Correct it in Partner Central, then run 'lambdasync record refresh ID'.";

    static bool IsWithin(string path, string parent) =>
        path.StartsWith(parent, StringComparison.OrdinalIgnoreCase) && (path.Length == parent.Length || path[parent.Length] == '.');

    // AWS names an element as [0] or as .0.
    static string WithoutIndexes(string path) =>
        string.Join('.', path.Split('.', '[', ']').Where(step => step.Length > 0 && !step.All(char.IsAsciiDigit)));

    static string Rule(AwsServiceException exception, string said)
    {
        var code = exception.Code.Length > 0 ? exception.Code : exception.Status == 0 ? "no answer" : $"HTTP {exception.Status}";
        return said.Length > 0 ? $"AWS answered {exception.Operation} with {code}: {said}" : $"AWS answered {exception.Operation} with {code}.";
    }

    // Codes of ValidationException's ErrorList, then of exceptions, from AWS's API model.
    static string Fix(AwsServiceException exception, string code) => code switch
    {
        "REQUIRED_FIELD_MISSING" => "Fill the field in the CRM, or map it with a fallback.",
        "INVALID_ENUM_VALUE" => "Choose a value that AWS accepts, or map the CRM's value to one.",
        "INVALID_STRING_FORMAT" or "INVALID_VALUE" or "VALUE_OUT_OF_RANGE" => "Correct the value where it was entered.",
        "NOT_ENOUGH_VALUES" => "Add a value.",
        "TOO_MANY_VALUES" => "Remove values.",
        "DUPLICATE_KEY_VALUE" => "Find the record that already has this value and correct one of the two.",
        "INVALID_RESOURCE_STATE" or "ACTION_NOT_PERMITTED" =>
            "Check the record's stage and review status: AWS does not accept this change in its present state.",
        "ResourceNotFoundException" => "Check the identifier and the catalog; the record may have been removed at AWS.",
        "ServiceQuotaExceededException" => "Remove what is no longer needed, or ask for a higher quota in Service Quotas.",
        // A code that is newer than this release: AWS finds the request by its id.
        _ => $"Correct what AWS names, then run 'lambdasync record refresh ID'.{(exception.RequestId.Length > 0 ? $" AWS's id of the request is {exception.RequestId}." : "")}",
    };
}
