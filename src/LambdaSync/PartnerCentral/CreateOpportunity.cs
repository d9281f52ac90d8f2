using LambdaSync.Mapping;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Steps;

namespace LambdaSync.PartnerCentral;

/// <summary>
/// CreateOpportunity has a client token. While AWS remembers it, the same bytes are one call; later the result is searched for by the
/// partner's identifier, which is the CRM record's id.
/// </summary>
public sealed class CreateOpportunity : IOperation
{
    public string Name => nameof(CreateOpportunity);

    public string NotFoundYet => "AWS may have created the opportunity but does not list it yet";

    public Recovery Recover(PendingCall call, string catalog, TimeSpan age) =>
        TokenCall.Recover(age, AwsRequest.ListOpportunitiesCreatedSince(catalog, call.At - TokenCall.Life));

    public Effect Recognize(PendingCall call, ReadOnlyMemory<byte> found, CompiledMapping mapping) =>
        OpportunityBody.Text(found.Span, "PartnerOpportunityIdentifier") == call.Next.CrmId ? new Effect.Taken(found) : new Effect.Unrelated();

    /// <summary>The call stays stored, and has no log entry, until the new id is in the CRM: until then it leads back to the opportunity.</summary>
    public RecordView Succeeded(RecordView view, PendingCall call, ReadOnlyMemory<byte> answer, DateTimeOffset now) =>
        view with { Taken = new TakenCall(call, answer) };

    public RefusedCall Refused(AwsRefusal refusal, bool isRepeat) => TokenCall.Refused(refusal, isRepeat);
}
