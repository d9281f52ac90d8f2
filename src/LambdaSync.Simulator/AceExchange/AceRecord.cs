using System.Text.Json.Nodes;

namespace LambdaSync.Simulator.AceExchange;

/// <summary>A record as AWS's side of the exchange has it.</summary>
/// <param name="Fields">By their names in files.</param>
public sealed record AceRecord(string Id, bool IsLead, JsonObject Fields)
{
    /// <summary>When it changed since the last export; null: the partner knows it.</summary>
    public DateTimeOffset? Changed { get; set; }

    /// <summary>When AWS's review ends; null: it is not reviewed.</summary>
    public DateTimeOffset? ReviewedAt { get; set; }

    /// <summary>The fields that AWS hides from the partner until it has accepted the referral or lead.</summary>
    public IReadOnlyList<string> Masked { get; init; } = [];

    /// <summary>Updates that AWS took.</summary>
    public int Updates { get; set; }
}
