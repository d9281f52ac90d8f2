using LambdaSync.Connections.Crm;
using LambdaSync.Connections.State;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Steps;

namespace LambdaSync.Functions.Engine;

/// <summary>The CRM records of one batch: one query for those that are linked, two more where some are not, one for each merge that a link follows.</summary>
sealed class CrmReads
{
    const string IdField = "Id";

    // A record that was merged into one that was merged, and so on.
    const int MaxMerges = 4;

    readonly ISyncStore _store;
    readonly ICrm _crm;
    readonly string _catalog;
    readonly CompiledMapping _mapping;
    readonly Dictionary<string, CrmAnswer> _byCrmId = new(StringComparer.Ordinal);
    readonly HashSet<string> _hidden = new(StringComparer.Ordinal);
    readonly Dictionary<string, List<CrmCurrent>> _byAwsId = new(StringComparer.Ordinal);

    CrmReads(ISyncStore store, ICrm crm, string catalog, CompiledMapping mapping) => (_store, _crm, _catalog, _mapping) = (store, crm, catalog, mapping);

    /// <exception cref="Connections.ConnectionException">The CRM is away, or too many linked records are absent at once.</exception>
    public static async Task<CrmReads> Load(
        ISyncStore store, ICrm crm, AbsenceGuard absences, string catalog, CompiledMapping mapping, IReadOnlyList<CrmLookup> lookups)
    {
        absences.Check();
        var reads = new CrmReads(store, crm, catalog, mapping);
        var linked = lookups.Select(l => l.LinkedId).OfType<string>().Distinct().ToList();
        await reads.Find(IdField, linked, linked);
        absences.Count(linked, linked.Where(id => reads.Of(id).State == CrmState.Absent));
        await reads.FollowMerges(linked);
        var unlinked = lookups.Where(l => l.AwsId is not null).ToList();
        await reads.Find(mapping.Source.AwsId, [.. unlinked.Select(l => l.AwsId!).Distinct()], linked);
        var named = unlinked.Where(l => l.PartnerId is not null && reads.Holder(l.AwsId!)?.Id != l.PartnerId).Select(l => l.PartnerId!).Distinct().ToList();
        await reads.Find(IdField, named, linked);
        return reads;
    }

    public CrmAnswer Of(CrmLookup lookup)
    {
        if (lookup.LinkedId is { } linked)
            return Of(linked);
        if (lookup.AwsId is not { } awsId)
            return CrmAnswer.None;
        if (_byAwsId.GetValueOrDefault(awsId) is { Count: > 1 } several)
            return CrmAnswer.None with { Candidates = [.. several.Select(c => new CrmReference(_mapping.Source.CrmObject, c.Id))] };
        var named = lookup.PartnerId is { } id ? _byCrmId.GetValueOrDefault(id)?.Record : null;
        if (Holder(awsId) is not { } holder)
            return CrmAnswer.Of(named) with { Hidden = lookup.PartnerId is { } absent && _hidden.Contains(absent) ? new CrmReference(_mapping.Source.CrmObject, absent) : null };
        return CrmAnswer.Of(named is not null && named.Id != holder.Id ? holder with { NamedInstead = named.Id } : holder);
    }

    /// <summary>Another worker has linked the record after this claim was taken, so that its baselines are not known here.</summary>
    public static bool IsBehind(string awsId, RecordState? state, CrmCurrent? current) => state is null && current?.LinkedTo == awsId;

    CrmAnswer Of(string crmId) => _byCrmId.GetValueOrDefault(crmId) ?? CrmAnswer.None;

    CrmCurrent? Holder(string awsId) => _byAwsId.GetValueOrDefault(awsId) is [var one] ? one : null;

    async Task Find(string field, List<string> values, List<string> linked)
    {
        if (values.Count == 0)
            return;
        foreach (var found in await _crm.Find(_mapping.Source.CrmObject, field, values, _mapping.CrmReads, CancellationToken.None))
        {
            var current = found.Record is { } record ? await Current(record, linked.Contains(record.Id)) : null;
            if (found.MayBeHidden)
                _hidden.Add(found.Value);
            if (field == IdField)
                _byCrmId[found.Value] = new CrmAnswer(found.State, current, found.Into);
            if (current is null)
                continue;
            _byCrmId[current.Id] = new CrmAnswer(found.State, current, found.Into);
            if (new FlatRecord(current.Fields)[_mapping.Source.AwsId] is { Length: > 2 } held && held[0] == '"')
                Hold(held[1..^1], current);
        }
    }

    void Hold(string awsId, CrmCurrent current)
    {
        var holders = _byAwsId.TryGetValue(awsId, out var known) ? known : _byAwsId[awsId] = [];
        if (holders.All(h => h.Id != current.Id))
            holders.Add(current);
    }

    // Who is linked to a merged record reads the survivor, and has to know whether that one is another's.
    async Task FollowMerges(List<string> linked)
    {
        foreach (var id in linked.Where(id => Of(id).State == CrmState.Merged))
        {
            var (answer, step) = (_byCrmId[id], 0);
            while (answer is { State: CrmState.Merged, Into: { } into } && into.Object == _mapping.Source.CrmObject && step++ < MaxMerges)
            {
                var found = (await _crm.Find(into.Object, IdField, [into.Id], _mapping.CrmReads, CancellationToken.None))[0];
                if (found is not { State: CrmState.Found, Record: { } record })
                    answer = new CrmAnswer(found.State, null, found.Into);
                else
                    (_byCrmId[id], answer) = (new CrmAnswer(CrmState.Merged, await Current(record, isLinked: false), into), CrmAnswer.None);
            }

            if (answer.State is CrmState.Deleted)
                _byCrmId[id] = answer;
        }
    }

    async Task<CrmCurrent> Current(CrmRecord record, bool isLinked)
    {
        var owner = isLinked ? null : await _store.FindByCrmId(_catalog, _mapping.Source.CrmObject, record.Id, CancellationToken.None);
        return new CrmCurrent(record.Id, record.Fields, owner?.Id, record.Modified) { Version = record.Version, IsVersionOpen = record.IsVersionOpen };
    }
}
