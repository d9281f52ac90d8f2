using LambdaSync.Mapping;
using LambdaSync.Sync.Invitations;
using LambdaSync.Sync.Steps;

namespace LambdaSync.PartnerCentral;

/// <summary>
/// AcceptEngagementInvitation accepts an invitation to a lead, at once. It has no client token; the invitation shows whether it took effect.
/// </summary>
public sealed class AcceptEngagementInvitation : IOperation
{
    public string Name => nameof(AcceptEngagementInvitation);

    public string NotFoundYet => "AWS refused the acceptance as a conflict and does not show it yet";

    public static byte[] Body(string catalog, string invitation) => RequestBody.Of(json =>
    {
        json.WriteString("Catalog", catalog);
        json.WriteString("Identifier", invitation);
    });

    public Recovery Recover(PendingCall call, string catalog, TimeSpan age) => InvitationAnswer.Recover(call, catalog);

    public Effect Recognize(PendingCall call, ReadOnlyMemory<byte> found, CompiledMapping mapping) => InvitationAnswer.Recognize(found, InvitationMemo.Accepted);

    public RecordView Succeeded(RecordView view, PendingCall call, ReadOnlyMemory<byte> answer, DateTimeOffset now) => InvitationAnswer.Taken(view, call, now);

    public RefusedCall Refused(AwsRefusal refusal, bool isRepeat) => InvitationAnswer.Refused(refusal, isRepeat);
}
