using LambdaSync.Connections.BuiltIn;
using LambdaSync.Sync;
using FlatRecord = LambdaSync.Connections.BuiltIn.FlatRecord;

namespace LambdaSync.Testing.Memory;

/// <summary>What the built-in CRM stores, in memory.</summary>
sealed class MemoryCrmTables(TimeProvider time) : ICrmTables
{
    readonly Dictionary<string, Table> _tables = new(StringComparer.Ordinal);
    readonly Dictionary<(string Object, string Field, string Value), string> _holders = [];

    readonly Dictionary<(string Object, string Field, string Key), SortedSet<string>> _indexed = [];

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Counts the writes.</summary>
    public long Writes { get; private set; }

    public FlatRecord? Get(string crmObject, string id) => Of(crmObject).Records.TryGetValue(id, out var fields) ? FlatRecord.Parse(fields) : null;

    public string? Holder(string crmObject, string field, string value) => _holders.GetValueOrDefault((crmObject, field, value));

    public IReadOnlyList<string> Having(string crmObject, string field, string key) => _indexed.TryGetValue((crmObject, field, key), out var ids) ? [.. ids] : [];

    public void MoveIndex(string crmObject, string field, string id, string? from, string? to)
    {
        if (from is not null && _indexed.TryGetValue((crmObject, field, from), out var had))
            had.Remove(id);
        if (to is null)
            return;
        if (!_indexed.TryGetValue((crmObject, field, to), out var ids))
            _indexed[(crmObject, field, to)] = ids = new(StringComparer.Ordinal);
        ids.Add(id);
    }

    public string NewId(ObjectSchema crmObject, int nth) => RecordId.Of(crmObject.Prefix, Of(crmObject.Name).LastNumber + nth);

    public void Added(ObjectSchema crmObject, int count) => Of(crmObject.Name).LastNumber += count;

    public void Put(string crmObject, string id, FlatRecord fields)
    {
        Writes++;
        Of(crmObject).Records[id] = fields.ToJson();
    }

    public Tombstone? Gone(string crmObject, string id) => Of(crmObject).Tombstones.GetValueOrDefault(id);

    public void Delete(string crmObject, string id, CrmReference? into)
    {
        Of(crmObject).Records.Remove(id);
        Of(crmObject).Tombstones[id] = new Tombstone(into);
        Note(crmObject, id);
    }

    // A record's last change by a person; an object's numbers only grow.
    public void Note(string crmObject, string id)
    {
        Writes++;
        var table = Of(crmObject);
        table.Changes[id] = table.Changes.Values.DefaultIfEmpty(0).Max() + 1;
    }

    public void MoveExternalId(string crmObject, string field, string id, FlatValue from, FlatValue to)
    {
        if (!from.IsNull && Holder(crmObject, field, from.Text) == id)
            _holders.Remove((crmObject, field, from.Text));
        if (!to.IsNull)
            _holders.Add((crmObject, field, to.Text), id);
    }

    public IEnumerable<(string Id, byte[] Fields)> List(string crmObject, string after, int limit) =>
        Of(crmObject).Records.Where(r => string.CompareOrdinal(r.Key, after) > 0).Take(limit).Select(r => (r.Key, r.Value));

    public List<(string Id, long Number, Tombstone? Tombstone)> Changed(string crmObject, long after, int limit) =>
        [.. Of(crmObject).Changes.Where(c => c.Value > after).OrderBy(c => c.Value).Take(limit)
            .Select(c => (c.Key, c.Value, Of(crmObject).Records.ContainsKey(c.Key) ? null : Gone(crmObject, c.Key)))];

    /// <summary>All records, by object and id.</summary>
    public IEnumerable<(string Object, string Id, byte[] Fields)> All() =>
        _tables.OrderBy(t => t.Key, StringComparer.Ordinal).SelectMany(t => t.Value.Records.Select(r => (t.Key, r.Key, r.Value)));

    Table Of(string crmObject)
    {
        if (!_tables.TryGetValue(crmObject, out var table))
            _tables[crmObject] = table = new Table();
        return table;
    }

    sealed class Table
    {
        public SortedList<string, byte[]> Records { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, long> Changes { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, Tombstone> Tombstones { get; } = new(StringComparer.Ordinal);

        public long LastNumber { get; set; }
    }
}
