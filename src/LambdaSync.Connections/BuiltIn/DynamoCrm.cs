using Amazon.DynamoDBv2;
using Amazon.S3;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.Dynamo;
using LambdaSync.Mapping;
using LambdaSync.Sync;

namespace LambdaSync.Connections.BuiltIn;

/// <summary>The built-in CRM in AWS: its records are items of a table of their own, under the same rules as on one machine.</summary>
public sealed class DynamoCrm : IBuiltInCrm
{
    const string LargeFolder = "crm";

    // A row's account, its owner, their external ids: each pass knows more, few rows need as many.
    const int MaxPasses = 12;

    // Somebody else changed a record that a row reads, again and again.
    const int MaxCollisions = 6;

    // Of those that match, a person sees so many.
    const int MaxMatches = 10;

    // Of the records that link to a changed one; a sweep finds the others.
    const int MaxLinked = 10_000;

    readonly CrmSchema _schema = MetadataFile.Read(null);
    readonly TimeProvider _time;
    readonly DynamoTable _table;
    readonly LargeValues _large;
    readonly WholeItems _whole;

    /// <param name="bucket">Where values too long for an item go.</param>
    public DynamoCrm(IAmazonDynamoDB dynamo, string table, IAmazonS3 s3, string bucket, TimeProvider time)
    {
        _time = time;
        _table = new DynamoTable(dynamo, table, time);
        _large = new LargeValues(s3, bucket);
        _whole = new WholeItems(_table, _large);
    }

    public CrmUsage Usage => CrmUsage.Unlimited;

    public Task<CrmOrganization> Open(CancellationToken cancellation) => Task.FromResult(BuiltInAnswers.Organization(_table.Name));

    public Task<CrmMetadata?> Describe(IReadOnlyList<string> objects, string? known, CancellationToken cancellation) => Task.FromResult(BuiltInAnswers.Describe(_schema, objects, known));

    public IReadOnlyList<CrmSignal>? Decode(ReadOnlyMemory<byte> message) => null;

    public Task<IReadOnlyList<CrmResult>> Notify(IReadOnlyList<CrmNotice> notices, CancellationToken cancellation) => Task.FromResult(BuiltInAnswers.Notify(notices));

