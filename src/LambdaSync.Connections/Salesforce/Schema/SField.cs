namespace LambdaSync.Connections.Salesforce;

/// <summary>One field as the organization describes it to the integration user (REST resources-sobject-describe).</summary>
sealed record SField(string Name, string Label, string Type)
{
    public int Length { get; init; }

    public int Scale { get; init; }

    public bool IsNillable { get; init; }

    public bool IsCreateable { get; init; }

    public bool IsUpdateable { get; init; }

    public bool HasDefault { get; init; }

    public bool IsCalculated { get; init; }

    public bool IsExternalId { get; init; }

    public bool IsUnique { get; init; }

    public bool IsCaseSensitive { get; init; }

    public bool IsRestricted { get; init; }

    public string? Controller { get; init; }

    /// <summary>Active picklist values; null: no picklist.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>For each value the positions of the controlling field's values under which it is offered; null: not dependent.</summary>
    public IReadOnlyList<IReadOnlyList<int>?>? ValidFor { get; init; }

    /// <summary>Objects that a reference may lead to.</summary>
    public IReadOnlyList<string> ReferenceTo { get; init; } = [];

    /// <summary>The name by which paths go through a reference, or null.</summary>
    public string? Relation { get; init; }

    public bool IsTime => Type == "datetime";

    public bool IsCurrency => Type == "currency";

    /// <summary>The object that paths lead to: of several a user's, because owners are users where it counts.</summary>
    public string? Target => ReferenceTo.Count == 0 ? null : ReferenceTo.Contains("User") ? "User" : ReferenceTo[0];
}
