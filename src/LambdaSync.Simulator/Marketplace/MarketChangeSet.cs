using System.Text.Json.Nodes;

namespace LambdaSync.Simulator.Marketplace;

/// <summary>A change set from its start to 90 days after its end.</summary>
sealed class MarketChangeSet(string owner, string id, string? name, IReadOnlyList<MarketChange> changes, DateTimeOffset started, DateTimeOffset applies, DateTimeOffset ends)
{
    public const string Preparing = "PREPARING", Applying = "APPLYING", Succeeded = "SUCCEEDED", Failed = "FAILED", Cancelled = "CANCELLED";

    /// <summary>The account that started it.</summary>
    public string Owner => owner;

    public string Id => id;

    public string? Name => name;

    public IReadOnlyList<MarketChange> Changes => changes;

    public DateTimeOffset Started => started;

    /// <summary>When it becomes <see cref="Applying"/>.</summary>
    public DateTimeOffset Applies => applies;

    /// <summary>When it is over.</summary>
    public DateTimeOffset Due { get; set; } = ends;

    public string Status { get; set; } = Preparing;

    public DateTimeOffset? Ended { get; set; }

    /// <summary>CLIENT_ERROR or SERVER_FAULT of a failed one.</summary>
    public string? FailureCode { get; set; }

    public string? FailureDescription { get; set; }

    public bool IsOpen => Status is Preparing or Applying;

    public string Arn => $"arn:aws:aws-marketplace:us-east-1:{owner}:{Market.Catalog}/ChangeSet/{id}";

    /// <summary>The entities that it changes: while it is open, no other set may.</summary>
    public IEnumerable<string> EntityIds => changes.Select(c => c.EntityId).OfType<string>().Distinct();

    public JsonObject Describe()
    {
        var json = new JsonObject
        {
            ["ChangeSetId"] = id,
            ["ChangeSetArn"] = Arn,
            ["ChangeSetName"] = name,
            ["Intent"] = "APPLY",
            ["StartTime"] = Days.Seconds(started),
            ["EndTime"] = Ended is { } end ? Days.Seconds(end) : null,
            [nameof(Status)] = Status,
            [nameof(FailureCode)] = FailureCode,
            [nameof(FailureDescription)] = FailureDescription,
            ["ChangeSet"] = new JsonArray([.. changes.Select(c => c.Describe())]),
        };
        return Operations.Lists.Drop(json);
    }

    public JsonObject Summary()
    {
        var json = new JsonObject
        {
            ["ChangeSetId"] = id,
            ["ChangeSetArn"] = Arn,
            ["ChangeSetName"] = name,
            ["StartTime"] = Days.Seconds(started),
            ["EndTime"] = Ended is { } end ? Days.Seconds(end) : null,
            [nameof(Status)] = Status,
            ["EntityIdList"] = new JsonArray([.. EntityIds.Select(e => (JsonNode)e)]),
            [nameof(FailureCode)] = FailureCode,
        };
        return Operations.Lists.Drop(json);
    }
}
