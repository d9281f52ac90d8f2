using LambdaSync.Sync;

namespace LambdaSync.Connections.BuiltIn;

/// <summary>One row to write, from sync or by hand.</summary>
/// <param name="Id">The record to update, or null.</param>
/// <param name="ExternalId">The external id field and its value, by which the record is found and which is written, or null.</param>
/// <param name="ByHand">A person's row: what it changes is noted, and it may overwrite a filled account link, which sync never does.</param>
sealed record RowRequest(
    ObjectSchema Object, string? Id, (string Field, string Value)? ExternalId, FlatRecord Fields, bool ByHand)
{
    /// <summary>The record whose fields a new one starts from, or null.</summary>
    public string? CopyFrom { get; init; }

    public IReadOnlyList<CrmLink> Links { get; init; } = [];

    /// <summary>The row is refused when no record has the external id.</summary>
    public bool UpdateOnly { get; init; }

    public string? IfVersion { get; init; }
}
