using System.Security.Cryptography;
using System.Text;
using LambdaSync.Connections.Dynamo;
using LambdaSync.Sync;

namespace LambdaSync.Connections.BuiltIn;

/// <summary>
/// A part of the CRM, loaded before. Work over it asks for what it needs; what is not there yet is noted in <see cref="Missing"/> and
/// read as empty, and the work is done again once that is loaded. So the rules of a row stay one piece of code without a wait in it.
/// </summary>
sealed class CrmSnapshot(DateTimeOffset now) : ICrmTables
{
    /// <summary>What the table holds: a record's fields and version, or an external id's record; null is known to be absent.</summary>
    readonly Dictionary<ItemKey, StoredRecord?> _records = [];
    readonly Dictionary<ItemKey, string?> _holders = [];
    readonly Dictionary<ItemKey, Tombstone?> _tombstones = [];

    // What earlier rows of this pass have changed.
    readonly Dictionary<ItemKey, StoredRecord?> _changedRecords = [];
    readonly Dictionary<ItemKey, string?> _changedHolders = [];
    readonly Dictionary<ItemKey, Tombstone?> _changedTombstones = [];

    readonly Dictionary<string, IReadOnlyList<string>> _indexed = new(StringComparer.Ordinal);
    readonly Dictionary<string, (HashSet<string> Given, HashSet<string> Lost)> _changedIndex = new(StringComparer.Ordinal);

    readonly List<ItemChange> _changes = [];
    string _seed = "";

    public HashSet<ItemKey> Missing { get; } = [];

    public DateTimeOffset Now => now;

    /// <summary>Starts a pass: all that rows have changed is forgotten.</summary>
    public void Restart()
    {
        Missing.Clear();
        _changedRecords.Clear();
        _changedHolders.Clear();
        _changedTombstones.Clear();
        _changedIndex.Clear();
        _changes.Clear();
    }

    /// <summary>Starts a row.</summary>
    /// <param name="seed">The same row has the same seed: the ids of what it adds come from it, so that a repeated row adds nothing twice.</param>
    public void Begin(string seed)
    {
        _seed = seed;
        _changes.Clear();
    }

    /// <summary>What the row has changed.</summary>
    public IReadOnlyList<ItemChange> Changes() => [.. _changes];

    public void Load(ItemKey key, Item? item, byte[]? fields)
    {
        if (key.Partition.StartsWith("crm#", StringComparison.Ordinal))
            _records[key] = item is null ? null : new StoredRecord(fields!, item.Number(CrmItems.Version));
        else if (key.Partition.StartsWith("crmGone#", StringComparison.Ordinal))
            _tombstones[key] = item is null ? null : CrmItems.TombstoneOf(item);
        else
            _holders[key] = item is null ? null : CrmItems.IdOf(item);
    }

    /// <summary>What an index has under a key.</summary>
    public void Load(ItemKey key, IReadOnlyList<string> ids) => _indexed[key.Partition] = ids;

    public FlatRecord? Get(string crmObject, string id) => Read(CrmItems.RecordKey(crmObject, id)) is { } found ? FlatRecord.Parse(found.Fields) : null;

    public string? Holder(string crmObject, string field, string value) => Known(CrmItems.ExternalIdKey(crmObject, field, value), _changedHolders, _holders);

    public Tombstone? Gone(string crmObject, string id) => Known(CrmItems.TombstoneKey(crmObject, id), _changedTombstones, _tombstones);

    public IReadOnlyList<string> Having(string crmObject, string field, string key)
    {
        var place = CrmItems.IndexKey(crmObject, field, key);
        if (!_indexed.TryGetValue(place.Partition, out var known))
        {
            Missing.Add(place);
            return [];
        }

        return _changedIndex.TryGetValue(place.Partition, out var moved) ? [.. known.Except(moved.Lost).Union(moved.Given)] : known;
    }

    public void MoveIndex(string crmObject, string field, string id, string? from, string? to)
    {
        if (from is not null)
            Move(CrmItems.IndexKey(crmObject, field, from), isGiven: false);
        if (to is not null)
            Move(CrmItems.IndexKey(crmObject, field, to), isGiven: true);

        void Move(ItemKey place, bool isGiven)
        {
            if (!_changedIndex.TryGetValue(place.Partition, out var moved))
                _changedIndex[place.Partition] = moved = ([], []);
            (isGiven ? moved.Given : moved.Lost).Add(id);
            (isGiven ? moved.Lost : moved.Given).Remove(id);
            var change = new ItemChange.Index(place with { Sort = id }, isGiven);
            _changes.RemoveAll(c => c.Key == change.Key);
            _changes.Add(change);
        }
    }

    public string NewId(ObjectSchema crmObject, int nth)
    {
        for (var again = 0; ; again++)
        {
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{crmObject.Name}\n{_seed}\n{nth}\n{again}"));
            var id = RecordId.Of(crmObject.Prefix, BitConverter.ToInt64(hash) & long.MaxValue);
            // Taken when the record this row once made has lost its external id since.
            if (Read(CrmItems.RecordKey(crmObject.Name, id)) is null)
                return id;
        }
    }

    public void Added(ObjectSchema crmObject, int count)
    {
        // Ids come from the seed: there is no counter to move.
    }

    public void Put(string crmObject, string id, FlatRecord fields)
    {
        var key = CrmItems.RecordKey(crmObject, id);
        var before = Read(key);
        var read = before?.Version ?? 0;
        var json = fields.ToJson();
        _changedRecords[key] = new StoredRecord(json, read + 1);
        _changes.Add(new ItemChange.Record(key, json, read, before?.Fields));
    }

    public void Delete(string crmObject, string id, CrmReference? into)
    {
        var key = CrmItems.RecordKey(crmObject, id);
        if (Read(key) is not { } read)
            return;
        var (left, place) = (new Tombstone(into), CrmItems.TombstoneKey(crmObject, id));
        (_changedRecords[key], _changedTombstones[place]) = (null, left);
        _changes.Add(new ItemChange.Deleted(key, read.Version, read.Fields));
        _changes.Add(new ItemChange.Gone(place, left));
        _changes.Add(new ItemChange.Noted(CrmFeed.Key(crmObject, now, id), id, left));
    }

    public void Note(string crmObject, string id)
    {
        var noted = new ItemChange.Noted(CrmFeed.Key(crmObject, now, id), id);
        // A transaction may name no item twice.
        if (!_changes.Contains(noted))
            _changes.Add(noted);
    }

    public void MoveExternalId(string crmObject, string field, string id, FlatValue from, FlatValue to)
    {
        if (!from.IsNull)
            Move(CrmItems.ExternalIdKey(crmObject, field, from.Text), id, given: false);
        if (!to.IsNull)
            Move(CrmItems.ExternalIdKey(crmObject, field, to.Text), id, given: true);
    }

    void Move(ItemKey key, string id, bool given)
    {
        _changedHolders[key] = given ? id : null;
        _changes.Add(new ItemChange.ExternalId(key, id, given));
    }

    StoredRecord? Read(ItemKey key) => Known(key, _changedRecords, _records);

    T? Known<T>(ItemKey key, Dictionary<ItemKey, T?> changed, Dictionary<ItemKey, T?> loaded) where T : class
    {
        if (changed.TryGetValue(key, out var value) || loaded.TryGetValue(key, out value))
            return value;
        Missing.Add(key);
        return null;
    }

    sealed record StoredRecord(byte[] Fields, long Version);
}
