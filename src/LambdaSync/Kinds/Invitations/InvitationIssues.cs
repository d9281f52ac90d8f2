using System.Globalization;
using LambdaSync.Gates;
using LambdaSync.Sync.Invitations;

namespace LambdaSync.Kinds.Invitations;

/// <summary>The wording of what may be said of an invitation.</summary>
static class InvitationIssues
{
    public static Issue Accepting() => Issue.Note(
        IssueCodes.InvitationAnswered, "invitation:Status", null, "AWS was asked to accept the invitation", "nothing to do: LambdaSync follows the acceptance to its end");

    public static Issue Rejecting() => Issue.Note(
        IssueCodes.InvitationAnswered, "invitation:Status", null, "AWS was asked to reject the invitation", "nothing to do");

    public static Issue InFiles(bool isLead) => Issue.Error(
        IssueCodes.TravelsInFiles, "invitation:Status", null, $"{(isLead ? "leads" : "opportunities")} travel in files, so the invitation is not answered through the API",
        "answer the record that AWS's file brings, or let them travel through the API: 'lambdasync migrate check' lists what is to be done");

    public static Issue LeftToFiles(bool isLead) => Issue.Note(
        IssueCodes.TravelsInFiles, "invitation:Status", null, $"{(isLead ? "leads" : "opportunities")} travel in files, so the invitation has no CRM record: AWS's file brings one",
        "nothing to do; when they travel through the API, the next sweep creates the record of an invitation that still waits for its answer");

    public static Issue Complete(string? opportunity) => Issue.Note(
        IssueCodes.InvitationAnswered, "invitation:Status", null,
        opportunity is null ? "AWS has accepted the invitation" : $"AWS has accepted the invitation; the opportunity is {opportunity}", "nothing to do: its data follow");

    public static Issue TakenOver(string invitation, string awsId) => Issue.Note(
        IssueCodes.InvitationAnswered, null, awsId, $"{awsId} came of invitation {invitation} and has its CRM record now", "nothing to do: its data follow");

    /// <param name="members">Members of the opportunity that are the sender's own.</param>
    public static Issue NotCopied(IReadOnlyList<string> members) => Issue.Warning(
        IssueCodes.InvitationNotCopied, null, string.Join(", ", members), $"AWS does not copy these values from the other partner's opportunity: {string.Join(", ", members)}",
        "fill them in the CRM before the opportunity is qualified");

    /// <summary>Why an answer has no effect.</summary>
    public static Issue Over(string? status) => Issue.Warning(
        IssueCodes.InvitationOver, "invitation:Status", status, $"the invitation {Words(status)}, so the answer has no effect", "nothing to do");

    public static Issue NowOver(string? status) => Issue.Note(
        IssueCodes.InvitationOver, "invitation:Status", status, $"the invitation {Words(status)}; this was not done by LambdaSync", "nothing to do");

    public static Issue Unknown(string id) => Issue.Warning(
        IssueCodes.InvitationUnknown, null, id, "AWS does not know this invitation, or the role may not read it", "check the id with 'lambdasync invitation list'");

    public static Issue Sent(string id) => Issue.Warning(
        IssueCodes.InvitationUnknown, null, id, "this partner sent the invitation, so its receiver answers it", "wait for the answer");

    public static Issue Endless(AcceptanceTask running) => Issue.Error(
        IssueCodes.TaskRunning, null, null, $"AWS has been working on the acceptance since {Time(running.Started)}, longer than a day",
        "look at the invitation in Partner Central; if it is accepted there, run 'lambdasync record refresh ID', else ask AWS Partner support");

    public static Issue Ending(DateTimeOffset end, int days, bool inFiles) => Issue.Warning(
        IssueCodes.InvitationEnding, "invitation:ExpirationDate", null, $"the invitation waits for an answer and ends at {Time(end)}, in less than {Days(days)}",
        inFiles ? "answer the record that AWS's file brings" : "accept or reject it in its CRM record, or with 'lambdasync invitation accept' or 'lambdasync invitation reject'");

    public static TaskReason ReasonOf(AcceptanceTask failed) => TaskReasons.Of(failed.ReasonCode ?? "");

    /// <summary>The failure of an acceptance.</summary>
    public static Issue Failed(AcceptanceTask failed)
    {
        var reason = ReasonOf(failed);
        return new Issue(
            IssueCodes.TaskFailed, reason.MayRetry(failed.Attempts) ? Severity.Warning : Severity.Error, null, reason.Code, $"Acceptance failed: {reason.Sentence} ({reason.Code}).",
            reason.Fix.Replace("submit it again", "accept it again", StringComparison.Ordinal));
    }

    public static string FailedCause(AcceptanceTask failed) => $"the acceptance failed ({failed.ReasonCode}) and is tried again";

    static string Words(string? status) => status switch
    {
        InvitationMemo.Accepted => "was accepted",
        InvitationMemo.Rejected => "was rejected",
        InvitationMemo.Expired => "has expired",
        null => "has no status at AWS",
        "GONE" => "is no longer available at AWS",
        _ => $"has the status {status}",
    };

    static string Days(int days) => days == 1 ? "a day" : string.Create(CultureInfo.InvariantCulture, $"{days} days");

    static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
