using LambdaSync.Sync;

namespace LambdaSync.Connections.Crm;

/// <summary>The answer to one value that a record was looked for by.</summary>
/// <param name="Record">The record that was found, or null.</param>
/// <param name="Into">What the record was merged into or converted to, or null: it was not, or the CRM does not say.</param>
public sealed record CrmFound(string Value, CrmState State, CrmRecord? Record = null, CrmReference? Into = null)
{
    /// <summary>Of an absent record: the value is a record id of the object, and the CRM has records that it does not show to the integration user.</summary>
    public bool MayBeHidden { get; init; }
}

/// <summary>A record as the CRM holds it.</summary>
/// <param name="Fields">Flat canonical JSON of the fields asked for; a related field whose link is empty is null.</param>
/// <param name="Modified">When it was last changed, or null when the CRM does not say.</param>
public sealed record CrmRecord(string Id, byte[] Fields, DateTimeOffset? Modified = null)
{
    /// <summary>Changes with the record's own fields; null: the CRM has none. A row's <c>IfVersion</c> takes it.</summary>
    public string? Version { get; init; }

    /// <summary>It was read so soon after its last change that a later one may have the same version.</summary>
    public bool IsVersionOpen { get; init; }
}
