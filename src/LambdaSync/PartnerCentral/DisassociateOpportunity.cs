using LambdaSync.Mapping;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Steps;

namespace LambdaSync.PartnerCentral;

/// <summary>DisassociateOpportunity removes one solution, product or offer. GetOpportunity shows whether it took effect.</summary>
public sealed class DisassociateOpportunity : IOperation
{
    public string Name => nameof(DisassociateOpportunity);

    public string NotFoundYet => "AWS refused to remove the association and still shows it";

    public Recovery Recover(PendingCall call, string catalog, TimeSpan age) => new Recovery.Read(AwsRequest.GetOpportunity(catalog, call.Next.Key.Id));

    public Effect Recognize(PendingCall call, ReadOnlyMemory<byte> found, CompiledMapping mapping) =>
        Associations.AtAws(found.Span).Contains(AssociateOpportunity.EntityOf(call.Body)) ? new Effect.Overtaken(call.Before) : new Effect.Taken(found);

    public RecordView Succeeded(RecordView view, PendingCall call, ReadOnlyMemory<byte> answer, DateTimeOffset now) => AssociateOpportunity.Taken(view, call, now);

    public RefusedCall Refused(AwsRefusal refusal, bool isRepeat) => AssociateOpportunity.OfRelation(refusal);
}
