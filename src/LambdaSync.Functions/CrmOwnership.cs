using System.Globalization;
using LambdaSync.Connections;
using LambdaSync.Connections.Crm;
using LambdaSync.Mapping;
using LambdaSync.Sync;

namespace LambdaSync.Functions;

/// <summary>The CRM's record of who synchronizes it.</summary>
/// <param name="Record">The record's id in the CRM.</param>
/// <param name="Key">The owner by its own id.</param>
/// <param name="Since">Null: the record does not say.</param>
public sealed record CrmOwnerEntry(string Record, string Key, string Owner, string? Since)
{
    internal string? Version { get; init; }

    public override string ToString() => Since is null ? Owner : $"{Owner} since {Since}";
}

/// <summary>
/// Two stacks that synchronize one CRM with one catalog would each create what the other has created, and send back what the other has sent. So
/// the first one writes a record of itself into the CRM, and another one stops there (row S-19).
/// </summary>
/// <param name="id">The owner's own id.</param>
/// <param name="name">The owner as messages name it.</param>
sealed class CrmOwnership(ICrm crm, CrmOrganization organization, CrmOwnerRecords records, string catalog, string id, string name, TimeProvider time)
{
    string Key => $"{catalog}/{id}";

    /// <summary>Who synchronizes it, or null: no one yet.</summary>
    public async Task<CrmOwnerEntry?> Read(CancellationToken cancellation) =>
        await crm.FindRecords(records.Object, records.Catalog, [catalog], [records.Key, records.Owner, records.Since], cancellation).ConfigureAwait(false) is [var record, ..] ? Entry(record) : null;

    public bool IsOwn(CrmOwnerEntry entry) => entry.Key.Equals(Key, StringComparison.OrdinalIgnoreCase);

    /// <summary>Makes sure that this one is the owner.</summary>
    /// <exception cref="ConnectionException">Another one is.</exception>
    public async Task Ensure(CancellationToken cancellation)
    {
        var entry = await Read(cancellation).ConfigureAwait(false);
        if (entry is null)
        {
            var result = await Write(null, cancellation).ConfigureAwait(false);
            if (result.Written)
                return;
            // Another one was faster, or it is a process of this stack.
            entry = await Read(cancellation).ConfigureAwait(false) ?? throw Unwritten(result);
        }

        if (!IsOwn(entry))
            throw new ConnectionException(
                $"The {organization.Kind} organization {organization.Id} is synchronized with the catalog {catalog} by {entry}, and a second one would repeat its changes. "
                + $"Fix: delete this one, or if that one has ended for good, run 'lambdasync crm takeover' for {name}.",
                transient: false);
    }

    /// <summary>Makes this one the owner, whoever was it.</summary>
    /// <returns>The owner before, or null: there was none, or it was this one.</returns>
    /// <exception cref="ConnectionException">The CRM refused it, or somebody else became the owner meanwhile.</exception>
    public async Task<CrmOwnerEntry?> Take(CancellationToken cancellation)
    {
        var entry = await Read(cancellation).ConfigureAwait(false);
        if (entry is not null && IsOwn(entry))
            return null;
        var result = await Write(entry, cancellation).ConfigureAwait(false);
        if (!result.Written)
            throw Unwritten(result);
        // A CRM that compares versions by the second may have taken two of these.
        await Ensure(cancellation).ConfigureAwait(false);
        return entry;
    }

    async Task<CrmResult> Write(CrmOwnerEntry? before, CancellationToken cancellation)
    {
        var fields = new FlatRecord { [records.Owner] = Scalars.OfText(name), [records.Since] = Scalars.OfText(time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)) };
        if (before is null)
            fields[records.Catalog] = Scalars.OfText(catalog);
        var row = new CrmWrite(before?.Record, records.Key, Key, fields.ToJson(), null, [records.Key]) { IfVersion = before?.Version };
        return (await crm.Write(records.Object, [row], cancellation).ConfigureAwait(false))[0];
    }

    CrmOwnerEntry Entry(CrmRecord record)
    {
        var fields = new FlatRecord(record.Fields);
        return new CrmOwnerEntry(record.Id, Text(fields[records.Key]) ?? "", Text(fields[records.Owner]) ?? "one that gave no name", Text(fields[records.Since])) { Version = record.Version };
    }

    ConnectionException Unwritten(CrmResult result) => new(
        $"The CRM did not take the record of who synchronizes it ({records.Object}): {string.Join(' ', result.Issues.Select(Sentence.OfIssue))}", transient: result.Outcome is CrmOutcome.Later or CrmOutcome.Conflict);

    static string? Text(string? json) => json is null ? null : Scalars.TextOf(json);
}
