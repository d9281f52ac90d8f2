namespace LambdaSync.Sync.Outbound;

/// <summary>The wording of what an outbound decision may say.</summary>
static class OutboundIssues
{
    public static Issue Closed(string path, string reviewStatus) => Issue.Error(
        IssueCodes.ClosedField, path, null, $"AWS accepts no change of this field while the review status is {reviewStatus} and keeps its value",
        "set the field in the CRM to AWS's value, or ask AWS to open the record");
}
