using System.Text.Json;
using LambdaSync.PartnerCentral;
using LambdaSync.Sync;

namespace LambdaSync.Marketplace.AgreementRequests;

/// <summary>SendAgreementPaymentRequest asks the buyer for a payment under the agreement's VariablePaymentTerm.</summary>
public sealed class SendAgreementPaymentRequest : AgreementRequestOperation
{
    public override string Name => nameof(SendAgreementPaymentRequest);

    /// <param name="term">The id of the VariablePaymentTerm.</param>
    public static byte[] Body(AgreementRequestMemo memo, string term, string token) => RequestBody.Of(json =>
    {
        json.WriteString("agreementId", memo.AgreementId);
        json.WriteString("clientToken", token);
        json.WriteString("termId", term);
        foreach (var member in memo.Body!.Value.EnumerateObject().Where(member => member.Name != "termId"))
            member.WriteTo(json);
    });

    protected override AwsRequest ListOf(string agreementId) => AgreementReads.Payments(agreementId);

    protected override bool Is(PendingCall call, JsonElement summary) =>
        Text(summary, "name") == Member(call.Body, "name") && IsAmount(Text(summary, "chargeAmount"), Member(call.Body, "chargeAmount"));

    protected override (AgreementRequestMemo Memo, Outcome Outcome) Answered(AgreementRequestMemo memo, PendingCall call, JsonElement answer) =>
        (memo with { RequestId = Text(answer, "paymentRequestId"), Status = Text(answer, "status") }, Outcome.Created);
}
