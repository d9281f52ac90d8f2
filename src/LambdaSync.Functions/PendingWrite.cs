using System.Text.Json;
using System.Text.Json.Serialization;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.State;
using LambdaSync.Sync;

namespace LambdaSync.Functions;

/// <summary>A CRM write with all that its settlement needs, stored as an intent so that a resume sends the same bytes and tells the same story.</summary>
sealed record PendingWrite(
    int Index, Outcome Outcome, CrmWrite Row, RecordState Next, Dictionary<string, string?> KeepBaseline, byte[] Payload, IReadOnlyList<Issue> Issues)
{
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, PendingWriteJson.Default.PendingWrite);

    public static PendingWrite FromJson(byte[] json) => JsonSerializer.Deserialize(json, PendingWriteJson.Default.PendingWrite)!;

    /// <summary>The detail and the state after the CRM's answer.</summary>
    public Settlement Settled(string jobId, CrmResult result, DateTimeOffset now)
    {
        var issues = Issues.Concat(result.Issues).ToList();
        if (!result.Written)
            return new Settlement(new JobDetail(jobId, Index, Next.Key.AwsId, null, Outcome.Failed, now, Payload, issues), Next.Key, null);
        var baseline = new FlatRecord(result.Stored);
        foreach (var (field, kept) in KeepBaseline)
            baseline[field] = kept;
        var state = Next with { CrmId = result.Id!, CrmBaseline = baseline.ToJson() };
        return new Settlement(new JobDetail(jobId, Index, Next.Key.AwsId, result.Id, Outcome, now, Payload, issues), Next.Key, state);
    }
}

[JsonSerializable(typeof(PendingWrite))]
sealed partial class PendingWriteJson : JsonSerializerContext;
