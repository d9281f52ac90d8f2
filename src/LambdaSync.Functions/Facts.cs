using LambdaSync.Connections.Crm;
using LambdaSync.Connections.State;
using LambdaSync.Mapping;
using LambdaSync.Sync;

namespace LambdaSync.Functions;

/// <summary>What the CRM says about the records of one batch: one query for those that are linked, two more where some are not.</summary>
sealed class Facts
{
    readonly Dictionary<string, CrmCurrent> _byCrmId = new(StringComparer.Ordinal);
    readonly Dictionary<string, CrmCurrent> _byAwsId = new(StringComparer.Ordinal);

    /// <param name="records">Sightings or ids with the state under claim, null for a record that is not known yet.</param>
    public static async Task<Facts> Load(
        ISyncStore store, ICrm crm, string catalog, CompiledMapping mapping, IReadOnlyList<(string AwsId, string? PartnerId, RecordState? State)> records)
    {
        var facts = new Facts();
        var linked = records.Select(r => r.State).OfType<RecordState>().Where(s => !s.Closed).Select(s => s.CrmId).Distinct().ToList();
        await facts.Find(store, crm, catalog, mapping, "Id", linked, linked);
        var unlinked = records.Where(r => r.State is null).ToList();
        await facts.Find(store, crm, catalog, mapping, mapping.Source.AwsId, [.. unlinked.Select(r => r.AwsId).Distinct()], linked);
        var named = unlinked.Where(r => r.PartnerId is not null && !facts._byAwsId.ContainsKey(r.AwsId)).Select(r => r.PartnerId!).Distinct().ToList();
        await facts.Find(store, crm, catalog, mapping, "Id", named, linked);
        return facts;
    }

    public CrmCurrent? Of(string awsId, string? partnerId, RecordState? state) => state is not null
        ? _byCrmId.GetValueOrDefault(state.CrmId)
        : _byAwsId.GetValueOrDefault(awsId) ?? (partnerId is { } named ? _byCrmId.GetValueOrDefault(named) : null);

    /// <summary>Whoever created the record at AWS has linked it after this claim was taken, so that its baselines are not known here.</summary>
    public static bool IsBehind(string awsId, RecordState? state, CrmCurrent? current) => state is null && current?.LinkedTo == awsId;

    async Task Find(
        ISyncStore store, ICrm crm, string catalog, CompiledMapping mapping, string field, List<string> values, List<string> linked)
    {
        if (values.Count == 0)
            return;
        var source = mapping.Source;
        foreach (var record in await crm.Find(source.CrmObject, field, values, mapping.CrmReads, CancellationToken.None))
        {
            var owner = linked.Contains(record.Id) ? null : await store.FindByCrmId(catalog, source.CrmObject, record.Id, CancellationToken.None);
            var current = new CrmCurrent(record.Id, record.Fields, owner?.AwsId, record.Modified);
            _byCrmId[record.Id] = current;
            if (new FlatRecord(record.Fields)[source.AwsId] is { Length: > 2 } held && held[0] == '"')
                _byAwsId[held[1..^1]] = current;
        }
    }
}
