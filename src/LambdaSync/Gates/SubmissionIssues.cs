using LambdaSync.Mapping;

namespace LambdaSync.Gates;

/// <summary>The wording of <see cref="SubmissionGates"/>.</summary>
static class SubmissionIssues
{
    // Action Required: docs.aws.amazon.com/partner-central/latest/developer-guide/working-with-your-opportunities.html, an update re-enters the review.
    public static Issue? ReviewStatus(CompiledMapping mapping, GateOpportunity opportunity)
    {
        var name = GateFields.Name(mapping, "LifeCycle.ReviewStatus");
        return opportunity.ReviewStatus switch
        {
            "Pending Submission" => null,
            null when opportunity.Id is null => null,
            null => Issue.Warning(
                IssueCodes.GateReviewStatus, name, null, "AWS shows no review status for this opportunity; only a draft (Pending Submission) can be submitted.",
                "Look at the opportunity in Partner Central; run 'lambdasync record refresh ID' to read it again."),
            "Action Required" => Refused(
                name, "Action Required", "AWS asks for corrections; your update alone returns the opportunity to the review, and a second submission is refused",
                $"Correct in the CRM what {GateFields.ReviewComments(mapping)} asks for; LambdaSync sends the update."),
            "Submitted" or "In review" or "In Review" => Refused(
                name, opportunity.ReviewStatus, "The opportunity is with AWS's reviewers already", "Wait for AWS's answer: Approved or Action Required."),
            "Approved" => Refused(name, "Approved", "AWS has approved this opportunity already", "Nothing to submit: edits of the CRM record go to AWS as they are made."),
            "Rejected" => Refused(name, "Rejected", "AWS has rejected this opportunity, and a rejected opportunity can't be submitted again", "Create a new opportunity if the reason no longer holds."),
            var other => Refused(name, other, "Only a draft (review status Pending Submission) can be submitted", "Look at the opportunity in Partner Central."),
        };
    }

    public static Issue Referral(string name) => Issue.Error(
        IssueCodes.GateReferral, name, "AWS Referral", "This opportunity came from AWS (a referral), and AWS takes submissions of your own opportunities only.",
        "Nothing to submit: accept the invitation, then work on it in the CRM; edits go to AWS as they are made.");

    public static Issue Stage(CompiledMapping mapping, string? stage)
    {
        var name = GateFields.Name(mapping, "LifeCycle.Stage");
        string[] open = ["Qualified", "Technical Validation", "Business Validation", "Committed", "Launched"];
        return stage == "Closed Lost"
            ? Issue.Error(
                IssueCodes.GateStage, name, stage, "A lost deal can't be submitted (AWS: INVALID_RESOURCE_STATE).", "Nothing, if it is lost; else set the stage back.")
            : Issue.Error(
                IssueCodes.GateStage, name, stage, $"{name} has to stand for Qualified or later at AWS (AWS: INVALID_RESOURCE_STATE).",
                $"Set {name} to one of: {GateFields.Values(mapping, "LifeCycle.Stage", open)}, once the customer has confirmed the need.");
    }

    static Issue Refused(string name, string status, string rule, string fix) =>
        Issue.Error(IssueCodes.GateReviewStatus, name, status, $"{rule} (AWS: INVALID_RESOURCE_STATE).", fix);
}
