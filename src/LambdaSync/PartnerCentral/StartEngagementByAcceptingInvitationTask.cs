using System.Text.Json.Nodes;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Invitations;
using LambdaSync.Sync.Steps;

namespace LambdaSync.PartnerCentral;

/// <summary>
/// StartEngagementByAcceptingInvitationTask accepts an invitation to an opportunity, AWS's or a partner's: it starts a task of AWS, and the
/// task's list tells how it ended and which opportunity came of it. While AWS remembers the client token, the same bytes report that task;
/// later a task that runs is in the list, and the invitation itself shows
/// whether it was accepted.
/// </summary>
public sealed class StartEngagementByAcceptingInvitationTask : IOperation
{
    public string Name => nameof(StartEngagementByAcceptingInvitationTask);

    public string NotFoundYet => "AWS refused the acceptance as a conflict and does not show it yet";

    public static byte[] Body(string catalog, string clientToken, string invitation) => RequestBody.Of(json =>
    {
        json.WriteString("Catalog", catalog);
        json.WriteString("ClientToken", clientToken);
        json.WriteString("Identifier", invitation);
    });

    public Recovery Recover(PendingCall call, string catalog, TimeSpan age) => age < TokenCall.Life
        ? new Recovery.Resend()
        : new Recovery.Search(AwsRequest.ListAcceptancesOf(catalog, call.Next.Key.Id), AwsRequest.GetEngagementInvitation(catalog, call.Next.Key.Id));

    public Effect Recognize(PendingCall call, ReadOnlyMemory<byte> found, CompiledMapping mapping) => IsTask(found)
        ? TokenCall.RecognizeTask(call, found)
        : InvitationAnswer.Recognize(found, InvitationMemo.Accepted);

    public RecordView Succeeded(RecordView view, PendingCall call, ReadOnlyMemory<byte> answer, DateTimeOffset now)
    {
        // Without a task it is the invitation: somebody's acceptance, if not ours, is in force.
        if (JsonNode.Parse(answer.Span)!["TaskId"]?.GetValue<string>() is not { } id)
            return InvitationAnswer.Taken(view, call, now);
        // What the answer says of the end is read with the task, so that one place decides on it.
        var memo = InvitationMemo.Read(view.Data ?? view.Claim.Data);
        var task = new AcceptanceTask(id, call.At, SubmissionState.InProgress, null, call.Attempts, IsLogged: false, IsRequested: call.Request is not null || memo.Task is { IsRequested: true });
        return InvitationAnswer.Entered(view.WithoutAnswer(AwsRequest.ListAcceptancesOf("", view.Key.Id)) with { Data = (memo with { Task = task }).ToJson() }, call, now);
    }

    static bool IsTask(ReadOnlyMemory<byte> found) => !found.IsEmpty && JsonNode.Parse(found.Span)!["TaskId"] is not null;

    public RefusedCall Refused(AwsRefusal refusal, bool isRepeat) => InvitationAnswer.Refused(refusal, isRepeat);
}
