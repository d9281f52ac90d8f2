using System.Text.Json;
using System.Text.Json.Serialization;
using LambdaSync.Sync;
using LambdaSync.Sync.Outbound;

namespace LambdaSync.Functions;

/// <summary>An outside write that is about to happen: to the CRM, or to AWS.</summary>
sealed record StoredIntent(PendingWrite? Crm = null, PendingCall? Aws = null)
{
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, StoredIntentJson.Default.StoredIntent);

    public static StoredIntent FromJson(byte[] json) => JsonSerializer.Deserialize(json, StoredIntentJson.Default.StoredIntent)!;
}

/// <summary>A call of Partner Central, exactly as it is sent and sent again.</summary>
/// <param name="At">When it was first about to be sent.</param>
/// <param name="Next">The record as it is when AWS has taken the call, but for what AWS's answer says; a creation's key has no id yet.</param>
/// <param name="Issues">What the log will tell of it.</param>
/// <param name="Before">
/// The record before the call: what AWS changed is in the CRM by then. Should the call come to nothing, this is where to go on from, or our
/// own write to the CRM would look like a person's.
/// </param>
sealed record PendingCall(OutboundCall Operation, byte[] Body, DateTimeOffset At, RecordState Next, IReadOnlyList<Issue> Issues, RecordState? Before = null)
{
    /// <summary>The record once AWS has answered with these.</summary>
    /// <param name="lastModified">As AWS wrote it.</param>
    public RecordState After(string awsId, string lastModified)
    {
        var document = OpportunityBody.Taken(Next.AwsBaseline, awsId, lastModified);
        var modified = OpportunityBody.Modified(OpportunityBody.Of(document));
        return Next with { Key = Next.Key with { AwsId = awsId }, AwsBaseline = document, AwsModified = modified, OwnWrite = modified };
    }
}

[JsonSerializable(typeof(StoredIntent))]
sealed partial class StoredIntentJson : JsonSerializerContext;
