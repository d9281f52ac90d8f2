using System.Text.Json;
using System.Text.Json.Serialization;
using LambdaSync.PartnerCentral;

namespace LambdaSync.Sync;

/// <summary>An outside write that is about to happen: to the CRM, or to AWS.</summary>
public sealed record StoredIntent(PendingWrite? Crm = null, PendingCall? Aws = null)
{
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, StoredIntentJson.Default.StoredIntent);

    /// <exception cref="JsonException">It is no intent of this release or of one before.</exception>
    public static StoredIntent FromJson(byte[] json) =>
        JsonSerializer.Deserialize(json, StoredIntentJson.Default.StoredIntent) ?? throw new JsonException("an intent is an object");

    /// <summary>The intent once the entries of the steps before it are stored: whoever resumes it must not store them again.</summary>
    public static byte[] WithoutEarlier(byte[] json) =>
        FromJson(json) is { Aws: { Earlier: not null } call } intent ? (intent with { Aws = call with { Earlier = null } }).ToJson() : json;
}

[JsonSerializable(typeof(StoredIntent))]
sealed partial class StoredIntentJson : JsonSerializerContext;
