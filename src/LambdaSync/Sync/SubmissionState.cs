using System.Text.Json;
using System.Text.Json.Serialization;

namespace LambdaSync.Sync;

/// <summary>The last submission of an opportunity, as a task of AWS.</summary>
/// <param name="Task">AWS's id of the task.</param>
/// <param name="Started">When it was started.</param>
/// <param name="Status">As AWS's task list has it: IN_PROGRESS, COMPLETE, FAILED.</param>
/// <param name="Modified">AWS's LastModifiedDate of the opportunity when it was submitted: a failed submission is not repeated until something has changed.</param>
public sealed record SubmissionState(string Task, DateTimeOffset Started, string Status, string InvolvementType, string? Visibility, DateTimeOffset? Modified)
{
    public const string InProgress = "IN_PROGRESS", Complete = "COMPLETE", Failed = "FAILED";

    /// <summary>AWS's ReasonCode of a task that failed, or null.</summary>
    public string? ReasonCode { get; init; }

    /// <summary>Counts the submissions since the opportunity last changed.</summary>
    public int Attempts { get; init; }

    [JsonIgnore]
    public bool IsRunning => Status == InProgress;

    [JsonIgnore]
    public bool HasFailed => Status == Failed;

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, SubmissionJson.Default.SubmissionState);

    public static SubmissionState? Read(byte[]? json) => json is null ? null : JsonSerializer.Deserialize(json, SubmissionJson.Default.SubmissionState);
}

[JsonSerializable(typeof(SubmissionState))]
sealed partial class SubmissionJson : JsonSerializerContext;
