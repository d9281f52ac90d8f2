using System.Security.Cryptography;
using Amazon.DynamoDBv2.Model;
using LambdaSync.Connections.Dynamo;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Connections.State;

public sealed partial class DynamoSyncStore
{
    // A transaction takes 100 actions, a wake is up to three of them. What is too much for one is woken before it: a wake tells
    // nothing but to look, so one too many does no harm.
    const int MaxWakes = 25;

    public async Task<IReadOnlyList<Settled>> Settle(IReadOnlyList<Settlement> settlements, CancellationToken cancellation)
    {
        var links = await LinksBefore(settlements, cancellation).ConfigureAwait(false);
        var units = new List<WriteUnit>();
        foreach (var settlement in settlements)
        {
            var wakes = settlement.Wakes.GroupBy(w => w.Key).ToList();
            await Wake([.. wakes.Skip(MaxWakes).SelectMany(w => w)], cancellation).ConfigureAwait(false);
            var values = await Values(settlement, [.. wakes.Take(MaxWakes)], links, cancellation).ConfigureAwait(false);
            units.Add(new SettlementUnit(settlement, values, _time, _retention));
        }

        var ends = await Carry(units, cancellation).ConfigureAwait(false);
        await _large.Erase(settlements.Where((s, i) => ends[i] is Settled.Stored or Settled.StoredAndRequeued).SelectMany(Replaced), cancellation).ConfigureAwait(false);
        return ends;
    }

    // As many units a transaction as DynamoDB takes, in order. Units that were refused are through with it or come again, knowing more.
    async Task<Settled[]> Carry(List<WriteUnit> units, CancellationToken cancellation)
    {
        var ends = new Settled[units.Count];
        var left = Enumerable.Range(0, units.Count).ToList();
        while (left.Count > 0)
        {
            List<IReadOnlyList<TableWrite>> writes = [.. left.Take(DynamoTable.MaxActions).Select(i => units[i].Writes())];
            writes = writes[..DynamoTable.Together(writes, 0)];
            var refusals = await _table.Try([.. writes.SelectMany(w => w)], cancellation).ConfigureAwait(false);
            var through = new HashSet<int>();
            for (var n = 0; n < writes.Count; n++)
            {
                var (index, unit) = (left[n], units[left[n]]);
                List<Refusal> own = [.. refusals.Where(r => writes[n].Any(w => ReferenceEquals(w, r.Write)))];
                Settled? end = refusals.Count == 0 ? unit.Stored : own.Count == 0 ? null : unit.Refused(own);
                if (end is { } settled)
                    (ends[index], _) = (settled, through.Add(index));
                else if (own.Count > 0)
                    await _table.Wait(++unit.Tries - 1, "A settlement failed: other writers keep changing the same item.", cancellation).ConfigureAwait(false);
            }

            left.RemoveAll(through.Contains);
        }

        return ends;
    }

    async Task<SettlementValues> Values(
        Settlement settlement, IReadOnlyList<IGrouping<WorkKey, Wake>> wakes, Dictionary<ItemKey, (string Object, string Id)> links, CancellationToken cancellation)
    {
        var woken = new List<(IReadOnlyList<Wake>, AttributeValue?)>();
        foreach (var group in wakes)
            woken.Add(([.. group], await FirstData(group, cancellation).ConfigureAwait(false)));
        var state = settlement.State;
        return new SettlementValues(
            await JobWrites(settlement, cancellation).ConfigureAwait(false),
            await LogWrites(settlement, cancellation).ConfigureAwait(false),
            await StoreBaseline(state, state?.AwsBaseline, cancellation).ConfigureAwait(false),
            await StoreBaseline(state, state?.CrmBaseline, cancellation).ConfigureAwait(false),
            state is not null && links.TryGetValue(RecordItems.StateKey(state.Key), out var link) ? link : null,
            await StoreWork(settlement.Intent, cancellation).ConfigureAwait(false),
            await StoreWork(settlement.Data, cancellation).ConfigureAwait(false),
            woken);
    }

    async Task<IReadOnlyList<TableWrite>> JobWrites(Settlement settlement, CancellationToken cancellation)
    {
        var writes = new List<TableWrite>();
        foreach (var job in settlement.Entries.Select(e => e.Job).OfType<Job>().DistinctBy(job => job.Id))
            writes.Add(_table.NewOrExpired(await JobItem(job, cancellation).ConfigureAwait(false)));
        return writes;
    }

