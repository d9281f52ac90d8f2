using LambdaSync.Marketplace.ChangeSets;

namespace LambdaSync.Kinds.ChangeSets;

/// <summary>What is said of change sets beside AWS's own errors.</summary>
static class ChangeSetIssues
{
    public static Issue Started(string purpose) => Issue.Note(
        IssueCodes.ChangeSetStarted, null, purpose, $"AWS Marketplace was asked for the change '{purpose}'; it takes minutes, with legal documents up to hours", "nothing to do: LambdaSync follows the change set to its end");

    public static Issue Succeeded(ChangeSetMemo memo) => Issue.Note(
        IssueCodes.ChangeSetSucceeded, null, memo.SetId, $"AWS Marketplace has applied the change '{memo.Purpose}'{(memo.EntityId is { } id ? $": {id}" : "")}", "nothing to do");

    public static Issue SentBefore(ChangeSetMemo memo) => Issue.Note(
        IssueCodes.ChangeSetPending, null, memo.SetId, "The same change was sent today; nothing is sent again.", "To send it once more, change the document or wait until tomorrow (UTC).");

    public static Issue Gone(ChangeSetMemo memo) => Issue.Error(
        IssueCodes.ChangeRefused, null, memo.SetId, "AWS Marketplace does not have the change set any more, so its end is not known", "check the entity in the AWS Marketplace Management Portal; send the change again if it is missing");

    public static Issue LeftBehind(string made) => Issue.Warning(
        IssueCodes.ChangeNotApplied, null, made, $"AWS Marketplace has by now: {made}. The offer set is not released", "run the same command again today (UTC) to continue from here; later, or with another document, cancel these offers first: AWS deletes none of them");

    public static Issue OfferGone(string id) => Issue.Error(
        IssueCodes.OfferTerms, "ids", id, "AWS Marketplace shows this account no such offer", "check the id with 'lambdasync offer list'");
}
