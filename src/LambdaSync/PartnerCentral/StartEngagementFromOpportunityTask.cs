using System.Text.Json.Nodes;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Steps;

namespace LambdaSync.PartnerCentral;

/// <summary>
/// StartEngagementFromOpportunityTask submits a draft: it starts a task of AWS, and the task's list tells how it ended. While AWS
/// remembers the client token, the same bytes are one task; later the task is looked for by the opportunity.
/// </summary>
public sealed class StartEngagementFromOpportunityTask : IOperation
{
    public string Name => nameof(StartEngagementFromOpportunityTask);

    public string NotFoundYet => "AWS refused the submission as a conflict and lists no task of it yet";

    public static byte[] Body(string catalog, string clientToken, string opportunity, string involvementType, string? visibility) => RequestBody.Of(json =>
    {
        json.WriteStartObject("AwsSubmission");
        json.WriteString("InvolvementType", involvementType);
        if (visibility is not null)
            json.WriteString("Visibility", visibility);
        json.WriteEndObject();
        json.WriteString("Catalog", catalog);
        json.WriteString("ClientToken", clientToken);
        json.WriteString("Identifier", opportunity);
    });

    public Recovery Recover(PendingCall call, string catalog, TimeSpan age) =>
        TokenCall.Recover(age, AwsRequest.ListSubmissions(catalog, call.Next.Key.Id));

    public Effect Recognize(PendingCall call, ReadOnlyMemory<byte> found, CompiledMapping mapping) => TokenCall.RecognizeTask(call, found);

    public RecordView Succeeded(RecordView view, PendingCall call, ReadOnlyMemory<byte> answer, DateTimeOffset now)
    {
        var (task, body) = (JsonNode.Parse(answer.Span)!, JsonNode.Parse(call.Body)!["AwsSubmission"]!);
        var submission = new SubmissionState(
            task["TaskId"]!.GetValue<string>(), call.At, task["TaskStatus"]?.GetValue<string>() ?? SubmissionState.InProgress,
            body["InvolvementType"]!.GetValue<string>(), body["Visibility"]?.GetValue<string>(), SubmissionState.ContentOf(call.Next.AwsBaseline))
        {
            Attempts = call.Attempts,
        };
        // What the answer says of the end is read with the task, so that one place decides on it.
        var state = view.AtVersion(call.Next) with { Submission = submission with { Status = SubmissionState.InProgress } };
        return call.Answered((view.WithState(state) with { Intent = null, IsOutbound = true, CrmId = state.CrmId }).WithEntry(call.Entry(Outcome.Updated, state, now)));
    }

    public RefusedCall Refused(AwsRefusal refusal, bool isRepeat) => TokenCall.Refused(refusal, isRepeat);
}
