using LambdaSync.Mapping;

namespace LambdaSync.Gates;

/// <summary>The wording of how an opportunity stands that is not a draft.</summary>
static class ReadinessIssues
{
    public static Issue Lost(CompiledMapping mapping) => Issue.Note(
        IssueCodes.GateStage, GateFields.Name(mapping, "LifeCycle.Stage"), "Closed Lost", "The deal is lost; nothing of it is to be made ready.", "Nothing to do.");

    public static Issue ActionRequired(CompiledMapping mapping, GateOpportunity opportunity) => Issue.Error(
        IssueCodes.GateReviewStatus, GateFields.Name(mapping, "LifeCycle.ReviewStatus"), opportunity.Text("LifeCycle", "ReviewComments") ?? opportunity.Text("LifeCycle", "ReviewStatusReason"),
        "AWS asks for corrections before it approves the opportunity.",
        $"Correct in the CRM what {GateFields.ReviewComments(mapping)} asks for; the update alone returns the opportunity to the review.");

    public static Issue NothingToDo(CompiledMapping mapping, string reviewStatus) => Issue.Note(
        IssueCodes.GateReviewStatus, GateFields.Name(mapping, "LifeCycle.ReviewStatus"), reviewStatus,
        reviewStatus == "Rejected" ? "AWS has rejected the opportunity; it takes no more changes." : "AWS is reviewing the opportunity and takes no changes meanwhile.",
        reviewStatus == "Rejected" ? "Create a new opportunity if the reason no longer holds." : "Wait for AWS's answer; edits of the CRM record are kept and sent then.");
}
