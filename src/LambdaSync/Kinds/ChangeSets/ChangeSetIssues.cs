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

    public static Issue Accepted(string offer, string agreement) => Issue.Error(
        IssueCodes.OfferTerms, "ids", offer, $"A buyer has accepted the offer: {agreement}. Its end would not change the agreement, and a new offer would be a second one",
        $"make an offer that replaces the agreement: a document with AgreementId {agreement}; for other buyers, clone the offer and cancel it");

    public static Issue HasAgreement(IReadOnlyList<string> agreements) => Issue.Warning(
        IssueCodes.OfferTerms, "BuyerAccounts", string.Join(", ", agreements), $"A buyer has an active agreement for this product: {string.Join(", ", agreements)}. Unless the product takes several at once, AWS Marketplace refuses to accept the offer",
        "to change the agreement, make an offer from it (AgreementId); to follow it, give the offer an AgreementStartDate after its end");

    public static Issue Cancelling(ChangeSetMemo memo) => Issue.Note(
        IssueCodes.ChangeSetStarted, null, memo.SetId, $"AWS Marketplace was asked to cancel the change '{memo.Purpose}'", "nothing to do: LambdaSync follows the change set to its end");

    public static Issue Cancelled(ChangeSetMemo memo) => Issue.Note(
        IssueCodes.ChangeNotApplied, null, memo.SetId, $"The change '{memo.Purpose}' was cancelled, and nothing was changed", "nothing to do; the same command requests it again");

    public static Issue TooLate(ChangeSetMemo memo, string status) => Issue.Error(
        IssueCodes.ChangeSetPending, null, memo.SetId, $"It is too late to cancel the change set: AWS Marketplace has it in {status}",
        status == ChangeSetState.Applying ? "wait for its end, which LambdaSync follows; then change what it has changed" : "nothing to do: it has ended");

    public static Issue Gone(ChangeSetMemo memo) => Issue.Error(
        IssueCodes.ChangeRefused, null, memo.SetId, "AWS Marketplace does not have the change set any more, so its end is not known", "check the entity in the AWS Marketplace Management Portal; send the change again if it is missing");

    public static Issue LeftBehind(string made) => Issue.Warning(
        IssueCodes.ChangeNotApplied, null, made, $"AWS Marketplace has by now: {made}. The offer set is not released", "run the same command again today (UTC) to continue from here; later, or with another document, cancel these offers first: AWS deletes none of them");

    public static Issue Missing(string id) => id.StartsWith("offer-", StringComparison.Ordinal)
        ? Issue.Error(IssueCodes.OfferTerms, "ids", id, "AWS Marketplace shows this account no such offer", "check the id with 'lambdasync offer list'")
        : Issue.Error(IssueCodes.AuthorizationTerms, "ids", id, "AWS Marketplace shows this account no such resale authorization", "check the id with 'lambdasync resale list'");
}
