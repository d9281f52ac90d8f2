namespace LambdaSync.Functions.Records;

/// <summary>The wording of what working on a record may say.</summary>
static class RecordIssues
{
    public static Issue GivenUp(string cause) => Issue.Error(
        IssueCodes.GivenUp, null, null, $"it was tried until the retries were used up; the last time: {cause}",
        "mend what is named, then 'lambdasync record refresh' it");
}
