using System.Runtime.CompilerServices;
using LambdaSync.Connections.Dynamo;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Connections.State;

public sealed partial class DynamoSyncStore
{
    /// <summary>Before every time and after it, in a sort key.</summary>
    const string Beginning = "0";

    public async Task<IReadOnlyList<WorkKey>> Due(string catalog, WorkGroup group, DateTimeOffset now, int limit, CancellationToken cancellation)
    {
        var keys = new List<WorkKey>();
        foreach (var lane in Enum.GetValues<Lane>().TakeWhile(_ => keys.Count < limit))
        {
            var list = WorkPlace.DueList(catalog, group, lane);
            await foreach (var key in DueIn(catalog, list, now, limit, cancellation).ConfigureAwait(false))
            {
                keys.Add(key);
                if (keys.Count == limit)
                    break;
            }
        }

        return keys;
    }

    public async Task<IReadOnlyList<WorkItem>> ListWork(string catalog, int limit, CancellationToken cancellation)
    {
        var places = new List<Item>();
        foreach (var lane in Enum.GetValues<Lane>())
        {
            var lists = new List<Item>();
            foreach (var group in Enum.GetValues<WorkGroup>())
                lists.AddRange(await Places(WorkPlace.DueList(catalog, group, lane)).ConfigureAwait(false));
            places.AddRange(lists.OrderBy(p => p.Key.Sort, StringComparer.Ordinal));
        }

        places.AddRange(await Places(WorkPlace.ParkedList(catalog)).ConfigureAwait(false));
        var items = await ItemsOf(places.Take(limit), catalog, WorkItems.Shown, cancellation).ConfigureAwait(false);
        var work = new List<WorkItem>();
        foreach (var (key, item) in items)
            work.Add(await Read(key, item, cancellation).ConfigureAwait(false));
        return work;

        async Task<List<Item>> Places(string list)
        {
            var found = new List<Item>();
            if (places.Count >= limit)
                return found;
            await foreach (var place in _table.Range(list, Beginning, LogItems.Last, null, limit, cancellation).ConfigureAwait(false))
                found.Add(place);
            return found;
        }
    }

    public async Task<WorkItem?> GetWork(WorkKey key, CancellationToken cancellation) =>
        await _table.Get(WorkItems.Key(key), cancellation).ConfigureAwait(false) is { } item && WorkItems.IsWork(item)
            ? await Read(key, item, cancellation).ConfigureAwait(false)
            : null;

    public async Task<IReadOnlyList<Notification>> ListNotifications(
        string catalog, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellation)
    {
        var keys = new List<ItemKey>();
        foreach (var day in Days(from, to))
        {
            if (keys.Count == limit)
                break;
            var list = NotificationItems.DayList(catalog, day);
            await foreach (var item in _table.Newest(list, Item.TimeText(from), Item.TimeText(to), limit - keys.Count, cancellation).ConfigureAwait(false))
                keys.Add(item.Key);
        }

        var items = (await _table.Get(keys, null, cancellation).ConfigureAwait(false)).ToDictionary(i => i.Key);
        return [.. keys.Where(items.ContainsKey).Select(k => NotificationItems.Read(items[k]))];
    }

    // One page of the list at a time, without the items that a worker has claimed.
    async IAsyncEnumerable<WorkKey> DueIn(string catalog, string list, DateTimeOffset now, int limit, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var page = Math.Clamp(limit, 10, 100);
        var places = new List<Item>();
        await foreach (var place in _table.Range(list, Beginning, Item.TimeText(now) + LogItems.Last, null, null, cancellation, page).ConfigureAwait(false))
        {
            places.Add(place);
            if (places.Count < page)
                continue;
            foreach (var (key, _) in await Free(places).ConfigureAwait(false))
                yield return key;
            places.Clear();
        }

        foreach (var (key, _) in await Free(places).ConfigureAwait(false))
            yield return key;

        async Task<IEnumerable<(WorkKey Key, Item Item)>> Free(List<Item> some) =>
            (await ItemsOf(some, catalog, WorkItems.Standing, cancellation).ConfigureAwait(false)).Where(f => !WorkItems.InHands(f.Item, now));
    }

    // The things that places lead to. One that leads nowhere is deleted: the thing was removed, or has moved on this moment. But a list
    // may show one half of a transaction before the other (developerguide/transaction-apis.html, isolation), so both are read together first.
    async Task<List<(WorkKey Key, Item Item)>> ItemsOf(IEnumerable<Item> places, string catalog, IReadOnlyList<string>? only, CancellationToken cancellation)
    {
        var listed = places.Select(p => (Place: p, Key: WorkPlace.Read(catalog, p))).ToList();
        var items = (await _table.Get(listed.Select(l => WorkItems.Key(l.Key)), only, cancellation).ConfigureAwait(false)).ToDictionary(i => i.Key);
        var found = new List<(WorkKey, Item)>();
        foreach (var (place, key) in listed)
        {
            if (items.TryGetValue(WorkItems.Key(key), out var item) && WorkPlace.Of(key, WorkItems.Row(item)) == place.Key)
                found.Add((key, item));
            else if (await _table.GetTogether(place.Key, WorkItems.Key(key), cancellation).ConfigureAwait(false) is ({ } there, var thing))
            {
                if (thing is not null && WorkPlace.Of(key, WorkItems.Row(thing)) == place.Key)
                    found.Add((key, thing));
                else
                    await _table.Transact([WorkPlace.Delete(there)], cancellation).ConfigureAwait(false);
            }
        }

        return found;
    }

    async Task<WorkItem> Read(WorkKey key, Item item, CancellationToken cancellation) => WorkItems.Read(
        key, item, await Load(item, WorkItems.Intent, cancellation).ConfigureAwait(false), await Load(item, WorkItems.Data, cancellation).ConfigureAwait(false));
}
