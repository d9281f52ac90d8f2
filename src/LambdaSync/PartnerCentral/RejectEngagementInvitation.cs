using LambdaSync.Mapping;
using LambdaSync.Sync.Invitations;
using LambdaSync.Sync.Steps;

namespace LambdaSync.PartnerCentral;

/// <summary>
/// RejectEngagementInvitation rejects an invitation to an opportunity or a lead, with a reason and nothing else. It has no client token; the
/// invitation shows whether it took effect.
/// </summary>
public sealed class RejectEngagementInvitation : IOperation
{
    public string Name => nameof(RejectEngagementInvitation);

    public string NotFoundYet => "AWS refused the rejection as a conflict and does not show it yet";

    public static byte[] Body(string catalog, string invitation, string reason) => RequestBody.Of(json =>
    {
        json.WriteString("Catalog", catalog);
        json.WriteString("Identifier", invitation);
        json.WriteString("RejectionReason", reason);
    });

    public Recovery Recover(PendingCall call, string catalog, TimeSpan age) => InvitationAnswer.Recover(call, catalog);

    public Effect Recognize(PendingCall call, ReadOnlyMemory<byte> found, CompiledMapping mapping) => InvitationAnswer.Recognize(found, InvitationMemo.Rejected);

    public RecordView Succeeded(RecordView view, PendingCall call, ReadOnlyMemory<byte> answer, DateTimeOffset now) => InvitationAnswer.Taken(view, call, now);

    public RefusedCall Refused(AwsRefusal refusal, bool isRepeat) => InvitationAnswer.Refused(refusal, isRepeat);
}
