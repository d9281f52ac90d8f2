using System.Globalization;
using LambdaSync.Connections.BuiltIn;
using LambdaSync.Connections.Crm;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using FlatRecord = LambdaSync.Connections.BuiltIn.FlatRecord;

namespace LambdaSync.Testing.Memory;

/// <summary>The built-in CRM with its tables in memory: the rules are the product's own (<see cref="CrmWork"/>). For one thread; nothing in it waits.</summary>
public sealed class MemoryCrm : IBuiltInCrm
{
    // The fields do not change, and reading them takes longer than many a record's work. It is for one thread too: it learns paths.
    [ThreadStatic]
    static CrmSchema? s_schema;

    readonly CrmSchema _schema = s_schema ??= MetadataFile.Read(null);
    readonly MemoryCrmTables _tables;
    readonly CrmWork _work;

    /// <param name="time">What <c>LastModifiedDate</c> is written from.</param>
    public MemoryCrm(TimeProvider time)
    {
        _tables = new MemoryCrmTables(time);
        _work = new CrmWork(_tables, _schema);
    }

    /// <summary>Counts the writes, so that who has read everything knows whether it still is as it was.</summary>
    public long Writes => _tables.Writes;

    /// <summary>All records with all that is stored of them.</summary>
    public IEnumerable<(string Object, string Id, byte[] Fields)> All() => _tables.All();

    public CrmUsage Usage => CrmUsage.Unlimited;

    public Task<CrmOrganization> Open(CancellationToken cancellation) => Task.FromResult(BuiltInAnswers.Organization("memory"));

    public Task<CrmMetadata?> Describe(IReadOnlyList<string> objects, string? known, CancellationToken cancellation) => Task.FromResult(BuiltInAnswers.Describe(_schema, objects, known));

    public IReadOnlyList<CrmSignal>? Decode(ReadOnlyMemory<byte> message) => null;

    public Task<IReadOnlyList<CrmResult>> Notify(IReadOnlyList<CrmNotice> notices, CancellationToken cancellation) => Task.FromResult(BuiltInAnswers.Notify(notices));

    public Task<IReadOnlyList<CrmFound>> Find(
        string crmObject, string field, IReadOnlyList<string> values, IReadOnlyList<string> fields, CancellationToken cancellation) =>
        Answer<IReadOnlyList<CrmFound>>(() => _work.Find(CrmWork.CheckFind(_schema, crmObject, field, fields), field, values, fields));

    public Task<IReadOnlyList<CrmResult>> Write(string crmObject, IReadOnlyList<CrmWrite> rows, CancellationToken cancellation) => Answer<IReadOnlyList<CrmResult>>(() =>
    {
        var found = CrmWork.CheckWrite(_schema, crmObject, rows);
        return [.. rows.Select(row => _work.Write(found, row))];
    });

    public async Task<CrmChanges> Changed(string crmObject, CrmInterest interest, string? after, int limit, CancellationToken cancellation) =>
        await new RelatedFeed(_schema, (of, position) => Changed(of.Name, position, limit), (of, link, id) => Task.FromResult(_tables.Having(of.Name, link.Name, id)))
            .Changed(Object(crmObject), interest, after);

    Task<CrmChanges> Changed(string crmObject, string? after, int limit) => Answer(() =>
    {
        var found = _tables.Changed(crmObject, after is null ? 0 : long.Parse(after, CultureInfo.InvariantCulture), limit + 1);
        var page = found.Take(limit).ToList();
        return new CrmChanges([.. page.Select(c => c.Tombstone?.Change(crmObject, c.Id) ?? new CrmChange(c.Id))], page.Count > 0 ? page[^1].Number.ToString(CultureInfo.InvariantCulture) : after, found.Count > limit);
    });

    public Task<CrmResult> Set(string crmObject, string idOrExternalId, ReadOnlyMemory<byte> json, CancellationToken cancellation) =>
        Answer(() => _work.Set(Object(crmObject), idOrExternalId, json));

    public Task<CrmResult> Import(string crmObject, ReadOnlyMemory<byte> json, CancellationToken cancellation) => Answer(() => _work.Import(Object(crmObject), json));

    public Task<CrmRecord?> Get(string crmObject, string idOrExternalId, CancellationToken cancellation) => Answer(() => _work.Get(Object(crmObject), idOrExternalId));

    public Task<IReadOnlyList<CrmRecord>> List(string crmObject, int limit, string? after, CancellationToken cancellation) => Answer<IReadOnlyList<CrmRecord>>(
        () => [.. _tables.List(Object(crmObject).Name, after ?? "", limit).Select(r => CrmWork.Whole(r.Id, FlatRecord.Parse(r.Fields)))]);

    public Task<bool> Delete(string crmObject, string idOrExternalId, CancellationToken cancellation) => Answer(() => _work.Delete(Object(crmObject), idOrExternalId, null));

    public Task<bool> Replace(string crmObject, string idOrExternalId, CrmReference into, CancellationToken cancellation) => Answer(() => _work.Delete(Object(crmObject), idOrExternalId, into));

    ObjectSchema Object(string name) => CrmWork.Object(_schema, name);

    static Task<T> Answer<T>(Func<T> work)
    {
        try
        {
            return Task.FromResult(work());
        }
        catch (Connections.ConnectionException failed)
        {
            return Task.FromException<T>(failed);
        }
    }
}
