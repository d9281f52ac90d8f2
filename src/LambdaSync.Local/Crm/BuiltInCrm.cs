using System.Globalization;
using LambdaSync.Connections;
using LambdaSync.Connections.BuiltIn;
using LambdaSync.Connections.Crm;
using LambdaSync.Local.State;
using LambdaSync.Mapping;
using LambdaSync.Sync;

namespace LambdaSync.Local.Crm;

/// <summary>The built-in CRM of one machine: the file <c>crm.db</c>.</summary>
public sealed class BuiltInCrm : IBuiltInCrm, IDisposable
{
    readonly CrmSchema _schema;
    readonly SqliteFile _file;
    readonly SqliteCrmTables _tables;
    readonly CrmWork _work;

    /// <param name="path">The file, made when missing, or <c>:memory:</c>.</param>
    /// <param name="fieldFile">Objects and fields in the shape of built-in-crm.json, or null for that one.</param>
    /// <param name="time">What <c>LastModifiedDate</c> is written from, or null for the machine's.</param>
    /// <exception cref="ConnectionException">A file can't be opened or used.</exception>
    public BuiltInCrm(string path, string? fieldFile = null, TimeProvider? time = null)
    {
        _schema = MetadataFile.Read(fieldFile);
        _file = new SqliteFile(path, SqliteCrmTables.Version, SqliteCrmTables.Schema, SqliteCrmTables.Upgrades);
        _tables = new SqliteCrmTables(_file, time ?? TimeProvider.System);
        _work = new CrmWork(_tables, _schema);
        _tables.IndexOlder(_schema);
    }

    public CrmUsage Usage => CrmUsage.Unlimited;

    public Task<CrmOrganization> Open(CancellationToken cancellation) => _file.Read(() => BuiltInAnswers.Organization(_tables.Organization), cancellation);

    public Task<CrmMetadata?> Describe(IReadOnlyList<string> objects, string? known, CancellationToken cancellation) => Task.FromResult(BuiltInAnswers.Describe(_schema, objects, known));

    public IReadOnlyList<CrmSignal>? Decode(ReadOnlyMemory<byte> message) => null;

    public Task<IReadOnlyList<CrmResult>> Notify(IReadOnlyList<CrmNotice> notices, CancellationToken cancellation) => Task.FromResult(BuiltInAnswers.Notify(notices));

    public Task<IReadOnlyList<CrmFound>> Find(
        string crmObject, string field, IReadOnlyList<string> values, IReadOnlyList<string> fields, CancellationToken cancellation) =>
        _file.Read<IReadOnlyList<CrmFound>>(() => _work.Find(CrmWork.CheckFind(_schema, crmObject, field, fields), field, values, fields), cancellation);

    public Task<IReadOnlyList<CrmResult>> Write(string crmObject, IReadOnlyList<CrmWrite> rows, CancellationToken cancellation) =>
        _file.Transaction<IReadOnlyList<CrmResult>>(
            () =>
            {
                var found = CrmWork.CheckWrite(_schema, crmObject, rows);
                return [.. rows.Select(row => _work.Write(found, row))];
            },
            cancellation);

    public Task<CrmChanges> Changed(string crmObject, CrmInterest interest, string? after, int limit, CancellationToken cancellation) =>
        new RelatedFeed(_schema, (of, position) => Changed(of.Name, position, limit, cancellation), (of, link, id) => _file.Read(() => _tables.Linked(of.Name, link.Name, id), cancellation))
            .Changed(Object(crmObject), interest, after);

    Task<CrmChanges> Changed(string crmObject, string? after, int limit, CancellationToken cancellation) => _file.Read(
        () =>
        {
            var found = _tables.Changed(crmObject, after is null ? 0 : long.Parse(after, CultureInfo.InvariantCulture), limit + 1);
            var page = found.Take(limit).ToList();
            var next = page.Count > 0 ? page[^1].Number.ToString(CultureInfo.InvariantCulture) : after;
            return new CrmChanges([.. page.Select(c => c.Tombstone?.Change(crmObject, c.Id) ?? new CrmChange(c.Id))], next, found.Count > limit);
        },
        cancellation);

    public Task<CrmResult> Set(string crmObject, string idOrExternalId, ReadOnlyMemory<byte> json, CancellationToken cancellation) =>
        _file.Transaction(() => _work.Set(Object(crmObject), idOrExternalId, json), cancellation);

    public Task<CrmResult> Import(string crmObject, ReadOnlyMemory<byte> json, CancellationToken cancellation) =>
        _file.Transaction(() => _work.Import(Object(crmObject), json), cancellation);

    public Task<CrmRecord?> Get(string crmObject, string idOrExternalId, CancellationToken cancellation) =>
        _file.Read(() => _work.Get(Object(crmObject), idOrExternalId), cancellation);

    public Task<IReadOnlyList<CrmRecord>> List(string crmObject, int limit, string? after, CancellationToken cancellation) =>
        _file.Read<IReadOnlyList<CrmRecord>>(
            () => [.. _tables.List(Object(crmObject).Name, after ?? "", limit).Select(r => CrmWork.Whole(r.Id, r.Fields))], cancellation);

    public Task<bool> Delete(string crmObject, string idOrExternalId, CancellationToken cancellation) =>
        _file.Transaction(() => _work.Delete(Object(crmObject), idOrExternalId, null), cancellation);

    public Task<bool> Replace(string crmObject, string idOrExternalId, CrmReference into, CancellationToken cancellation) =>
        _file.Transaction(() => _work.Delete(Object(crmObject), idOrExternalId, into), cancellation);

    public void Dispose() => _file.Dispose();

    ObjectSchema Object(string name) => CrmWork.Object(_schema, name);
}
