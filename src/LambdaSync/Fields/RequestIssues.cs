namespace LambdaSync.Fields;

/// <summary>The issues of <see cref="RequestCheck"/>.</summary>
static class RequestIssues
{
    public static Issue NotAnObject() => Issue.Error(
        IssueCodes.RequestNotJson, null, null, "A request's body is one JSON object.",
        "Report this with the record's log: the body was made by LambdaSync.");

    public static Issue Masked(string place) => Issue.Error(
        IssueCodes.Masked, place, Mask.Text,
        $"{place} is not known yet: AWS shows it once the referral is accepted, and sending the placeholder would overwrite it.",
        "Accept the invitation in Partner Central, then run 'lambdasync record refresh ID'.");

    public static Issue Missing(string place, bool firm) => new(
        IssueCodes.Required, firm ? Severity.Error : Severity.Warning, place, null,
        firm ? $"{place} is required." : $"AWS's field sheet requires {place}.",
        "Fill the field in the CRM, or map it with a fallback.");

    public static Issue WrongKind(string place, string wanted, bool firm) => new(
        IssueCodes.WrongType, firm ? Severity.Error : Severity.Warning, place, null,
        $"{place} has to be {wanted}.", "Map a field of the right type.");

    public static Issue Count(string place, int count, ListLimit limit) => count < limit.Fewest
        ? Issue.Error(
            IssueCodes.TooFew, place, null,
            FormattableString.Invariant($"{place} takes at least {limit.Fewest} elements; the request has {count}."),
            "Add one, or leave the list out.")
        : Issue.Error(
            IssueCodes.TooMany, place, null,
            FormattableString.Invariant($"{place} takes at most {limit.Most} elements; the request has {count}."),
            "Remove some where they were entered.");
}
