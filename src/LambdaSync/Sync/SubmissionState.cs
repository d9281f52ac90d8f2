using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using LambdaSync.Sync.Outbound;

namespace LambdaSync.Sync;

/// <summary>The last task of AWS for a record: the submission of an opportunity, or the conversion of a lead.</summary>
/// <param name="Task">AWS's id of the task.</param>
/// <param name="Started">When it was started.</param>
/// <param name="Status">As AWS's task list has it: IN_PROGRESS, COMPLETE, FAILED.</param>
/// <param name="InvolvementType">Of a submission; of a conversion empty.</param>
/// <param name="Content">What was submitted (<see cref="ContentOf"/>) or converted (<see cref="ContentOfLead"/>): what failed is not repeated until something has changed.</param>
public sealed record SubmissionState(string Task, DateTimeOffset Started, string Status, string InvolvementType, string? Visibility, string Content)
{
    public const string InProgress = "IN_PROGRESS", Complete = "COMPLETE", Failed = "FAILED";

    /// <summary>AWS's ReasonCode of a task that failed, or null.</summary>
    public string? ReasonCode { get; init; }

    /// <summary>The opportunity that a lead became, or null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? OpportunityId { get; init; }

    /// <summary>Counts the submissions since the opportunity last changed.</summary>
    public int Attempts { get; init; }

    [JsonIgnore]
    public bool IsRunning => Status == InProgress;

    [JsonIgnore]
    public bool HasFailed => Status == Failed;

    /// <summary>A hash of what reviewers see of a record: the opportunity without its dates, and what is associated with it.</summary>
    public static string ContentOf(ReadOnlySpan<byte> document)
    {
        var opportunity = OpportunityBody.Opportunity(document);
        foreach (var name in OpportunityBody.AnswerOnly)
            opportunity.Remove(name);
        // AWS adds them after an update and a review: they are in the next answer, not in what was sent.
        OpportunityBody.RemoveWrittenByAws(opportunity);
        RemoveEmpty(opportunity);
        opportunity["Related"] = string.Join('\n', Associations.Of(document).Select(a => a.Type + " " + a.Identifier).Order(StringComparer.Ordinal));
        return Convert.ToHexStringLower(SHA256.HashData(OpportunityBody.Bytes(opportunity)).AsSpan(0, 8));
    }

    /// <summary>A hash of what AWS converts of a lead.</summary>
    public static string ContentOfLead(ReadOnlySpan<byte> document) =>
        Convert.ToHexStringLower(SHA256.HashData(OpportunityBody.Bytes(LeadBody.Sent(LeadBody.Lead(document)))).AsSpan(0, 8));

    // AWS writes what is not there as null, as an empty list or not at all.
    static void RemoveEmpty(JsonObject json)
    {
        foreach (var (name, value) in json.ToList())
        {
            if (value is JsonObject child)
                RemoveEmpty(child);
            if (value is null or JsonObject { Count: 0 } or JsonArray { Count: 0 })
                json.Remove(name);
        }
    }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, SubmissionJson.Default.SubmissionState);

    public static SubmissionState? Read(byte[]? json) => json is null ? null : JsonSerializer.Deserialize(json, SubmissionJson.Default.SubmissionState);
}

[JsonSerializable(typeof(SubmissionState))]
sealed partial class SubmissionJson : JsonSerializerContext;
