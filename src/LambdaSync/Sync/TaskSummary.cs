using System.Text.Json;

namespace LambdaSync.Sync;

/// <summary>How a task of AWS stands, as its list has it.</summary>
/// <param name="Status">IN_PROGRESS, COMPLETE, FAILED.</param>
public sealed record TaskSummary(string Status, string? ReasonCode, string? EngagementId)
{
    public string? TaskId { get; init; }

    /// <summary>AWS's words for a failure, or null. They may quote values of the record, so they are for the sync log only.</summary>
    public string? Message { get; init; }

    /// <summary>The opportunity that the task has made, or null.</summary>
    public string? OpportunityId { get; init; }

    public string? InvitationId { get; init; }

    /// <summary>The job that keeps the engagement's snapshot of the opportunity, or null.</summary>
    public string? SnapshotJobId { get; init; }

    public bool HasEnded => Status is SubmissionState.Complete or SubmissionState.Failed;

    /// <summary>The first task of a list's answer, or null: it has none.</summary>
    public static TaskSummary? First(ReadOnlySpan<byte> answer) => All(answer) is [var first, ..] ? first : null;

    /// <summary>The tasks of a list's answer, in its order.</summary>
    public static IReadOnlyList<TaskSummary> All(ReadOnlySpan<byte> answer) => [.. ListAnswer.Items(answer, "TaskSummaries").Select(Read).OfType<TaskSummary>()];

    static TaskSummary? Read(ReadOnlyMemory<byte> summary)
    {
        using var json = JsonDocument.Parse(summary);
        var task = json.RootElement;
        return Text(task, "TaskStatus") is { } status ? new TaskSummary(status, Text(task, "ReasonCode"), Text(task, "EngagementId"))
        {
            TaskId = Text(task, "TaskId"),
            Message = Text(task, "Message") is { Length: > 0 } message ? message : null,
            OpportunityId = Text(task, "OpportunityId"),
            InvitationId = Text(task, "EngagementInvitationId"),
            SnapshotJobId = Text(task, "ResourceSnapshotJobId"),
        } : null;
    }

    static string? Text(JsonElement task, string name) => task.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
