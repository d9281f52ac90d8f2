using static LambdaSync.Gates.TaskReasonClass;

namespace LambdaSync.Gates;

/// <summary>The ReasonCodes of engagement tasks (docs.aws.amazon.com/partner-central/latest/APIReference: EngagementInvitation and opportunity tasks).</summary>
public static class TaskReasons
{
    const string TryAgain = "Nothing to do: LambdaSync reads the record again and retries.";

    static readonly Dictionary<string, TaskReason> All = new TaskReason[]
    {
        new("OpportunityValidationFailed", "AWS needs corrections before it takes this opportunity", Person, "Correct the fields that AWS's message in the sync log names ('lambdasync log show ID'), then submit it again."),
        new("OpportunitySubmissionFailed", "AWS did not take the submission", Reread, "Check stage, target close date and solution, then submit it again."),
        new("OpportunityConflict", "the opportunity changed while it was submitted", Transient, TryAgain),
        Access("OpportunityAccessDenied", "read or submit opportunities", "GetOpportunity", "SubmitOpportunity", "CreateOpportunity"),
        new("EngagementValidationFailed", "the data of the engagement are not valid", Person, "Check title, description and customer of the opportunity, then submit it again."),
        new("EngagementConflict", "the engagement changed meanwhile or exists already", Transient, TryAgain),
        Access("EngagementAccessDenied", "create or read engagements", "CreateEngagement", "GetEngagement"),
        new("EngagementInvitationConflict", "the invitation was answered or sent already", Reread, "Look at the invitation in Partner Central."),
        new("InvitationValidationFailed", "the invitation can't be accepted or sent as it is; it may have expired, or be your own", Reread, "Look at the invitation in Partner Central; an expired one has to be sent again.") { Otherwise = Permanent },
        Access("InvitationAccessDenied", "accept or create invitations", "AcceptEngagementInvitation", "CreateEngagementInvitation", "GetEngagementInvitation"),
        Snapshot("ResourceSnapshotValidationFailed"),
        Snapshot("ResourceSnapshotJobValidationFailed"),
        new("ResourceSnapshotConflict", "a snapshot of this opportunity exists already or is being made", Transient, TryAgain),
        new("ResourceSnapshotJobConflict", "a snapshot job of this opportunity exists already or is being made", Transient, TryAgain),
        Access("ResourceSnapshotAccessDenied", "make snapshots", SnapshotActions),
        Access("ResourceSnapshotJobAccessDenied", "make snapshot jobs", SnapshotActions),
        new("ServiceQuotaExceeded", "a limit of your account at AWS is reached", TransientSlow, "LambdaSync retries for some hours; then remove what is no longer needed, or ask AWS for a higher quota."),
        new("RequestThrottled", "AWS had too many requests", Transient, TryAgain),
        new("InternalError", "AWS had an internal error", Transient, TryAgain),
        new("ContextNotFound", "the lead is no longer part of this engagement", Reread, "Look at the engagement in Partner Central.") { Otherwise = Permanent },
        new("CustomerProjectContextNotPermitted", "this lead was converted already, or can't be converted", Converted, "Nothing, if its opportunity is found: LambdaSync links the record to it."),
        new("DisqualifiedLeadNotPermitted", "the lead is disqualified", Person, "Set the lead's qualification status first, then convert it."),
    }.ToDictionary(reason => Key(reason.Code), StringComparer.Ordinal);

    static string[] SnapshotActions => ["CreateResourceSnapshot", "CreateResourceSnapshotJob", "StartResourceSnapshotJob", "TagResource"];

    /// <summary>What a code means; one that is not known has a class of its own.</summary>
    public static TaskReason Of(string reasonCode) => All.TryGetValue(Key(reasonCode), out var known)
        ? known
        : new TaskReason(reasonCode, "AWS gave a reason that this release does not know", Unknown, "See the sync log for AWS's message; after two more tries somebody has to look at the record in Partner Central.");

    // Some answers write the codes in capitals with underscores.
    static string Key(string code) => code.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();

    static TaskReason Access(string code, string may, params string[] actions) => new(
        code, $"LambdaSync's role may not {may}", Person, $"Allow partnercentral:{string.Join(", partnercentral:", actions)} in the role's policy, then submit it again.")
    { Actions = actions };

    static TaskReason Snapshot(string code) => new(code, "AWS could not make its snapshot of this opportunity", Permanent, "Report it to AWS Partner support with the opportunity's id.");
}
