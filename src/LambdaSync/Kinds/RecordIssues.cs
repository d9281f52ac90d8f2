namespace LambdaSync.Kinds;

/// <summary>The wording of what reconciling a record may say.</summary>
public static class RecordIssues
{
    /// <summary>Why a record waits, for logs and lists: an issue's own words may quote a value, they are in the sync log.</summary>
    public static string? Cause(IEnumerable<Issue> issues) =>
        issues.FirstOrDefault(i => i.Severity == Severity.Error) is { } issue ? $"{issue.Code}{(issue.Field is null ? "" : " " + issue.Field)}; the sync log says more" : null;

    public static Issue GivenUp(string cause) => Issue.Error(
        IssueCodes.GivenUp, null, null, $"it was tried until the retries were used up; the last time: {cause}",
        "mend what is named, then 'lambdasync record refresh' it");

    public static Issue Unexpected(string error) => Issue.Error(
        IssueCodes.Unexpected, null, null, $"working on it met an error that nobody thought of ({error}); the function's log has more",
        "report it with the log's lines; 'lambdasync record refresh' tries it again");
}
