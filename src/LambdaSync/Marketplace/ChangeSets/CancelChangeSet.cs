using LambdaSync.Mapping;
using LambdaSync.PartnerCentral;
using LambdaSync.Sync;
using LambdaSync.Sync.Steps;

namespace LambdaSync.Marketplace.ChangeSets;

/// <summary>CancelChangeSet cancels a change set while AWS prepares it. There is no token: the set itself shows whether it was cancelled.</summary>
public sealed class CancelChangeSet : IOperation
{
    public string Name => nameof(CancelChangeSet);

    public string NotFoundYet => "AWS Marketplace does not cancel the change set at the moment";

    public static byte[] Body(string setId) => RequestBody.Of(json =>
    {
        json.WriteString("Catalog", ChangeSet.Catalog);
        json.WriteString("ChangeSetId", setId);
    });

    public Recovery Recover(PendingCall call, string catalog, TimeSpan age) => new Recovery.Read(MarketplaceReads.DescribeChangeSet(RequestBody.Text(call.Body, "ChangeSetId")));

    public Effect Recognize(PendingCall call, ReadOnlyMemory<byte> found, CompiledMapping mapping) => found.IsEmpty ? new Effect.Overtaken(null) : ChangeSetState.Read(found).Status switch
    {
        ChangeSetState.Cancelled => new Effect.Taken(found),
        ChangeSetState.Preparing => new Effect.NotTaken(),
        _ => new Effect.Overtaken(null),
    };

    public RecordView Succeeded(RecordView view, PendingCall call, ReadOnlyMemory<byte> answer, DateTimeOffset now)
    {
        var memo = ChangeSetMemo.Read(view.Data ?? view.Claim.Data) ?? throw new InvalidOperationException("a change set that was started is kept");
        view = view.WithoutAnswer(MarketplaceReads.DescribeChangeSet(RequestBody.Text(call.Body, "ChangeSetId")));
        return call.Answered(view with { Data = (memo with { IsCancelled = true }).ToJson(), Intent = null, IsOutbound = true }).WithEntry(call.Entry(Outcome.Updated, call.Next, now));
    }

    /// <summary>Refused as busy: AWS applies it by now, which the next read shows.</summary>
    public RefusedCall Refused(AwsRefusal refusal, bool isRepeat) => (refusal.Class, isRepeat) switch
    {
        (RefusalClass.Busy, _) => RefusedCall.Search,
        (RefusalClass.Transient, _) or (RefusalClass.Access, true) => RefusedCall.Keep,
        _ => RefusedCall.Drop,
    };
}
