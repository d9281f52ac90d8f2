using System.Globalization;
using System.Text.Json;
using LambdaSync.Mapping;
using LambdaSync.PartnerCentral;
using LambdaSync.Sync;
using LambdaSync.Sync.Steps;

namespace LambdaSync.Marketplace.AgreementRequests;

/// <summary>
/// What operations after the sale have in common. They move money, so a call whose answer was lost is looked for in AWS's list before the
/// same bytes go again; the token, which AWS remembers for hours, makes those one call.
/// </summary>
public abstract class AgreementRequestOperation : IOperation
{
    // AWS's clock and ours.
    static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    public abstract string Name { get; }

    public string NotFoundYet => "AWS Marketplace may have the request but does not list it yet";

    public virtual Recovery Recover(PendingCall call, string catalog, TimeSpan age) => new Recovery.Search(ListOf(Member(call.Body, "agreementId")!));

    public virtual Effect Recognize(PendingCall call, ReadOnlyMemory<byte> found, CompiledMapping mapping)
    {
        using var json = JsonDocument.Parse(found);
        return Created(json.RootElement) >= call.At - Skew && Is(call, json.RootElement) ? new Effect.Taken(found) : new Effect.Unrelated();
    }

    public RecordView Succeeded(RecordView view, PendingCall call, ReadOnlyMemory<byte> answer, DateTimeOffset now)
    {
        var memo = AgreementRequestMemo.Read(view.Data ?? view.Claim.Data) ?? throw new InvalidOperationException("a request that was sent is kept");
        using var json = JsonDocument.Parse(answer);
        var (known, outcome) = Answered(memo, call, json.RootElement);
        return call.Answered(view with { Data = (known with { Sent = known.Sent ?? call.At }).ToJson(), Intent = null, IsOutbound = true }).WithEntry(call.Entry(outcome, call.Next, now));
    }

    public virtual RefusedCall Refused(AwsRefusal refusal, bool isRepeat) => (refusal.Class, isRepeat) switch
    {
        (RefusalClass.Transient or RefusalClass.Busy, _) or (RefusalClass.Access, true) => RefusedCall.Keep,
        (_, true) => RefusedCall.Search,
        _ => RefusedCall.Drop,
    };

    public Issue? Explain(PendingCall call, AwsRefusal refusal, CompiledMapping mapping) => refusal.Class switch
    {
        RefusalClass.Access => AgreementRequestIssues.NotAllowed(Name, refusal),
        RefusalClass.Conflict => AgreementRequestIssues.Conflict(Name, refusal.Errors is [var (_, said), ..] ? said : null),
        _ => AgreementRequestIssues.Refused(Name, refusal),
    };

    /// <summary>The list that has the request once AWS has it.</summary>
    protected abstract AwsRequest ListOf(string agreementId);

    /// <summary>Whether a summary that is not older than the call is the call's.</summary>
    protected abstract bool Is(PendingCall call, JsonElement summary);

    /// <summary>What is known with AWS's answer, or with what its list has instead.</summary>
    protected abstract (AgreementRequestMemo Memo, Outcome Outcome) Answered(AgreementRequestMemo memo, PendingCall call, JsonElement answer);

    /// <summary>When AWS made it: the Agreement API gives seconds since 1970.</summary>
    public static DateTimeOffset Created(JsonElement summary) =>
        summary.TryGetProperty("createdAt", out var at) && at.ValueKind == JsonValueKind.Number ? DateTimeOffset.FromUnixTimeMilliseconds((long)(at.GetDecimal() * 1000)) : DateTimeOffset.MinValue;

    /// <summary>A text, or null.</summary>
    public static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Whether two texts are the same amount.</summary>
    public static bool IsAmount(string? left, string? right) =>
        decimal.TryParse(left, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var one) && decimal.TryParse(right, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var other) && one == other;

    /// <summary>A text of a body, or null.</summary>
    protected static string? Member(byte[] body, string name)
    {
        using var json = JsonDocument.Parse(body);
        return Text(json.RootElement, name);
    }
}
