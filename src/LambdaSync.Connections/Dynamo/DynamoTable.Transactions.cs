using Amazon.DynamoDBv2.Model;

namespace LambdaSync.Connections.Dynamo;

sealed partial class DynamoTable
{
    // docs.aws.amazon.com/amazondynamodb/latest/APIReference: TransactWriteItems.
    public const int MaxActions = 100;
    const int MaxBytes = 3_500_000; // the limit is 4 MB

    /// <summary>One transaction: all of it, or nothing.</summary>
    /// <returns>Whether it was stored; false when a condition of it did not hold.</returns>
    public async Task<bool> Transact(IReadOnlyList<TableWrite> writes, CancellationToken cancellation) =>
        (await Try(writes, cancellation).ConfigureAwait(false)).Count == 0;

    /// <summary>One transaction: all of it, or nothing.</summary>
    /// <returns>The writes whose conditions did not hold; none: it is stored.</returns>
    public async Task<IReadOnlyList<Refusal>> Try(IReadOnlyList<TableWrite> writes, CancellationToken cancellation)
    {
        var request = new TransactWriteItemsRequest { TransactItems = [.. writes.Select(w => w.Action(name))] };
        for (var tries = 0; ; tries++)
        {
            await Wait(tries, "DynamoDB is busy with the same items.", cancellation).ConfigureAwait(false);
            try
            {
                await client.TransactWriteItemsAsync(request, cancellation).ConfigureAwait(false);
                return [];
            }
            catch (TransactionCanceledException e) when (e.CancellationReasons is { } reasons && reasons.Exists(r => r.Code == "ConditionalCheckFailed"))
            {
                return [.. writes.Zip(reasons).Where(w => w.Second.Code == "ConditionalCheckFailed").Select(w => new Refusal(w.First, ItemOf(w.Second.Item)))];
            }
            catch (TransactionCanceledException e) when (e.CancellationReasons is { } reasons && reasons.TrueForAll(r => r.Code is "None" or "TransactionConflict" or "ThrottlingError" or "ProvisionedThroughputExceeded"))
            {
                // Somebody else is at the same items this moment.
            }
            catch (TransactionCanceledException e)
            {
                var codes = e.CancellationReasons?.Select(r => r.Code).Where(c => c != "None").Distinct() ?? [];
                throw new ConnectionException($"DynamoDB refuses a transaction: {string.Join(", ", codes)}.", transient: false, e);
            }
            catch (Exception e) when (DynamoErrors.Knows(e))
            {
                throw DynamoErrors.Translate(e);
            }
        }
    }

    /// <summary>
    /// Carries out units, each in one transaction, in order, as many units a transaction as DynamoDB takes. Where a transaction's
    /// conditions do not hold, its units go one by one, so that a refused one stops no other.
    /// </summary>
    /// <returns>Which units were stored.</returns>
    public async Task<bool[]> Transact(IReadOnlyList<IReadOnlyList<TableWrite>> units, CancellationToken cancellation)
    {
        var stored = new bool[units.Count];
        for (var from = 0; from < units.Count;)
        {
            var to = Together(units, from);
            if (await Transact([.. units.Skip(from).Take(to - from).SelectMany(u => u)], cancellation).ConfigureAwait(false))
            {
                Array.Fill(stored, true, from, to - from);
            }
            else if (to - from > 1)
            {
                for (var i = from; i < to; i++)
                    stored[i] = await Transact(units[i], cancellation).ConfigureAwait(false);
            }

            from = to;
        }

        return stored;
    }

    static Item? ItemOf(Dictionary<string, AttributeValue>? attributes) => attributes is { Count: > 0 } ? new Item(attributes) : null;

    /// <summary>Where the units from one on end that go into one transaction: it may name no item twice.</summary>
    public static int Together(IReadOnlyList<IReadOnlyList<TableWrite>> units, int from)
    {
        var (actions, bytes, keys, to) = (0, 0L, new HashSet<ItemKey>(), from);
        for (; to < units.Count; to++)
        {
            actions += units[to].Count;
            bytes += units[to].Sum(w => w.Size);
            if (to > from && (actions > MaxActions || bytes > MaxBytes || units[to].Any(w => keys.Contains(w.Key))))
                break;
            keys.UnionWith(units[to].Select(w => w.Key));
        }

        return to;
    }
}
