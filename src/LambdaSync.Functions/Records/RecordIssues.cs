namespace LambdaSync.Functions.Records;

/// <summary>The wording of what working on a record may say.</summary>
static class RecordIssues
{
    public static Issue GivenUp(string cause) => Issue.Error(
        IssueCodes.GivenUp, null, null, $"it was tried until the retries were used up; the last time: {cause}",
        "mend what is named, then 'lambdasync record refresh' it");

    public static Issue Unexpected(string error) => Issue.Error(
        IssueCodes.Unexpected, null, null, $"working on it met an error that nobody thought of ({error}); the function's log has more",
        "report it with the log's lines; 'lambdasync record refresh' tries it again");
}
