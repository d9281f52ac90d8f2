using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Steps;

namespace LambdaSync.PartnerCentral;

/// <summary>
/// StartProspectingFromEngagementTask has AWS enrich the leads of some engagements. While AWS remembers the client token, the same bytes are
/// one task; later it is looked for by its name.
/// </summary>
public sealed class StartProspectingFromEngagementTask : IOperation
{
    public string Name => nameof(StartProspectingFromEngagementTask);

    public string NotFoundYet => "AWS refused the enrichment as a conflict and lists no task of its name yet";

    public static byte[] Body(string catalog, string clientToken, ProspectingBatch batch) => RequestBody.Of(json =>
    {
        json.WriteString("Catalog", catalog);
        json.WriteString("ClientToken", clientToken);
        json.WriteStartArray("Identifiers");
        foreach (var engagement in batch.Engagements)
            json.WriteStringValue(engagement);
        json.WriteEndArray();
        json.WriteString("TaskName", batch.Name);
    });

    public Recovery Recover(PendingCall call, string catalog, TimeSpan age) =>
        TokenCall.Recover(age, AwsRequest.ListProspecting(catalog, RequestBody.Text(call.Body, "TaskName")));

    public Effect Recognize(PendingCall call, ReadOnlyMemory<byte> found, CompiledMapping mapping) =>
        OpportunityBody.Text(found.Span, "TaskName") == RequestBody.Text(call.Body, "TaskName") ? new Effect.Taken(found) : new Effect.Unrelated();

    public RecordView Succeeded(RecordView view, PendingCall call, ReadOnlyMemory<byte> answer, DateTimeOffset now)
    {
        var batch = ProspectingBatch.Read(view.Claim.Data)!;
        var started = batch with { Task = OpportunityBody.Text(answer.Span, "TaskId"), Started = call.At };
        return (view with { Intent = null, IsOutbound = true, Data = started.ToJson() }).WithEntry(call.Entry(Outcome.Updated, call.Next, now));
    }

    public RefusedCall Refused(AwsRefusal refusal, bool isRepeat) => TokenCall.Refused(refusal, isRepeat);
}
