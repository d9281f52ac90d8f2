namespace LambdaSync.Functions;

/// <summary>The wording of what a handler itself may say.</summary>
static class HandlerIssues
{
    public static Issue ObjectMissing(LandedFile landed) => Issue.Error(
        IssueCodes.ObjectMissing, null, null, "the notification names a file that is not in the bucket",
        "upload the file again if its records are still needed") with
    { File = landed.Key };
}
