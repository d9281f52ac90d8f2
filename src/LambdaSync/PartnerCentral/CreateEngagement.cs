using LambdaSync.Mapping;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Steps;

namespace LambdaSync.PartnerCentral;

/// <summary>
/// CreateEngagement with a lead context gives AWS a lead of the partner's. While AWS remembers the client token, the same bytes are one
/// engagement; later it is looked for by its title, which names the CRM record.
/// </summary>
public sealed class CreateEngagement : IOperation
{
    public string Name => nameof(CreateEngagement);

    public string NotFoundYet => "AWS may have created the lead but does not list it yet";

    public Recovery Recover(PendingCall call, string catalog, TimeSpan age) =>
        TokenCall.Recover(age, AwsRequest.ListLeadEngagements(catalog));

    public Effect Recognize(PendingCall call, ReadOnlyMemory<byte> found, CompiledMapping mapping) =>
        LeadTitle.Names(OpportunityBody.Text(found.Span, "Title"), call.Next.CrmId) ? new Effect.Taken(found) : new Effect.Unrelated();

    /// <summary>The call stays stored, and has no log entry, until the new id is in the CRM: until then it leads back to the engagement.</summary>
    public RecordView Succeeded(RecordView view, PendingCall call, ReadOnlyMemory<byte> answer, DateTimeOffset now) =>
        view with { Taken = new TakenCall(call, answer) };

    public RefusedCall Refused(AwsRefusal refusal, bool isRepeat) => TokenCall.Refused(refusal, isRepeat);
}
