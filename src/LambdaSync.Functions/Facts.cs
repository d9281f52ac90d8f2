using LambdaSync.Sync;

namespace LambdaSync.Functions;

public sealed partial class InboundFiles
{
    /// <summary>What the store and the CRM say about the records of one batch: one store read and at most three CRM queries.</summary>
    sealed class Facts
    {
        readonly Dictionary<RecordKey, RecordState> _states;
        readonly Dictionary<string, CrmCurrent> _byCrmId = new(StringComparer.Ordinal);
        readonly Dictionary<string, CrmCurrent> _byAwsId = new(StringComparer.Ordinal);
        readonly string _catalog;

        Facts(string catalog, IEnumerable<RecordState> states)
        {
            _catalog = catalog;
            _states = states.ToDictionary(s => s.Key);
        }

        public static async Task<Facts> Load(InboundFiles shell, Decision decision, IReadOnlyList<Sighting> seen)
        {
            var keys = seen.Select(s => new RecordKey(shell.Settings.Catalog, s.Object, s.AwsId!)).Distinct().ToList();
            var facts = new Facts(shell.Settings.Catalog, keys.Count == 0 ? [] : await shell.Store.GetRecords(keys, CancellationToken.None));
            var source = decision.Mapping.Source;
            string[] fields = [.. decision.Mapping.CrmFields.Append(source.AwsId).Distinct(StringComparer.Ordinal)];

            await facts.Find(shell, source.CrmObject, null, [.. facts._states.Values.Where(s => !s.Closed).Select(s => s.CrmId)], fields, source.AwsId);
            string[] unlinked = [.. keys.Where(k => !facts._states.ContainsKey(k)).Select(k => k.AwsId)];
            await facts.Find(shell, source.CrmObject, source.AwsId, unlinked, fields, source.AwsId);
            string[] named = [.. seen.Where(s => s.PartnerId is not null && unlinked.Contains(s.AwsId) && !facts._byAwsId.ContainsKey(s.AwsId!)).Select(s => s.PartnerId!).Distinct()];
            await facts.Find(shell, source.CrmObject, null, named, fields, source.AwsId);
            return facts;
        }

        public (RecordState? State, CrmCurrent? Current) Of(Sighting seen)
        {
            if (seen.AwsId is null)
                return default;
            if (_states.TryGetValue(new RecordKey(_catalog, seen.Object, seen.AwsId), out var state))
                return (state, _byCrmId.GetValueOrDefault(state.CrmId));
            return (null, _byAwsId.GetValueOrDefault(seen.AwsId) ?? (seen.PartnerId is { } named ? _byCrmId.GetValueOrDefault(named) : null));
        }

        // By record id when `field` is null, else by AWS's identifier.
        async Task Find(InboundFiles shell, string crmObject, string? field, string[] values, string[] fields, string awsIdField)
        {
            if (values.Length == 0)
                return;
            foreach (var record in await shell.Crm.Find(crmObject, field ?? "Id", values, fields, CancellationToken.None))
            {
                var linked = _states.Values.Any(s => s.CrmId == record.Id) ? null
                    : await shell.Store.FindByCrmId(_catalog, crmObject, record.Id, CancellationToken.None);
                var current = new CrmCurrent(record.Id, record.Fields, linked?.AwsId, record.Modified);
                _byCrmId[record.Id] = current;
                var held = new FlatRecord(record.Fields)[awsIdField];
                if (held is { Length: > 2 } && held[0] == '"')
                    _byAwsId[held[1..^1]] = current;
            }
        }
    }
}
