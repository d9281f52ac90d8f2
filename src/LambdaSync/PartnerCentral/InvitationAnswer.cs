using LambdaSync.Gates;
using LambdaSync.Sync;
using LambdaSync.Sync.Invitations;
using LambdaSync.Sync.Steps;

namespace LambdaSync.PartnerCentral;

/// <summary>What the three answers to an invitation have in common: the invitation itself shows which one is in force.</summary>
static class InvitationAnswer
{
    public static Recovery Recover(PendingCall call, string catalog) => new Recovery.Read(AwsRequest.GetEngagementInvitation(catalog, call.Next.Key.Id));

    /// <param name="found">GetEngagementInvitation's answer; empty: AWS does not know it any more.</param>
    /// <param name="wanted">The status that the call leads to.</param>
    public static Effect Recognize(ReadOnlyMemory<byte> found, string wanted)
    {
        var status = found.IsEmpty ? null : InvitationMemo.Read(found.ToArray()).Status;
        return status == wanted ? new Effect.Taken(found)
            : status == InvitationMemo.Pending ? new Effect.NotTaken()
            // Answered in another way, expired or gone: the next read shows it.
            : new Effect.Overtaken(null);
    }

    /// <summary>The answer is in force: AWS is read again.</summary>
    public static RecordView Taken(RecordView view, PendingCall call, DateTimeOffset now) => Entered(view, call, now) with { IsRequestSent = true };

    /// <summary>The call is in the log, and its request carried out.</summary>
    public static RecordView Entered(RecordView view, PendingCall call, DateTimeOffset now)
    {
        // An invitation without a CRM record has no state.
        var after = call.Next.CrmId.Length > 0 ? view.WithState(view.AtVersion(call.Next)) : view;
        return call.Answered((after with { Intent = null, IsOutbound = true }).WithEntry(call.Entry(Outcome.Updated, call.Next, now)));
    }

    public static RefusedCall Refused(AwsRefusal refusal, bool isRepeat) => refusal.Class switch
    {
        RefusalClass.Transient => RefusedCall.Keep,
        RefusalClass.Access => isRepeat ? RefusedCall.Keep : RefusedCall.Drop,
        // Answered by a colleague, expired or gone meanwhile: the invitation says so. What is wrong with the call itself has a code.
        RefusalClass.Conflict => RefusedCall.Search,
        _ => refusal.Errors.All(error => error.Code.Length == 0) || ValidationCodes.Of(refusal.Errors) == ValidationCodeClass.Reread ? RefusedCall.Search : RefusedCall.Drop,
    };
}
