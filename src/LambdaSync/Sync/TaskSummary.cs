using System.Text.Json;

namespace LambdaSync.Sync;

/// <summary>How a task of AWS stands, as its list has it.</summary>
/// <param name="Status">IN_PROGRESS, COMPLETE, FAILED.</param>
public sealed record TaskSummary(string Status, string? ReasonCode, string? EngagementId)
{
    public bool HasEnded => Status is SubmissionState.Complete or SubmissionState.Failed;

    /// <summary>The first task of a list's answer, or null: it has none.</summary>
    public static TaskSummary? First(ReadOnlySpan<byte> answer)
    {
        if (ListAnswer.Items(answer, "TaskSummaries") is not [var first, ..])
            return null;
        using var json = JsonDocument.Parse(first);
        var task = json.RootElement;
        return Text(task, "TaskStatus") is { } status ? new TaskSummary(status, Text(task, "ReasonCode"), Text(task, "EngagementId")) : null;
    }

    static string? Text(JsonElement task, string name) => task.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
