namespace LambdaSync.Functions;

/// <summary>The wording of what a handler itself may say.</summary>
static class HandlerIssues
{
    public static Issue UnexpectedInFile(LandedFile landed, string error) => Issue.Error(
        IssueCodes.Unexpected, null, null, $"reading the file failed with an unexpected error ({error}); see the function's log for the stack trace",
        "report the error with the log lines; a corrected file, or a release that can read it, is a new version of the file") with
    { File = landed.Key };

    public static Issue UnexpectedInRecord(LandedFile landed, int index, string error) => Issue.Error(
        IssueCodes.Unexpected, null, null, $"reading the record failed with an unexpected error ({error}); see the function's log for the stack trace",
        "report the error with the log lines; the file's other records are used") with
    { File = landed.Key, Record = index };

    public static Issue SolutionUnreadable(string entry) => Issue.Warning(
        IssueCodes.AwsMalformed, "Id", entry, "an entry of AWS's list of solutions has no Id; no solution is marked as no longer listed",
        "run the command again; if the entry stays, ask AWS Partner support");

    public static Issue ObjectMissing(LandedFile landed) => Issue.Error(
        IssueCodes.ObjectMissing, null, null, "the notification names a file that is not in the bucket",
        "upload the file again if its records are still needed") with
    { File = landed.Key };
}
