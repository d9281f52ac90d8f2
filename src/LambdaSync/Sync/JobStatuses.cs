namespace LambdaSync.Sync;

/// <summary>A finished job's status (row D1).</summary>
public static class JobStatuses
{
    /// <param name="issues">Issues of the file as a whole.</param>
    public static JobStatus Of(IReadOnlyList<Issue> issues, int details, int failed)
    {
        var fileIsBad = issues.Any(i => i.Severity == Severity.Error);
        if (details == failed && (details > 0 || fileIsBad))
            return JobStatus.Error;
        return failed > 0 || fileIsBad ? JobStatus.Partial : JobStatus.Processed;
    }
}
