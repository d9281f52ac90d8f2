using System.Text.Json;
using System.Text.Json.Serialization;
using LambdaSync.Sync;

namespace LambdaSync.Functions;

/// <summary>An outside write that is about to happen: to the CRM, or to AWS.</summary>
sealed record StoredIntent(PendingWrite? Crm = null, PendingCall? Aws = null)
{
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, StoredIntentJson.Default.StoredIntent);

    public static StoredIntent FromJson(byte[] json) => JsonSerializer.Deserialize(json, StoredIntentJson.Default.StoredIntent)!;
}

/// <summary>A call of Partner Central, exactly as it is sent and sent again.</summary>
/// <param name="At">When it was first about to be sent.</param>
/// <param name="Next">The record as it is when AWS has taken the call; null for a creation, whose id AWS gives.</param>
/// <param name="Document">The document AWS has then.</param>
/// <param name="CrmBaseline">The CRM fields that were sent, as they count then.</param>
sealed record PendingCall(
    string Operation, byte[] Body, DateTimeOffset At, RecordState? Next, byte[] Document, byte[] CrmBaseline, IReadOnlyList<Issue> Issues);

[JsonSerializable(typeof(StoredIntent))]
sealed partial class StoredIntentJson : JsonSerializerContext;
