using LambdaSync.Sync;

namespace LambdaSync.Connections.Crm;

/// <summary>Which changes of an object are of use.</summary>
/// <param name="Fields">The fields that are read, related ones by their path: a related record's change of one of them is a change of the record.</param>
/// <param name="Flag">The boolean field of records that people share, or null.</param>
/// <param name="LinkField">The field that linked records have a value in, or null. With one of the two, only records that are flagged or linked are of use, and those that were deleted.</param>
public sealed record CrmInterest(IReadOnlyList<string> Fields, string? Flag = null, string? LinkField = null)
{
    /// <summary>Every change of the object's own records.</summary>
    public static CrmInterest All { get; } = new([]);
}

/// <summary>What happened to a record.</summary>
public enum CrmChangeKind
{
    /// <summary>Added, edited, or brought back.</summary>
    Changed,
    Deleted,

    /// <summary>Merged into another record of its object.</summary>
    Merged,

    /// <summary>Converted to a record of another object.</summary>
    Converted,
}

/// <summary>A record that has changed.</summary>
/// <param name="Version">The record's version after it, or null: not known.</param>
/// <param name="Into">The record that it was merged into or converted to, or null.</param>
public sealed record CrmChange(string Id, CrmChangeKind Kind = CrmChangeKind.Changed, string? Version = null, CrmReference? Into = null);

/// <summary>A part of the object's changes.</summary>
/// <param name="Changes">Each record once.</param>
/// <param name="Next">Where to go on; null as long as nothing ever changed.</param>
/// <param name="More">Whether there are more already.</param>
/// <param name="Lost">The position was too old: changes may be missing, and everything that is linked has to be compared.</param>
public sealed record CrmChanges(IReadOnlyList<CrmChange> Changes, string? Next, bool More, bool Lost = false)
{
    public IReadOnlyList<string> Ids => [.. Changes.Select(change => change.Id)];
}

/// <summary>What a CRM's message is about.</summary>
/// <param name="Ids">The records, or empty: everything of the object that changed since <paramref name="Since"/>.</param>
/// <param name="Since">From when on changes may have been missed, or null: the records are known, or it is not known from when.</param>
/// <param name="Fields">The names of the fields that changed, or null: not known.</param>
public sealed record CrmSignal(string Object, IReadOnlyList<string> Ids, DateTimeOffset? Since, IReadOnlyList<string>? Fields, CrmChangeKind Kind);
