using LambdaSync.Connections.Crm;
using LambdaSync.Connections.State;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Steps;

namespace LambdaSync.Functions.Engine;

/// <summary>The CRM records of one batch: one query for those that are linked, two more where some are not.</summary>
sealed class CrmReads
{
    readonly Dictionary<string, CrmCurrent> _byCrmId = new(StringComparer.Ordinal);
    readonly Dictionary<string, CrmCurrent> _byAwsId = new(StringComparer.Ordinal);

    public static async Task<CrmReads> Load(
        ISyncStore store, ICrm crm, string catalog, CompiledMapping mapping, IReadOnlyList<CrmLookup> lookups)
    {
        var reads = new CrmReads();
        var linked = lookups.Select(l => l.LinkedId).OfType<string>().Distinct().ToList();
        await reads.Find(store, crm, catalog, mapping, "Id", linked, linked);
        var unlinked = lookups.Where(l => l.AwsId is not null).ToList();
        await reads.Find(store, crm, catalog, mapping, mapping.Source.AwsId, [.. unlinked.Select(l => l.AwsId!).Distinct()], linked);
        var named = unlinked.Where(l => l.PartnerId is not null && reads._byAwsId.GetValueOrDefault(l.AwsId!)?.Id != l.PartnerId).Select(l => l.PartnerId!).Distinct().ToList();
        await reads.Find(store, crm, catalog, mapping, "Id", named, linked);
        return reads;
    }

    public CrmCurrent? Of(CrmLookup lookup) =>
        lookup.LinkedId is { } linked ? _byCrmId.GetValueOrDefault(linked)
        : lookup.AwsId is null ? null
        : _byAwsId.GetValueOrDefault(lookup.AwsId) is not { } holder ? (lookup.PartnerId is { } named ? _byCrmId.GetValueOrDefault(named) : null)
        : lookup.PartnerId is { } other && other != holder.Id && _byCrmId.ContainsKey(other) ? holder with { NamedInstead = other }
        : holder;

    /// <summary>Another worker has linked the record after this claim was taken, so that its baselines are not known here.</summary>
    public static bool IsBehind(string awsId, RecordState? state, CrmCurrent? current) => state is null && current?.LinkedTo == awsId;

    async Task Find(ISyncStore store, ICrm crm, string catalog, CompiledMapping mapping, string field, List<string> values, List<string> linked)
    {
        if (values.Count == 0)
            return;
        var source = mapping.Source;
        foreach (var record in await crm.FindRecords(source.CrmObject, field, values, mapping.CrmReads, CancellationToken.None))
        {
            var owner = linked.Contains(record.Id) ? null : await store.FindByCrmId(catalog, source.CrmObject, record.Id, CancellationToken.None);
            var current = new CrmCurrent(record.Id, record.Fields, owner?.Id, record.Modified);
            _byCrmId[record.Id] = current;
            if (new FlatRecord(record.Fields)[source.AwsId] is { Length: > 2 } held && held[0] == '"')
                _byAwsId[held[1..^1]] = current;
        }
    }
}
