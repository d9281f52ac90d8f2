namespace LambdaSync.Connections.Dynamo;

/// <summary>
/// Items with those of their values that may be in the bucket. Such a value is erased once its item has a newer one, so a reader that
/// comes between the two reads the item again.
/// </summary>
sealed class WholeItems(DynamoTable table, LargeValues large)
{
    // Somebody else replaced the value while it was read, again and again.
    const int MaxReads = 5;

    /// <summary>The items that exist, in no order, each with the values of the attributes (null: it has no such attribute).</summary>
    /// <param name="skipsMissing">An item is left out whose value the bucket does not have.</param>
    /// <exception cref="ConnectionException">A value is missing that its item still has, unless those are left out, or the table or bucket can't be read.</exception>
    public async Task<List<(Item Item, byte[]?[] Values)>> Get(IEnumerable<ItemKey> keys, IReadOnlyList<string> attributes, CancellationToken cancellation, bool skipsMissing = false)
    {
        var whole = new List<(Item, byte[]?[])>();
        List<ItemKey> left = [.. keys];
        for (var read = 1; left.Count > 0 && !(skipsMissing && read > MaxReads); read++)
        {
            var items = await table.Get(left, null, cancellation).ConfigureAwait(false);
            left = [];
            foreach (var item in items)
            {
                if (await Values(item, attributes, !skipsMissing && read == MaxReads, cancellation).ConfigureAwait(false) is { } values)
                    whole.Add((item, values));
                else
                    left.Add(item.Key);
            }
        }

        return whole;
    }

    /// <summary>An attribute of an item that was just read; null when the item is gone by now.</summary>
    public async Task<byte[]?> Value(Item item, string attribute, CancellationToken cancellation)
    {
        if (await large.TryLoad(item.Attributes[attribute], cancellation).ConfigureAwait(false) is { } value)
            return value;
        return await Get([item.Key], [attribute], cancellation).ConfigureAwait(false) is [var again] ? again.Values[0] : null;
    }

    async Task<byte[]?[]?> Values(Item item, IReadOnlyList<string> attributes, bool last, CancellationToken cancellation)
    {
        var values = new byte[]?[attributes.Count];
        for (var i = 0; i < values.Length; i++)
        {
            if (!item.Attributes.TryGetValue(attributes[i], out var stored))
                continue;
            values[i] = last
                ? await large.Load(stored, cancellation).ConfigureAwait(false)
                : await large.TryLoad(stored, cancellation).ConfigureAwait(false);
            if (values[i] is null)
                return null;
        }

        return values;
    }
}