    async Task<IReadOnlyList<TableWrite>> LogWrites(Settlement settlement, CancellationToken cancellation)
    {
        List<TableWrite> writes = [.. settlement.Notifications.Select(n => NotificationItems.Of(n).ExpiresAt(n.At + _retention)).DistinctBy(i => i.Key).Select(i => new TableWrite.Put(i))];
        foreach (var entry in settlement.Entries)
            writes.AddRange(await DetailWrites(entry.Detail, cancellation).ConfigureAwait(false));
        return writes;
    }

    async Task<TableWrite[]> DetailWrites(JobDetail detail, CancellationToken cancellation)
    {
        var payload = new Item(LogItems.PayloadKey(detail.JobId, detail.Index, Convert.ToHexStringLower(SHA256.HashData(detail.Payload).AsSpan(0, 8))))
            .Set(LogItems.Payload, await _large.Store(LogFolder, detail.Payload, cancellation).ConfigureAwait(false))
            .ExpiresAt(detail.At + _retention);
        var issues = await _large.Store(LogFolder, IssueJson.Serialize(detail.Issues), cancellation).ConfigureAwait(false);
        var changes = detail.Changes.Count == 0 ? null : await _large.Store(LogFolder, FieldChangeJson.Serialize(detail.Changes), cancellation).ConfigureAwait(false);
        return [_table.NewOrExpired(LogItems.Of(detail, payload.Key, issues, changes).ExpiresAt(detail.At + _retention)), new TableWrite.Put(payload)];
    }

    // What each record is linked to now, from its claim or else read. The transaction's condition on the version keeps this true.
    async Task<Dictionary<ItemKey, (string Object, string Id)>> LinksBefore(IReadOnlyList<Settlement> settlements, CancellationToken cancellation)
    {
        var links = new Dictionary<ItemKey, (string, string)>();
        var unknown = new List<ItemKey>();
        foreach (var settlement in settlements.Where(s => s.State is { Version: > 0 }))
        {
            var (state, claimed) = (settlement.State!, settlement.Claim?.State);
            if (claimed is { MovedTo: null } && claimed.Key == state.Key && claimed.Version == state.Version)
                links[RecordItems.StateKey(state.Key)] = (claimed.CrmObject, claimed.CrmId);
            else
                unknown.Add(RecordItems.StateKey(state.Key));
        }

        foreach (var item in await _table.Get(unknown, RecordItems.Link, cancellation).ConfigureAwait(false))
        {
            if (RecordItems.HasLink(item))
                links[item.Key] = (item.Text(RecordItems.CrmObject), item.Text(RecordItems.CrmId));
        }

        return links;
    }

    // Long baselines of the previous version, which are no longer read. Without a claim they are unknown and stay.
    static IEnumerable<string> Replaced(Settlement settlement)
    {
        var old = settlement.State is { } state && settlement.Claim?.State is { } claimed && claimed.Key == state.Key ? claimed : null;
        return new[] { old, settlement.TakesOver }.OfType<RecordState>().SelectMany(Names);

        static IEnumerable<string> Names(RecordState old) =>
            new[] { old.AwsBaseline, old.CrmBaseline }.Select(value => LargeValues.NameOf(StateFolder, RecordItems.StateKey(old.Key), old.Version, value)).OfType<string>();
    }

    async Task<AttributeValue?> StoreBaseline(RecordState? state, byte[]? value, CancellationToken cancellation) => state is null
        ? null
        : await _large.Store(StateFolder, RecordItems.StateKey(state.Key), state.Version + 1, value!, cancellation).ConfigureAwait(false);

    // Like the log's: an intent lives for minutes, and what waits longer than the log is kept is parked without its value.
    async Task<AttributeValue?> StoreWork(byte[]? value, CancellationToken cancellation) =>
        value is null ? null : await _large.Store(LogFolder, value, cancellation).ConfigureAwait(false);

    Task<AttributeValue?> FirstData(IEnumerable<Wake> wakes, CancellationToken cancellation) =>
        StoreWork(wakes.FirstOrDefault(w => w.Data is not null)?.Data, cancellation);
}
