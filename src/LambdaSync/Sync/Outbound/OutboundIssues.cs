using LambdaSync.Mapping;

namespace LambdaSync.Sync.Outbound;

/// <summary>The wording of what an outbound decision may say.</summary>
static class OutboundIssues
{
    public static Issue Closed(string path, string reviewStatus) => Issue.Error(
        IssueCodes.ClosedField, path, null, $"AWS accepts no change of this field while the review status is {reviewStatus} and keeps its value",
        "set the field in the CRM to AWS's value, or ask AWS to open the record");

    public static Issue OfActivity(string path) => Issue.Note(
        IssueCodes.NeverSent, path, null, "AWS takes this field of a marketing activity only, so it is not sent while the marketing source is None",
        "nothing to do, or set the marketing source to Marketing Activity");

    public static Issue NoAssignee(string field) => Issue.Error(
        IssueCodes.NoAssignee, field, null, "AWS finds a user of Partner Central by the e-mail address, and the CRM has none",
        "map the user's e-mail address to OpportunityTeam[BusinessTitle=PartnerAccountManager].Email, or enter it in the CRM");

    public static Issue OtherElement(ElementLines element, IReadOnlyList<string> fields) => Issue.Error(
        IssueCodes.OtherElement, element.Path.ToString(), null,
        $"AWS has another element there than the one that the CRM record stands for, so the edits of {string.Join(", ", fields)} were not sent",
        "enter AWS's values in the CRM first, or change the list in Partner Central");
}
