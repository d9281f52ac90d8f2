using System.Text.Json.Serialization;

namespace Amazon.Lambda.CloudWatchEvents;

/// <summary>An event as EventBridge delivers it (docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html).</summary>
public class CloudWatchEvent<T>
{
    public string Version { get; set; } = "";

    public string Id { get; set; } = "";

    [JsonPropertyName("detail-type")]
    public string DetailType { get; set; } = "";

    public string Source { get; set; } = "";

    public string Account { get; set; } = "";

    public DateTime Time { get; set; }

    public string Region { get; set; } = "";

    public List<string> Resources { get; set; } = [];

    public T Detail { get; set; } = default!;
}
