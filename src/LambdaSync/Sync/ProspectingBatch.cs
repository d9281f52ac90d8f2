using System.Text.Json;
using System.Text.Json.Serialization;

namespace LambdaSync.Sync;

/// <summary>The engagements of one prospecting task of AWS, which enriches their leads (row A25).</summary>
/// <param name="Name">The task's name, by which it is found again.</param>
/// <param name="Engagements">At most <see cref="Max"/>.</param>
public sealed record ProspectingBatch(string Name, IReadOnlyList<string> Engagements)
{
    /// <summary>Engagements of one task (APIReference: StartProspectingFromEngagementTask).</summary>
    public const int Max = 100;

    /// <summary>AWS's id of the task; null: it was not started.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Task { get; init; }

    public DateTimeOffset? Started { get; init; }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ProspectingJson.Default.ProspectingBatch);

    public static ProspectingBatch? Read(byte[]? json) => json is null ? null : JsonSerializer.Deserialize(json, ProspectingJson.Default.ProspectingBatch);
}

/// <summary>How one engagement of a prospecting task stands.</summary>
public sealed record ProspectingEnd(string Engagement, string Status, string? ReasonCode, string? Message)
{
    // Prospecting tasks say COMPLETED where engagement tasks say COMPLETE; both end it.
    public bool HasEnded => Status is "COMPLETED" or "COMPLETE" or "FAILED";

    /// <summary>The engagements of GetProspectingFromEngagementTask's answer.</summary>
    public static IReadOnlyList<ProspectingEnd> All(ReadOnlySpan<byte> answer) => [.. ListAnswer.Items(answer, "Engagements").Select(Read).OfType<ProspectingEnd>()];

    static ProspectingEnd? Read(ReadOnlyMemory<byte> item)
    {
        using var json = JsonDocument.Parse(item);
        return Text(json, "EngagementIdentifier") is { } id && Text(json, "Status") is { } status ? new(id, status, Text(json, "ReasonCode"), Text(json, "Message")) : null;
    }

    static string? Text(JsonDocument json, string name) => json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

[JsonSerializable(typeof(ProspectingBatch))]
sealed partial class ProspectingJson : JsonSerializerContext;
