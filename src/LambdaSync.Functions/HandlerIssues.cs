namespace LambdaSync.Functions;

/// <summary>The wording of what a handler itself may say.</summary>
static class HandlerIssues
{
    public static Issue ObjectMissing(LandedFile landed) => Issue.Error(
        IssueCodes.ObjectMissing, null, null, "the notification tells of a file that is not in the bucket (any more)",
        "put the file there again if its records are still wanted") with
    { File = landed.Key };
}