    public async Task<IReadOnlyList<CrmFound>> Find(
        string crmObject, string field, IReadOnlyList<string> values, IReadOnlyList<string> fields, CancellationToken cancellation)
    {
        var found = CrmWork.CheckFind(_schema, crmObject, field, fields);
        return await Over(new CrmSnapshot(_table.Now), tables => Work(tables).Find(found, field, values, fields), cancellation).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<CrmResult>> Write(string crmObject, IReadOnlyList<CrmWrite> rows, CancellationToken cancellation)
    {
        var found = CrmWork.CheckWrite(_schema, crmObject, rows);
        return await WriteAll(
            [.. rows.Select(row => new Row<CrmResult>($"{row.ExternalIdField}\n{row.ExternalId ?? row.Id}", tables => Work(tables).Write(found, row)))], Timeout.InfiniteTimeSpan, cancellation).ConfigureAwait(false);
    }

    public Task<CrmChanges> Changed(string crmObject, CrmInterest interest, string? after, int limit, CancellationToken cancellation) =>
        new RelatedFeed(_schema, (of, position) => Changed(of.Name, position, limit, cancellation), (of, link, id) => Listed(CrmItems.IndexKey(of.Name, link.Name, id), MaxLinked, cancellation))
            .Changed(Object(crmObject), interest, after);

    async Task<CrmChanges> Changed(string crmObject, string? after, int limit, CancellationToken cancellation)
    {
        var (from, began) = (CrmFeed.From(after), CrmFeed.Began(after, _table.Now));
        var (changes, last, read) = (new OrderedDictionary<string, CrmChange>(StringComparer.Ordinal), (string?)null, 0);
        await foreach (var item in _table.Range(CrmFeed.Partition(crmObject), from, "~", null, limit + 1, cancellation).ConfigureAwait(false))
        {
            if (++read > limit)
                return new CrmChanges([.. changes.Values], CrmFeed.Within(last!, began), More: true);
            last = item.Key.Sort;
            // What happened to a record last is what it is now.
            var change = CrmFeed.ChangeOf(crmObject, item);
            changes[change.Id] = change;
        }

        return new CrmChanges([.. changes.Values], last is null ? after : CrmFeed.Ended(last, began), More: false);
    }

    public async Task<CrmResult> Set(string crmObject, string idOrExternalId, ReadOnlyMemory<byte> json, CancellationToken cancellation) =>
        await ByHand(tables => Work(tables).Set(Object(crmObject), idOrExternalId, json), cancellation).ConfigureAwait(false);

    public async Task<CrmResult> Import(string crmObject, ReadOnlyMemory<byte> json, CancellationToken cancellation) =>
        await ByHand(tables => Work(tables).Import(Object(crmObject), json), cancellation).ConfigureAwait(false);

    public Task<CrmRecord?> Get(string crmObject, string idOrExternalId, CancellationToken cancellation) =>
        Over(new CrmSnapshot(_table.Now), tables => Work(tables).Get(Object(crmObject), idOrExternalId), cancellation);

    public async Task<IReadOnlyList<CrmRecord>> List(string crmObject, int limit, string? after, CancellationToken cancellation)
    {
        var records = new List<CrmRecord>();
        var partition = CrmItems.RecordKey(Object(crmObject).Name, "").Partition;
        // No id character sorts before a space, so this bound starts right after the previous id.
        await foreach (var item in _table.Range(partition, (after ?? "") + " ", "~", null, limit, cancellation).ConfigureAwait(false))
        {
            if (await _whole.Value(item, CrmItems.Fields, cancellation).ConfigureAwait(false) is { } fields)
                records.Add(CrmWork.Whole(item.Key.Sort, FlatRecord.Parse(fields)));
        }

        return records;
    }

    public Task<bool> Delete(string crmObject, string idOrExternalId, CancellationToken cancellation) =>
        ByHand(tables => Work(tables).Delete(Object(crmObject), idOrExternalId, null), cancellation);

    public Task<bool> Replace(string crmObject, string idOrExternalId, CrmReference into, CancellationToken cancellation) =>
        ByHand(tables => Work(tables).Delete(Object(crmObject), idOrExternalId, into), cancellation);

    CrmWork Work(ICrmTables tables) => new(tables, _schema);

    ObjectSchema Object(string name) => CrmWork.Object(_schema, name);

    async Task<T> ByHand<T>(Func<ICrmTables, T> work, CancellationToken cancellation) =>
        (await WriteAll([new Row<T>(Guid.NewGuid().ToString(), work)], CrmFeed.MaxLate, cancellation).ConfigureAwait(false))[0];

    /// <param name="most">How long a row's try may take.</param>
    async Task<IReadOnlyList<T>> WriteAll<T>(IReadOnlyList<Row<T>> rows, TimeSpan most, CancellationToken cancellation)
    {
        var results = new List<T>();
        for (var collisions = 0; results.Count < rows.Count; collisions++)
        {
            if (collisions == MaxCollisions)
                throw new ConnectionException("The CRM write failed: other writers keep changing the same records.", transient: true);
            results.AddRange(await WriteTogether([.. rows.Skip(results.Count)], most, cancellation).ConfigureAwait(false));
        }

        return results;
    }

    // The results of the rows that were stored, and of those that changed nothing, up to the first that collided.
    async Task<List<T>> WriteTogether<T>(IReadOnlyList<Row<T>> rows, TimeSpan most, CancellationToken cancellation)
    {
        var (worked, stored) = await StoreWithin(rows, most, cancellation).ConfigureAwait(false);
        var done = worked.Where(w => w.Changes.Count > 0).Where((_, i) => stored[i]).SelectMany(w => w.Changes);
        await _large.Erase(done.Select(Replaced).OfType<string>(), cancellation).ConfigureAwait(false);

        var results = new List<T>();
        var unit = 0;
        foreach (var (result, changes) in worked)
        {
            // A row after one that collided was worked out from what that one would have changed: it is worked out again.
            if (changes.Count > 0 && !stored[unit++])
                break;
            results.Add(result);
        }

        return results;
    }

    async Task<(List<(T Result, IReadOnlyList<ItemChange> Changes)> Worked, bool[] Stored)> StoreWithin<T>(
        IReadOnlyList<Row<T>> rows, TimeSpan most, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(most, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        try
        {
            return await Store(rows, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (late.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new ConnectionException("DynamoDB did not answer in time. Check whether the CRM has the change.", transient: true, e);
        }
    }

    async Task<(List<(T Result, IReadOnlyList<ItemChange> Changes)> Worked, bool[] Stored)> Store<T>(IReadOnlyList<Row<T>> rows, CancellationToken cancellation)
    {
        var worked = await Over(new CrmSnapshot(_table.Now), tables => rows.Select(row => row.Run(tables)).ToList(), cancellation).ConfigureAwait(false);
        var units = new List<IReadOnlyList<TableWrite>>();
        foreach (var (_, changes) in worked.Where(w => w.Changes.Count > 0))
            units.Add(await Unit(changes, cancellation).ConfigureAwait(false));
        return (worked, await _table.Transact(units, cancellation).ConfigureAwait(false));
    }

    async Task<IReadOnlyList<TableWrite>> Unit(IReadOnlyList<ItemChange> changes, CancellationToken cancellation)
    {
        var writes = new List<TableWrite>();
        foreach (var change in changes)
        {
            writes.Add(change switch
            {
                ItemChange.Record r => CrmItems.Put(r.Key, await _large.Store(LargeFolder, r.Key, r.Read + 1, r.Fields, cancellation).ConfigureAwait(false), r.Read),
                ItemChange.Deleted d => CrmItems.Delete(d.Key, d.Read),
                ItemChange.Gone gone => CrmItems.Put(gone),
                ItemChange.Index index => CrmItems.Put(index),
                ItemChange.Noted noted => CrmFeed.Put(noted, _table.Now),
                ItemChange.ExternalId { Given: true } given => CrmItems.PutExternalId(given.Key, given.Id),
                ItemChange.ExternalId lost => CrmItems.DeleteExternalId(lost.Key, lost.Id),
                _ => throw new InvalidOperationException($"A change of the CRM is a {change.GetType().Name}."),
            });
        }

        return writes;
    }

    // If an id is reused after a deletion, its versions restart at 1. The modification time still makes the fields, and so the name, different.
    static string? Replaced(ItemChange change) => change switch
    {
        ItemChange.Record { Before: { } fields } r => LargeValues.NameOf(LargeFolder, r.Key, r.Read, fields),
        ItemChange.Deleted d => LargeValues.NameOf(LargeFolder, d.Key, d.Read, d.Before),
        _ => null,
    };

    async Task<T> Over<T>(CrmSnapshot snapshot, Func<CrmSnapshot, T> work, CancellationToken cancellation)
    {
        for (var pass = 0; pass < MaxPasses; pass++)
        {
            snapshot.Restart();
            var result = work(snapshot);
            if (snapshot.Missing.Count == 0)
                return result;
            await Load(snapshot, [.. snapshot.Missing], cancellation).ConfigureAwait(false);
        }

        throw new ConnectionException("A CRM row refers to too many related records.", transient: false);
    }

    async Task<IReadOnlyList<string>> Listed(ItemKey index, int limit, CancellationToken cancellation)
    {
        var ids = new List<string>();
        await foreach (var item in _table.Range(index.Partition, " ", "~", null, limit, cancellation).ConfigureAwait(false))
            ids.Add(item.Key.Sort);
        return ids;
    }

    async Task Load(CrmSnapshot snapshot, List<ItemKey> missing, CancellationToken cancellation)
    {
        foreach (var index in missing.Where(CrmItems.IsIndex))
            snapshot.Load(index, await Listed(index, MaxMatches, cancellation).ConfigureAwait(false));

        List<ItemKey> keys = [.. missing.Where(key => !CrmItems.IsIndex(key))];
        if (keys.Count == 0)
            return;
        var found = (await _whole.Get(keys, [CrmItems.Fields], cancellation).ConfigureAwait(false)).ToDictionary(i => i.Item.Key);
        foreach (var key in keys)
        {
            var (item, values) = found.GetValueOrDefault(key);
            snapshot.Load(key, item, values?[0]);
        }
    }

    /// <param name="Seed">Where the ids of what the row adds come from.</param>
    sealed record Row<T>(string Seed, Func<ICrmTables, T> Work)
    {
        public (T Result, IReadOnlyList<ItemChange> Changes) Run(CrmSnapshot tables)
        {
            tables.Begin(Seed);
            return (Work(tables), tables.Changes());
        }
    }
}
