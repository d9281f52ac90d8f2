using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Steps;

namespace LambdaSync.PartnerCentral;

/// <summary>
/// UpdateEngagementContext replaces a lead under the engagement's date of its last change, so a repeat after a lost answer can't take
/// effect twice; it has no client token.
/// </summary>
public sealed class UpdateEngagementContext : IOperation
{
    public string Name => nameof(UpdateEngagementContext);

    public string NotFoundYet => "AWS has another version of the engagement";

    public Recovery Recover(PendingCall call, string catalog, TimeSpan age) => new Recovery.Read(AwsRequest.GetEngagement(catalog, call.Next.Key.Id));

    public Effect Recognize(PendingCall call, ReadOnlyMemory<byte> found, CompiledMapping mapping)
    {
        if (OpportunityBody.Text(found.Span, "ModifiedAt") == OpportunityBody.Text(call.Body, "EngagementLastModifiedAt"))
            return new Effect.NotTaken();
        if (LeadBody.Document(found.Span) is { } document && !JsonDifference.Paths(Sent(call), LeadBody.Sent(LeadBody.Lead(document))).Any())
            return new Effect.Taken(found);
        // What AWS took of it is the same on both sides now, so it is no edit of either.
        return new Effect.Overtaken(call.Before);
    }

    public RecordView Succeeded(RecordView view, PendingCall call, ReadOnlyMemory<byte> answer, DateTimeOffset now)
    {
        var modified = OpportunityBody.Text(answer.Span, "EngagementLastModifiedAt") ?? OpportunityBody.Text(answer.Span, "ModifiedAt") ?? OpportunityBody.Text(call.Body, "EngagementLastModifiedAt")!;
        // What a command changed at AWS reaches the CRM as a change of AWS's: the baselines stay as they are.
        var state = view.AtVersion(call.Request is not null ? call.Next : call.Next with
        {
            AwsBaseline = LeadBody.Taken(call.Next.AwsBaseline, modified),
            AwsModified = LeadBody.Date(modified),
            OwnWrite = LeadBody.Date(modified),
        });
        var after = view.WithState(state) with { Intent = null, IsOutbound = true, CrmId = state.CrmId, DocumentBeforeUpdate = call.Before?.AwsBaseline };
        after = after.WithEntry(call.Entry(call.IsPartial ? Outcome.Failed : Outcome.Updated, state, now));
        return call.Request is null ? after : call.Answered(after) with { IsRequestSent = true, DocumentBeforeUpdate = null };
    }

    public RefusedCall Refused(AwsRefusal refusal, bool isRepeat) => refusal.Class switch
    {
        RefusalClass.Transient => RefusedCall.Keep,
        RefusalClass.Permanent => RefusedCall.Drop,
        // Of a repeat, neither a conflict nor a lost permission says anything: the first call may have arrived just now.
        _ => isRepeat ? RefusedCall.Keep : RefusedCall.Drop,
    };

    static System.Text.Json.Nodes.JsonObject Sent(PendingCall call) =>
        OpportunityBody.Parse(call.Body)["Payload"]?[LeadBody.Type] as System.Text.Json.Nodes.JsonObject ?? [];
}
