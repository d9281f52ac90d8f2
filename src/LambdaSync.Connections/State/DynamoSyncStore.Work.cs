using LambdaSync.Connections.Dynamo;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Connections.State;

public sealed partial class DynamoSyncStore
{
    const int MaxAtOnce = 8;

    public async Task Wake(IReadOnlyList<Wake> wakes, CancellationToken cancellation)
    {
        var units = new List<WriteUnit>();
        foreach (var group in wakes.GroupBy(w => w.Key))
            units.Add(new WakeUnit([.. group], await FirstData(group, cancellation).ConfigureAwait(false), _time));
        await Carry(units, cancellation).ConfigureAwait(false);
    }

    public Task<IReadOnlyList<Claimed?>> Claim(IReadOnlyList<WorkKey> keys, ClaimTerms terms, CancellationToken cancellation) =>
        Each(keys, key => Claim(key, terms, cancellation), cancellation);

    public Task<IReadOnlyList<bool>> Renew(IReadOnlyList<Claimed> claims, DateTimeOffset until, CancellationToken cancellation) =>
        Each(
            claims,
            async claim =>
            {
                // Renewed is most often what is large: a record's baselines are not to travel for it.
                var (now, found) = await _table.Update(WorkWrites.Extend(new ItemUpdate(WorkItems.Key(claim.Key)), claim, until), cancellation, onlyChanges: true).ConfigureAwait(false);
                return now is not null || WorkWrites.Holds(claim, found);
            },
            cancellation);

    public Task<IReadOnlyList<bool>> StoreIntents(IReadOnlyList<(Claimed Claim, byte[] Intent)> intents, CancellationToken cancellation) =>
        Each(
            intents,
            async intent =>
            {
                var stored = await StoreWork(intent.Intent, cancellation).ConfigureAwait(false);
                var update = WorkWrites.GoOn(new ItemUpdate(WorkItems.Key(intent.Claim.Key)), intent.Claim, stored);
                return await _table.Update(update, cancellation).ConfigureAwait(false) is { Now: not null };
            },
            cancellation);

    async Task<Claimed?> Claim(WorkKey key, ClaimTerms terms, CancellationToken cancellation)
    {
        var (item, found) = await _table.Update(ClaimOf(key, terms), cancellation).ConfigureAwait(false);
        if (item is null && found is not null && found.IsExpired(_time.GetUtcNow()) && terms.EvenIfClean)
        {
            var anew = WorkWrites.Renew(new ItemUpdate(WorkItems.Key(key)), _time.GetUtcNow());
            (item, _) = await _table.Update(Take(anew, terms).Set(WorkItems.Since, Item.TimeValue(terms.Now)), cancellation).ConfigureAwait(false);
        }

        if (item is null)
            return null;
        // One value that the bucket does not have is this claim's alone: whoever has it ends it, its neighbours continue.
        string? missing = null;
        var intent = await Value(WorkItems.Intent).ConfigureAwait(false);
        var data = await Value(WorkItems.Data).ConfigureAwait(false);
        var isShared = RecordItems.VersionOf(item) > 0;
        var (aws, crm) = isShared ? (await Value(RecordItems.AwsBaseline).ConfigureAwait(false), await Value(RecordItems.CrmBaseline).ConfigureAwait(false)) : default;
        var state = aws is null || crm is null ? null : RecordItems.State(item, aws, crm);
        return WorkItems.Claimed(key, item, state, intent, data) with { Missing = missing };

        async Task<byte[]?> Value(string attribute)
        {
            if (item.Attributes.GetValueOrDefault(attribute) is not { } stored)
                return null;
            var value = await _large.TryLoad(stored, cancellation).ConfigureAwait(false);
            missing ??= value is null ? stored.S : null;
            return value;
        }
    }

    ItemUpdate ClaimOf(WorkKey key, ClaimTerms terms)
    {
        var update = Take(new ItemUpdate(WorkItems.Key(key)), terms)
            .When(
                $"attribute_not_exists({WorkItems.Owner}) OR {WorkItems.Owner} = :owner OR {WorkItems.Until} <= :now",
                (":owner", Item.TextValue(terms.Owner)!), (":now", Item.TimeValue(terms.Now)));
        if (WorkItems.Expires(key))
        {
            update.Set(Item.Expires, null)
                .When($"attribute_not_exists({Item.Expires}) OR {Item.Expires} > :clock", (":clock", WorkWrites.Seconds(_time.GetUtcNow())));
        }

        if (!terms.EvenIfClean)
            return update.When($"{WorkItems.Due} <= :due", (":due", Item.TimeValue(terms.DueBy)));
        return update.SetIfMissing(WorkItems.Wakes, Item.NumberValue(0)).SetIfMissing(WorkItems.Lane, Item.NumberValue((int)Lane.Event))
            .SetIfMissing(WorkItems.Since, Item.TimeValue(terms.Now)).SetIfMissing(WorkItems.Attempts, Item.NumberValue(0));
    }

    static ItemUpdate Take(ItemUpdate update, ClaimTerms terms) => update
        .SetFrom(WorkItems.After, WorkItems.Owner, Item.TextValue(WorkItems.NoOwner)!).Set(WorkItems.Owner, Item.TextValue(terms.Owner)).Set(WorkItems.Until, Item.TimeValue(terms.Until)).Add(WorkItems.Epoch, Item.NumberValue(1));

    // In the order of what is asked, a few at a time.
    static async Task<IReadOnlyList<TResult>> Each<T, TResult>(IReadOnlyList<T> all, Func<T, Task<TResult>> one, CancellationToken cancellation)
    {
        var (results, next) = (new TResult[all.Count], -1);
        await Task.WhenAll(Enumerable.Range(0, Math.Min(MaxAtOnce, all.Count)).Select(_ => Some())).ConfigureAwait(false);
        return results;

        async Task Some()
        {
            for (var i = Interlocked.Increment(ref next); i < all.Count; i = Interlocked.Increment(ref next))
            {
                cancellation.ThrowIfCancellationRequested();
                results[i] = await one(all[i]).ConfigureAwait(false);
            }
        }
    }
}
