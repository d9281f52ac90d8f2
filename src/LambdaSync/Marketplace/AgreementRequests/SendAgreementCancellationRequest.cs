using System.Text.Json;
using LambdaSync.PartnerCentral;
using LambdaSync.Sync;

namespace LambdaSync.Marketplace.AgreementRequests;

/// <summary>SendAgreementCancellationRequest asks the buyer to end an agreement. One request an agreement may be pending.</summary>
public sealed class SendAgreementCancellationRequest : AgreementRequestOperation
{
    public override string Name => nameof(SendAgreementCancellationRequest);

    public static byte[] Body(AgreementRequestMemo memo, string token) => RequestBody.Of(json =>
    {
        json.WriteString("agreementId", memo.AgreementId);
        json.WriteString("clientToken", token);
        foreach (var member in memo.Body!.Value.EnumerateObject())
            member.WriteTo(json);
    });

    protected override AwsRequest ListOf(string agreementId) => AgreementReads.Cancellations(agreementId);

    protected override bool Is(PendingCall call, JsonElement summary) => Text(summary, "reasonCode") == Member(call.Body, "reasonCode");

    protected override (AgreementRequestMemo Memo, Outcome Outcome) Answered(AgreementRequestMemo memo, PendingCall call, JsonElement answer) =>
        (memo with { RequestId = Text(answer, "agreementCancellationRequestId"), Status = Text(answer, "status") }, Outcome.Created);
}
