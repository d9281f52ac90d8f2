using LambdaSync.Simulator.State;
using LambdaSync.Simulator.Wire;

namespace LambdaSync.Simulator.Rules;

/// <summary>Who may answer an invitation, and until when (operation texts of Accept- and RejectEngagementInvitation).</summary>
static class InvitationRules
{
    /// <summary>"If you do not respond within fifteen days, it expires" (DG working-with-multi-partner-opportunities).</summary>
    public static readonly TimeSpan Stands = TimeSpan.FromDays(15);

    static readonly string[] Reasons = ["Customer problem unclear", "Next steps unclear", "Unable to support", "Duplicate of partner referral", "Other"];

    /// <exception cref="AwsError">It is not ours to answer, was answered, or is past its date.</exception>
    public static void CheckAnswer(Catalog catalog, Invitation invitation)
    {
        if (!invitation.IsReceived)
            throw AwsError.Denied("An invitation is answered by its receiver.");
        if (invitation.Status == Invitation.Expired)
            throw AwsError.Refused(FieldError.State("Identifier", "The invitation has expired."));
        if (invitation.Status != Invitation.Pending)
            throw AwsError.Conflict($"The invitation was answered before: it is {invitation.Status}.");
        if (catalog.Tasks.Values.Any(t => t.InvitationId == invitation.Id && t.Status == EngagementTask.InProgress && t.Operation == "StartEngagementByAcceptingInvitationTask"))
            throw AwsError.Conflict("A task is accepting the invitation.");
    }

    /// <summary>
    /// "The required RejectionReason" (DG working-with-opportunities-from-aws), which the model alone leaves open; for a lead the partner
    /// only "should provide" one (DG working-with-your-leads).
    /// </summary>
    /// <exception cref="AwsError">There is no reason.</exception>
    public static void CheckRejection(Invitation invitation, string? reason, Readings readings)
    {
        // "Acceptable values include the following" (API_RejectEngagementInvitation); a lead's are the partner's own words.
        if (reason is not null && readings.RejectionReasons && invitation.PayloadType == Invitation.OfOpportunity && !Reasons.Contains(reason, StringComparer.Ordinal))
            throw AwsError.Refused(FieldError.Invalid("RejectionReason", $"RejectionReason takes one of: {string.Join(", ", Reasons)}."));
        if (reason is null && invitation.PayloadType == Invitation.OfOpportunity)
            throw AwsError.Refused(FieldError.Required("RejectionReason"));
    }

    /// <summary>"All related data will become inaccessible" (operation text of RejectEngagementInvitation); a rejected lead stays visible (DG working-with-your-leads).</summary>
    public static bool IsClosed(Invitation invitation) => invitation is { IsReceived: true, Status: Invitation.Rejected, PayloadType: Invitation.OfOpportunity };
}
