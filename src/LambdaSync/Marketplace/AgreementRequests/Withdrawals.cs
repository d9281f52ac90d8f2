using System.Text.Json;
using LambdaSync.Mapping;
using LambdaSync.PartnerCentral;
using LambdaSync.Sync;

namespace LambdaSync.Marketplace.AgreementRequests;

/// <summary>A seller withdraws a request that the buyer has not answered. There is no token: the request itself shows whether it was withdrawn.</summary>
public abstract class Withdrawal : AgreementRequestOperation
{
    public const string Cancelled = "CANCELLED";

    public override Recovery Recover(PendingCall call, string catalog, TimeSpan age) => new Recovery.Read(Read(call.Body));

    public override Effect Recognize(PendingCall call, ReadOnlyMemory<byte> found, CompiledMapping mapping)
    {
        using var json = JsonDocument.Parse(found);
        return Text(json.RootElement, "status") switch
        {
            Cancelled => new Effect.Taken(found),
            "PENDING_APPROVAL" or "VALIDATING" => new Effect.NotTaken(),
            _ => new Effect.Overtaken(null),
        };
    }

    protected abstract AwsRequest Read(byte[] body);

    protected override AwsRequest ListOf(string agreementId) => throw new NotSupportedException($"{Name} is recovered by reading the request");

    protected override bool Is(PendingCall call, JsonElement summary) => throw new NotSupportedException($"{Name} is recovered by reading the request");

    protected override (AgreementRequestMemo Memo, Outcome Outcome) Answered(AgreementRequestMemo memo, PendingCall call, JsonElement answer) => (memo with { Status = Cancelled, IsOver = true }, Outcome.Updated);
}

/// <summary>CancelAgreementCancellationRequest: the agreement stays.</summary>
public sealed class CancelAgreementCancellationRequest : Withdrawal
{
    public override string Name => nameof(CancelAgreementCancellationRequest);

    public static byte[] Body(AgreementRequestMemo memo) => RequestBody.Of(json =>
    {
        json.WriteString("agreementId", memo.AgreementId);
        json.WriteString("agreementCancellationRequestId", memo.RequestId);
        json.WriteString("cancellationReason", Text(memo.Body!.Value, "cancellationReason"));
    });

    protected override AwsRequest Read(byte[] body) => AgreementReads.Cancellation(Member(body, "agreementId")!, Member(body, "agreementCancellationRequestId")!);
}

/// <summary>CancelAgreementPaymentRequest: the buyer pays nothing.</summary>
public sealed class CancelAgreementPaymentRequest : Withdrawal
{
    public override string Name => nameof(CancelAgreementPaymentRequest);

    public static byte[] Body(AgreementRequestMemo memo) => RequestBody.Of(json =>
    {
        json.WriteString("agreementId", memo.AgreementId);
        json.WriteString("paymentRequestId", memo.RequestId);
    });

    protected override AwsRequest Read(byte[] body) => AgreementReads.Payment(Member(body, "agreementId")!, Member(body, "paymentRequestId")!);
}
