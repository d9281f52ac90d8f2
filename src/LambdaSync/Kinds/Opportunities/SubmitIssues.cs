using System.Globalization;
using LambdaSync.Gates;
using LambdaSync.Sync;
using LambdaSync.Sync.Outbound;

namespace LambdaSync.Kinds.Opportunities;

/// <summary>The wording of what a submission may say.</summary>
static class SubmitIssues
{
    public static Issue Started(string involvement, string? visibility) => Issue.Note(
        IssueCodes.Submission, null, null, $"AWS was asked to take the opportunity ({involvement}, visibility {visibility ?? "of AWS's choice"})",
        "nothing to do: LambdaSync follows AWS's task to its end");

    public static Issue Complete(string? engagement) => Issue.Note(
        IssueCodes.Submission, null, null, engagement is null ? "AWS has taken the submission" : $"AWS has taken the submission; the engagement is {engagement}",
        "nothing to do: AWS's review follows");

    public static Issue Running(SubmissionState running) => Issue.Note(
        IssueCodes.TaskRunning, null, null, $"AWS has been working on a submission of this opportunity since {Time(running.Started)}; no second one was started",
        "wait for its end");

    public static Issue Endless(SubmissionState running) => Issue.Error(
        IssueCodes.TaskRunning, null, null, $"AWS has been working on the submission since {Time(running.Started)}, longer than a day",
        "look at the opportunity in Partner Central; if it is submitted there, run 'lambdasync record refresh ID', else ask AWS Partner support");

    public static Issue UnsentEdits(IReadOnlySet<string> fields) => Issue.Error(
        IssueCodes.UnsentEdits, null, null, $"the CRM has edits that AWS does not have ({string.Join(", ", fields.Order(StringComparer.Ordinal))}), and reviewers would not see them",
        "correct these values, as the sync log says, so that they can be sent; the submission follows");

    public static string FailedCause(SubmissionState failed) => $"the submission failed ({failed.ReasonCode ?? "no reason"}) and is tried again";

    public static bool IsReferral(RecordState state) => new GateOpportunity(state.AwsBaseline).Origin == "AWS Referral";

    /// <summary>Why the opportunity is not one to submit, or null: it is a draft of the partner's.</summary>
    public static Issue? NotNow(RecordState state)
    {
        if (IsReferral(state))
            return Skipped("AWS referred this opportunity, so it is not submitted", "accept or reject it instead");
        return OpportunityBody.ReviewStatus(state.AwsBaseline) switch
        {
            "Pending Submission" => null,
            "Submitted" or "In review" or "In Review" => Skipped("AWS has the submission and reviews it", "wait for the review"),
            "Action Required" => Skipped("AWS asks for corrections; it reviews the opportunity again as soon as one is sent", "correct what the review comments name: no second submission is needed"),
            "Approved" => Skipped("AWS has approved this opportunity already", "nothing to do"),
            "Rejected" => Skipped("AWS has rejected this opportunity", "look at the review status reason in Partner Central"),
            null => Skipped("AWS gives no review status for this opportunity", "look at it in Partner Central, then run 'lambdasync record refresh ID'"),
            var status => Skipped($"AWS's review status is {status}, in which nothing is submitted", "look at the opportunity in Partner Central"),
        };
    }

    static Issue Skipped(string rule, string fix) => Issue.Warning(IssueCodes.NotSubmittable, "LifeCycle.ReviewStatus", null, rule, fix);

    static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
