using System.Text.Json;
using System.Text.Json.Serialization;

namespace LambdaSync.Marketplace.AgreementRequests;

/// <summary>What is kept of what a seller requested about an agreement: the request, and how far it is.</summary>
/// <param name="Purpose">One of <see cref="AgreementRequestPurposes"/>.</param>
/// <param name="Day">The UTC day of the request, as AWS writes days.</param>
public sealed record AgreementRequestMemo(string Purpose, string AgreementId, string Day)
{
    /// <summary>The command that requested it last; null: no record shows its end.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AskedCommand? Asked { get; init; }

    /// <summary>The further seller account that it is of; null: the main one's.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Account { get; init; }

    /// <summary>The operation's members beside agreement and token; of billing adjustments null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Body { get; init; }

    /// <summary>The billing adjustments, one an invoice.</summary>
    public IReadOnlyList<BillingAdjustment> Adjustments { get; init; } = [];

    /// <summary>How often it was sent after AWS had refused it: each time has its own tokens.</summary>
    public int Attempt { get; init; }

    /// <summary>AWS's id of the request (<c>acr-</c>, <c>pr-</c>); null: AWS does not have it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RequestId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Sent { get; init; }

    /// <summary>AWS's last word for its state, or null: none is known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Status { get; init; }

    /// <summary>The state does not change any more.</summary>
    public bool IsOver { get; init; }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, AgreementRequestJson.Default.AgreementRequestMemo);

    public static AgreementRequestMemo? Read(byte[]? json) => json is null ? null : JsonSerializer.Deserialize(json, AgreementRequestJson.Default.AgreementRequestMemo);
}

/// <summary>One billing adjustment: a credit on an invoice.</summary>
/// <param name="Amount">Above zero, in digits.</param>
public sealed record BillingAdjustment(string InvoiceId, string Amount, string CurrencyCode, string ReasonCode, string? Description)
{
    /// <summary>AWS's id (<c>ba-</c>); null: AWS does not have it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Id { get; init; }

    /// <summary>PENDING, COMPLETED, VALIDATION_FAILED, or <see cref="Refused"/>; null: it was not sent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Status { get; init; }

    /// <summary>What AWS says of it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Message { get; init; }

    /// <summary>AWS did not take it.</summary>
    public const string Refused = "REFUSED";

    public const string Completed = "COMPLETED", ValidationFailed = "VALIDATION_FAILED";

    [JsonIgnore]
    public bool IsUnsent => Id is null && Status is null;

    [JsonIgnore]
    public bool IsFailed => Status is ValidationFailed or Refused;

    [JsonIgnore]
    public bool IsOver => Status == Completed || IsFailed;
}

/// <summary>What a seller requests after the sale, as the log shows it.</summary>
public static class AgreementRequestPurposes
{
    public const string Cancel = "agreement cancel", Adjust = "agreement adjust", Payment = "agreement request-payment", Withdraw = "agreement withdraw";
}

[JsonSerializable(typeof(AgreementRequestMemo))]
sealed partial class AgreementRequestJson : JsonSerializerContext;
