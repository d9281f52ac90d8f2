namespace LambdaSync.Marketplace.ChangeSets;

/// <summary>Why a change set failed, as issues: one an error that AWS names, and a note for each change that was not applied because of the others.</summary>
public static class ChangeSetFailure
{
    public static IReadOnlyList<Issue> Of(ChangeSetState set)
    {
        if (set.IsServerFault)
        {
            return
            [
                Issue.Warning(
                    IssueCodes.AwsUnavailable, null, set.Id, $"AWS Marketplace failed while it applied the change set (SERVER_FAULT){Said(set.FailureDescription)}. Nothing was changed.",
                    "Send the same changes again; if AWS fails again, open a case with AWS Marketplace seller support and give the change set's id."),
            ];
        }

        if (set.Status == ChangeSetState.Cancelled)
            return [Issue.Error(IssueCodes.ChangeNotApplied, null, set.Id, "The change set was cancelled, and nothing was changed.", "Send it again if the change is still wanted.")];
        List<Issue> issues = [.. set.Changes.SelectMany(change => change.Errors.Select(error => Refused(change, error)))];
        if (issues.Count == 0)
        {
            issues.Add(Issue.Error(
                IssueCodes.ChangeRefused, null, set.Id, $"AWS Marketplace refused the change set without naming a change{Said(set.FailureDescription)}.", "Open the change set in the AWS Marketplace Management Portal, or ask AWS Marketplace seller support."));
        }

        issues.AddRange(set.Changes.Where(c => c.Errors.Count == 0).Select(c => Issue.Note(
            IssueCodes.ChangeNotApplied, c.Type, c.EntityId, $"{c.Type} was not applied: a change set is all or nothing.", "It is sent again with the corrected change.")));
        return issues;
    }

    static Issue Refused(ChangeState change, ChangeError error)
    {
        var (sentence, fix) = ChangeErrorCodes.Of(error.Code);
        return Issue.Error(IssueCodes.ChangeRefused, change.Type, change.EntityId, $"{sentence} ({error.Code}){Said(error.Message)}", fix);
    }

    static string Said(string? text) => string.IsNullOrWhiteSpace(text) ? "" : $" AWS: {text.Trim()}";
}
