using LambdaSync.Connections.State;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions.Engine;

/// <summary>
/// A CRM write that is about to happen, and how it is stored. A first link is stored before the first value: of two AWS records that name
/// one CRM record only one may write to it, or the other's values would look like a person's edits.
/// </summary>
/// <param name="Write">As it is settled afterwards.</param>
sealed record WriteIntent(Claimed Claim, PendingWrite Write, byte[] Bytes)
{
    bool IsFirstLink { get; init; }

    public static WriteIntent Of(Claimed claim, PendingWrite write)
    {
        var settled = write.IsFirstLink ? write with { Next = write.Next with { Version = write.Next.Version + 1 } } : write;
        return new WriteIntent(claim, settled, new StoredIntent(settled).ToJson()) { IsFirstLink = write.IsFirstLink };
    }

    /// <returns>The result of each, in their order. <see cref="Settled.Stored"/>: it may be written; <see cref="Settled.LinkTaken"/>: another record's values belong there.</returns>
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

    /// <summary>The settlement of a write after the CRM's answer.</summary>
    public static Settlement Settlement(Claimed claim, PendingWrite write, CrmResult result, DateTimeOffset now) =>
        new(result.Written ? write.StateAfter(result) : null) { Claim = claim, Entries = [write.Entry(result, now)] };

    Settlement Link() => new(State: Write.Next.LinkOnly() with { Version = 0 }) { Claim = Claim, Intent = Bytes, KeepsClaim = true };
}
