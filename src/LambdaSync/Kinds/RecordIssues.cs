namespace LambdaSync.Kinds;

/// <summary>The wording of what reconciling a record may say.</summary>
public static class RecordIssues
{
    /// <summary>Why a record waits, for logs and lists: an issue's own words may quote a value, they are in the sync log.</summary>
    public static string? Cause(IEnumerable<Issue> issues) =>
        issues.FirstOrDefault(i => i.Severity == Severity.Error) is { } issue ? $"{issue.Code}{(issue.Field is null ? "" : " " + issue.Field)}; see the sync log" : null;

    public static Issue GivenUp(string cause) => Issue.Error(
        IssueCodes.GivenUp, null, null, $"all retries failed; last error: {cause}",
        "correct the cause, then run 'lambdasync record refresh ID'");

    /// <summary>Why a record waits whose stored value is lost.</summary>
    /// <param name="key">The value's key in the bucket.</param>
    public static string ValueMissingCause(string key) => $"{key} is missing from the bucket";

    public static Issue ValueMissing(string key) => Issue.Error(
        IssueCodes.ValueMissing, null, key, "a stored value of the record is missing from the bucket, or is not what was stored there",
        "restore the object from an earlier version, then run 'lambdasync record refresh ID'");

    public static Issue Unexpected(string error) => Issue.Error(
        IssueCodes.Unexpected, null, null, $"reconciling the record failed with an unexpected error ({error}); see the function's log for the stack trace",
        "report the error with the log lines; 'lambdasync record refresh ID' retries the record");
}
