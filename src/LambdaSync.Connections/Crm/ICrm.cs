using LambdaSync.Mapping;
using LambdaSync.Sync;

namespace LambdaSync.Connections.Crm;

/// <summary>
/// A CRM. Records travel as flat canonical JSON objects whose keys are the names that mappings use, related fields by their whole
/// path (<c>{"Account.Name":"Example Ltd","Amount":1000}</c>).
/// </summary>
public interface ICrm
{
    /// <summary>Objects, fields, types, lengths, picklists and relations.</summary>
    Task<CrmMetadata> Describe(CancellationToken cancellation);

    /// <summary>The records whose <paramref name="field"/> (<c>Id</c> for the record id, else an external id) has one of the values, with the fields asked for; those that don't exist are left out.</summary>
    Task<IReadOnlyList<CrmRecord>> Find(
        string crmObject, string field, IReadOnlyList<string> values, IReadOnlyList<string> fields, CancellationToken cancellation);

    /// <summary>Writes rows one by one: an answer for every row, in order; a refused row stops no other.</summary>
    Task<IReadOnlyList<CrmResult>> Write(string crmObject, IReadOnlyList<CrmWrite> rows, CancellationToken cancellation);

    /// <summary>
    /// Which of the object's records people added, changed or deleted since, the oldest change first; <see cref="Write"/> makes no
    /// such change. A record may come again although nothing about it is new.
    /// </summary>
    /// <param name="after">Where the answer before ended, or null: from the beginning.</param>
    Task<CrmChanges> Changed(string crmObject, string? after, int limit, CancellationToken cancellation);
}

/// <summary>A part of the object's changes.</summary>
/// <param name="Ids">Each record once.</param>
/// <param name="Next">Where to go on; null as long as nothing ever changed.</param>
/// <param name="More">Whether there are more already.</param>
public sealed record CrmChanges(IReadOnlyList<string> Ids, string? Next, bool More);

/// <summary>A record as the CRM holds it.</summary>
/// <param name="Fields">Flat canonical JSON of the fields asked for; a related field whose link is empty is null.</param>
/// <param name="Modified">When it was last changed, or null when the CRM does not say.</param>
public sealed record CrmRecord(string Id, byte[] Fields, DateTimeOffset? Modified = null);
