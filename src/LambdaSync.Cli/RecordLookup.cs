using System.Runtime.CompilerServices;
using LambdaSync.Commands;
using LambdaSync.Connections.Crm;
using LambdaSync.Fields;
using LambdaSync.Gates;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Cli;

/// <summary>Finds what a folder or a stack knows of records, without a call to AWS.</summary>
/// <param name="leads">The mapping of leads, or null: the document has none.</param>
sealed class RecordLookup(DataSource data, CompiledMapping mapping, CompiledMapping? leads)
{
    const int MaxWork = 100_000;

    public CompiledMapping Mapping => mapping;

    /// <summary>The mapping of leads, or null: the document has none.</summary>
    public CompiledMapping? Leads => leads;

    /// <summary>The mapping of the object that a record is of.</summary>
    public CompiledMapping MappingOf(WorkKey key) => leads is not null && (key.IsEngagement || IsLeadOfCrm(key)) ? leads : mapping;

    /// <summary>The lookup by the source's mapping, or null after telling what is wrong with it.</summary>
    public static async Task<RecordLookup?> Open(DataSource data, Terminal terminal, CancellationToken cancellation)
    {
        if (await data.Mapping(cancellation) is not { } document)
            return null;
        var issues = new List<Issue>();
        var compiled = CompiledMapping.Compile(document, AceObject.Opportunity, issues);
        var leads = CompiledMapping.CompileLeads(document, issues);
        foreach (var issue in compiled is null ? issues : [])
            terminal.Tell(issue);
        return compiled is null ? null : new RecordLookup(data, compiled, leads);
    }

    /// <summary>A record by AWS's identifier of an opportunity, lead, invitation or engagement, or by a CRM record's.</summary>
    /// <param name="entries">How many of its log entries.</param>
    /// <returns>Null when nothing knows it.</returns>
    public async Task<RecordFacts?> Find(string id, int entries, CancellationToken cancellation)
    {
        var wanted = RecordIds.Normal(id);
        foreach (var catalog in data.Catalogs)
        {
            foreach (var key in await Keys(catalog, wanted, cancellation))
            {
                if (await Facts(key, cancellation) is { } found)
                    return entries == 0 ? found : found with { Entries = (await LogEntries.Find(data, found.Id, entries, cancellation)).Details };
            }
        }

        return null;
    }

    /// <summary>The opportunities that the CRM holds, linked or not; of the built-in CRM in the order of their ids.</summary>
    public IAsyncEnumerable<RecordFacts> All(CancellationToken cancellation) => All(mapping, WorkKey.Opportunity, cancellation);

    /// <summary>The leads that the CRM holds, linked or not; of the built-in CRM in the order of their ids.</summary>
    public IAsyncEnumerable<RecordFacts> AllLeads(CancellationToken cancellation) => leads is null ? AsyncEnumerable.Empty<RecordFacts>() : All(leads, WorkKey.Engagement, cancellation);

    async IAsyncEnumerable<RecordFacts> All(CompiledMapping of, Func<string, string, WorkKey> keyOf, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (work, source) = (new Dictionary<WorkKey, WorkItem>(), of.Source);
        foreach (var catalog in data.Catalogs)
        {
            foreach (var item in await data.Store.ListWork(catalog, MaxWork, cancellation))
                work[item.Key] = item;
        }

        await foreach (var page in data.CrmIds(source, cancellation))
        {
            var records = await data.SyncCrm.FindRecords(source.CrmObject, "Id", page, of.CrmReads, cancellation);
            var crm = records.ToDictionary(r => r.Id, r => new FlatRecord(r.Fields), StringComparer.Ordinal);
            var ids = crm.Values.Where(fields => !fields.IsEmpty(source.AwsId)).Select(fields => Scalars.TextOf(fields[source.AwsId]!)).OfType<string>().Distinct();
            var states = (await data.Store.GetRecords([.. ids.SelectMany(id => data.Catalogs.Select(c => CommandReader.IsInvitation(id) ? WorkKey.Invitation(c, id) : keyOf(c, id)))], cancellation)).ToDictionary(s => s.CrmId, StringComparer.Ordinal);
            foreach (var (id, fields) in page.Where(crm.ContainsKey).Select(id => (id, crm[id])))
            {
                var state = states.GetValueOrDefault(id);
                var key = state?.Key ?? WorkKey.Crm(data.Catalog, source.CrmObject, id);
                yield return new RecordFacts(key, state, work.GetValueOrDefault(key), id, fields, []);
            }
        }
    }

    async Task<IReadOnlyList<WorkKey>> Keys(string catalog, string id, CancellationToken cancellation)
    {
        if (RecordIds.IsOpportunity(id))
            return [WorkKey.Opportunity(catalog, id)];
        var crmId = id.Contains('/', StringComparison.Ordinal) ? id[(id.IndexOf('/', StringComparison.Ordinal) + 1)..] : id;
        return
        [
            WorkKey.Invitation(catalog, id), WorkKey.Engagement(catalog, id), WorkKey.Of(catalog, AceObject.Lead, id),
            .. await data.Store.FindByCrmId(catalog, mapping.Source.CrmObject, crmId, cancellation) is { } linked ? [linked] : (WorkKey[])[],
            .. leads is not null && await data.Store.FindByCrmId(catalog, leads.Source.CrmObject, crmId, cancellation) is { } ofLead ? [ofLead] : (WorkKey[])[],
            WorkKey.Crm(catalog, mapping.Source.CrmObject, crmId),
            .. leads is not null ? [WorkKey.Crm(catalog, leads.Source.CrmObject, crmId)] : (WorkKey[])[],
        ];
    }

    async Task<RecordFacts?> Facts(WorkKey key, CancellationToken cancellation)
    {
        var state = (await data.Store.GetRecords([key], cancellation)) is [var stored] ? stored : null;
        var work = await data.Store.GetWork(key, cancellation);
        var crmId = state?.CrmId ?? (key.IsCrmRecord ? key.Id[(key.Id.IndexOf('/', StringComparison.Ordinal) + 1)..] : null);

        // A lead of a file has a mapping of its own.
        // A lead's invitation may have its record among the leads.
        var of = key.IsInvitation && state is not null && leads is not null && state.CrmObject == leads.Source.CrmObject ? leads : MappingOf(key);
        var crm = crmId is null || key.IsLead
            ? null
            : (await data.SyncCrm.FindRecords(of.Source.CrmObject, "Id", [crmId], of.CrmReads, cancellation)) is [var record] ? new FlatRecord(record.Fields) : null;
        return (state, work, crm) is (null, null, null) ? null : new RecordFacts(key, state, work, crmId, crm, []);
    }

    bool IsLeadOfCrm(WorkKey key) => key.IsCrmRecord && leads is not null && leads.Source.CrmObject != mapping.Source.CrmObject && key.Id.StartsWith(leads.Source.CrmObject + "/", StringComparison.Ordinal);
}
