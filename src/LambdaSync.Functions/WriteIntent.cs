using LambdaSync.Connections.State;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions;

/// <summary>
/// A CRM write that is about to happen, and how it is stored. A first link is stored before the first value: of two AWS records that name
/// one CRM record only one may write to it, or the other's values would look like edits of a person's.
/// </summary>
/// <param name="Write">As it is settled afterwards.</param>
sealed record WriteIntent(Claimed Claim, PendingWrite Write, bool IsFirstLink, byte[] Bytes)
{
    public static WriteIntent Of(Claimed claim, PendingWrite write)
    {
        var isFirstLink = Links(write);
        var settled = isFirstLink ? write with { Next = write.Next with { Version = write.Next.Version + 1 } } : write;
        return new WriteIntent(claim, settled, isFirstLink, new StoredIntent(settled).ToJson());
    }

    /// <summary>A CRM record that is there already is linked for the first time.</summary>
    public static bool Links(PendingWrite write) => write.Row.Id is not null && write.Next.Version == 0;

    /// <returns>In their order what became of each. <see cref="Settled.Stored"/>: it may be written; <see cref="Settled.LinkTaken"/>: another's values belong there.</returns>
    public static async Task<IReadOnlyList<Settled>> Store(ISyncStore store, IReadOnlyList<WriteIntent> intents, CancellationToken cancellation)
    {
        var kept = await Some(i => !i.IsFirstLink, async all => await store.StoreIntents([.. all.Select(i => (i.Claim, i.Bytes))], cancellation));
        var linked = await Some(i => i.IsFirstLink, async all => await store.Settle([.. all.Select(i => i.Link())], cancellation));
        return [.. intents.Select(i => i.IsFirstLink ? linked.Dequeue() : kept.Dequeue() ? Settled.Stored : Settled.Lost)];

        async Task<Queue<T>> Some<T>(Func<WriteIntent, bool> which, Func<IReadOnlyList<WriteIntent>, Task<IReadOnlyList<T>>> step)
        {
            List<WriteIntent> some = [.. intents.Where(which)];
            return new Queue<T>(some.Count == 0 ? [] : await step(some));
        }
    }

    Settlement Link() => new(State: Write.Next.Bare() with { Version = 0 }) { Claim = Claim, Intent = Bytes, GoesOn = true };
}
