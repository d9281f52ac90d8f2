using System.Text.Json.Nodes;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Steps;

namespace LambdaSync.PartnerCentral;

/// <summary>
/// StartOpportunityFromEngagementTask makes an opportunity of a lead: it starts a task of AWS, and the task's list tells how it ended.
/// While AWS remembers the client token, the same bytes are one task; later the task is looked for by the engagement.
/// </summary>
public sealed class StartOpportunityFromEngagementTask : IOperation
{
    public string Name => nameof(StartOpportunityFromEngagementTask);

    public string NotFoundYet => "AWS refused the conversion as a conflict and lists no task of it yet";

    public static byte[] Body(string catalog, string clientToken, string engagement, string context) => RequestBody.Of(json =>
    {
        json.WriteString("Catalog", catalog);
        json.WriteString("ClientToken", clientToken);
        json.WriteString("ContextIdentifier", context);
        json.WriteString("Identifier", engagement);
    });

    // A colleague may have converted the lead since, and another conversion would be another opportunity.
    public Recovery Recover(PendingCall call, string catalog, TimeSpan age) => new Recovery.Search(AwsRequest.ListConversions(catalog, call.Next.Key.Id));

    public Effect Recognize(PendingCall call, ReadOnlyMemory<byte> found, CompiledMapping mapping) => TokenCall.RecognizeTask(call, found);

    public RecordView Succeeded(RecordView view, PendingCall call, ReadOnlyMemory<byte> answer, DateTimeOffset now)
    {
        // What the answer says of the end is read with the task, so that one place decides on it.
        var conversion = new SubmissionState(
            JsonNode.Parse(answer.Span)!["TaskId"]!.GetValue<string>(), call.At, SubmissionState.InProgress, "", null, SubmissionState.ContentOfLead(call.Next.AwsBaseline))
        {
            Attempts = call.Attempts,
        };
        var state = view.AtVersion(call.Next) with { Submission = conversion };
        view = view.WithoutAnswer(AwsRequest.ListConversions("", view.Key.Id));
        return call.Answered((view.WithState(state) with { Intent = null, IsOutbound = true, CrmId = state.CrmId }).WithEntry(call.Entry(Outcome.Updated, state, now)));
    }

    public RefusedCall Refused(AwsRefusal refusal, bool isRepeat) => TokenCall.Refused(refusal, isRepeat);
}
