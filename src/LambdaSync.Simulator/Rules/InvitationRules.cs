using LambdaSync.Simulator.State;
using LambdaSync.Simulator.Wire;

namespace LambdaSync.Simulator.Rules;

/// <summary>Who may answer an invitation, and until when (operation texts of Accept- and RejectEngagementInvitation).</summary>
static class InvitationRules
{
    /// <summary>How long an invitation stands: not published as a rule, 15 days in the samples.</summary>
    public static readonly TimeSpan Stands = TimeSpan.FromDays(15);

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
}
