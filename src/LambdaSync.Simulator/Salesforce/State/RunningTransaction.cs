using System.Text.Json.Nodes;

namespace LambdaSync.Simulator.Salesforce.State;

/// <summary>A transaction of somebody else that has not committed: an import, a trigger. Its rows get the time at which it wrote them.</summary>
sealed record RunningTransaction(DateTimeOffset StartedAt)
{
    /// <summary>An edit of a record (id) or a new record (object).</summary>
    public List<(string? Id, string? Object, JsonObject Fields, DateTimeOffset At)> Edits { get; } = [];
}
