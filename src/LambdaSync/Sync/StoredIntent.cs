using System.Text.Json;
using System.Text.Json.Serialization;
using LambdaSync.PartnerCentral;

namespace LambdaSync.Sync;

/// <summary>
/// An outside write that is about to happen: to the CRM, or to AWS. Functions of two releases work on one table for a while, so a format
/// stays readable for good, and each has its golden file.
/// </summary>
public sealed record StoredIntent(PendingWrite? Crm = null, PendingCall? Aws = null)
{
    const int Current = 3;

    /// <summary>1: operations by number, keys by object and AWS id. 2: operations by name, work keys. 3: a row's links and what it is copied from, in place of its template.</summary>
    public int Format { get; init; } = 1;

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this with { Format = Current }, StoredIntentJson.Default.StoredIntent);

    /// <summary>The intent, or null when a newer release has stored it.</summary>
    public static StoredIntent? Read(byte[] json)
    {
        try
        {
            var intent = JsonSerializer.Deserialize(json, StoredIntentJson.Default.StoredIntent);
            if (intent is { Crm: { } write })
                intent = intent with { Crm = write with { Row = write.Row.WithoutTemplate() } };
            return intent is { Format: <= Current } && (intent.Crm is not null || (intent.Aws is { } call && Operations.Has(call.Operation))) ? intent : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The intent once the entries of the steps before it are stored: whoever resumes it must not store them again.</summary>
    public static byte[] WithoutEarlier(byte[] json) =>
        Read(json) is { Aws: { Earlier: not null } call } intent ? (intent with { Aws = call with { Earlier = null } }).ToJson() : json;
}

[JsonSerializable(typeof(StoredIntent))]
sealed partial class StoredIntentJson : JsonSerializerContext;
