using LambdaSync.Mapping;
using LambdaSync.Sync;

namespace LambdaSync.Connections.Crm;

/// <summary>
/// A CRM. Records travel as flat canonical JSON objects whose keys are the names that mappings use, related fields by their whole
/// path (<c>{"Account.Name":"Example Ltd","Amount":1000}</c>). Each member throws <see cref="ConnectionException"/> when the CRM as a whole
/// can't answer: transient while it is away or its limits are used up, else a setting that has to be corrected.
/// </summary>
public interface ICrm
{
    /// <summary>Whose CRM it is, and what it promises.</summary>
    Task<CrmOrganization> Open(CancellationToken cancellation);

    /// <summary>Objects, fields, types, lengths, picklists and relations; null: they are as <paramref name="known"/> says.</summary>
    /// <param name="objects">The objects asked for; those that their relations lead to are described too. One that the CRM lacks is left out. Empty: those that mappings usually read.</param>
    /// <param name="known">The <see cref="CrmMetadata.Token"/> of the answer before, or null.</param>
    Task<CrmMetadata?> Describe(IReadOnlyList<string> objects, string? known, CancellationToken cancellation);

    /// <summary>
    /// Which of the object's records people added, changed, deleted, merged or converted since, the oldest change first. A record may come
    /// again although nothing about it is new; where the CRM can't tell the writes of LambdaSync from people's, those come too.
    /// </summary>
    /// <param name="interest">What the caller has a use for. Other records may come as well.</param>
    /// <param name="after">Where the answer before ended, or null: from the beginning.</param>
    /// <param name="limit">The answer may be shorter although there are more.</param>
    Task<CrmChanges> Changed(string crmObject, CrmInterest interest, string? after, int limit, CancellationToken cancellation);

    /// <summary>
    /// Which records a message of the CRM is about; null: it is none of this CRM's. It calls nothing, and no value of the message is used:
    /// the records are read.
    /// </summary>
    IReadOnlyList<CrmSignal>? Decode(ReadOnlyMemory<byte> message);

    /// <summary>An answer for every value of <paramref name="values"/>, in their order; several where several records have the value.</summary>
    /// <param name="field"><c>Id</c> for the record id, else an external id or another field that the CRM can be searched by.</param>
    /// <param name="fields">The fields to read.</param>
    Task<IReadOnlyList<CrmFound>> Find(
        string crmObject, string field, IReadOnlyList<string> values, IReadOnlyList<string> fields, CancellationToken cancellation);

    /// <summary>Writes rows one by one: an answer for every row, in order; a refused row stops no other.</summary>
    Task<IReadOnlyList<CrmResult>> Write(string crmObject, IReadOnlyList<CrmWrite> rows, CancellationToken cancellation);

    /// <summary>Shows notices to people where the CRM has a place for them (<see cref="CrmGuarantees.TakesNotices"/>): an answer for every notice, in order.</summary>
    Task<IReadOnlyList<CrmResult>> Notify(IReadOnlyList<CrmNotice> notices, CancellationToken cancellation);

    /// <summary>The calls that the CRM counts, as its last answer said; it calls nothing.</summary>
    CrmUsage Usage { get; }
}

/// <summary>Short forms of questions.</summary>
public static class CrmQuestions
{
    /// <summary>What the CRM says about the objects, whether or not it has changed.</summary>
    public static async Task<CrmMetadata> Metadata(this ICrm crm, CancellationToken cancellation, params IReadOnlyList<string> objects) =>
        await crm.Describe(objects, null, cancellation).ConfigureAwait(false) ?? throw new ConnectionException("The CRM did not describe its objects.", transient: false);

    /// <summary>The records that exist.</summary>
    public static async Task<IReadOnlyList<CrmRecord>> FindRecords(
        this ICrm crm, string crmObject, string field, IReadOnlyList<string> values, IReadOnlyList<string> fields, CancellationToken cancellation) =>
        [.. (await crm.Find(crmObject, field, values, fields, cancellation).ConfigureAwait(false)).Select(found => found.Record).OfType<CrmRecord>().DistinctBy(record => record.Id)];
}
