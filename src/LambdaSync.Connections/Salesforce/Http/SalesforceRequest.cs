namespace LambdaSync.Connections.Salesforce;

/// <summary>One HTTP request below <c>/services/data/vNN.0</c>.</summary>
/// <param name="Name">The resource for logs and errors, without ids and values: <c>query</c>, <c>composite</c>.</param>
/// <param name="Path">After the version, with query, escaped; or a whole path that an answer gave.</param>
sealed record SalesforceRequest(string Name, HttpMethod Method, string Path)
{
    /// <summary>JSON, or empty: none.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>Whether sending it twice has the effect of sending it once.</summary>
    public bool IsRepeatable { get; init; } = true;

    /// <summary>Whether it goes out although the day's calls are used up to the reserve: a person waits.</summary>
    public Sync.Lane Lane { get; init; } = Sync.Lane.Edit;

    /// <summary>Statuses above 299 that are answers, not failures.</summary>
    public IReadOnlyList<int> Expected { get; init; } = [];

    /// <summary>Whether it needs no token.</summary>
    public bool IsPublic { get; init; }

    public override string ToString() => Name;
}
