using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace LambdaSync.Connections.Dynamo;

/// <summary>A table of the stack. Every read of it is consistent; every error is a <see cref="ConnectionException"/>.</summary>
sealed partial class DynamoTable(IAmazonDynamoDB client, string name, TimeProvider time)
{
    /// <summary>The index that lists: its key is <see cref="Item.ListKey"/>, sorted by <see cref="Item.ListSort"/>.</summary>
    public const string ListIndex = "lists";

    // docs.aws.amazon.com/amazondynamodb/latest/APIReference: BatchGetItem.
    const int MaxKeys = 100;

    const int MaxTries = 8;

    public string Name => name;

    public DateTimeOffset Now => time.GetUtcNow();

    public async Task<Item?> Get(ItemKey key, CancellationToken cancellation)
    {
        var answer = await Call(() => client.GetItemAsync(new GetItemRequest { TableName = name, Key = key.Attributes, ConsistentRead = true }, cancellation)).ConfigureAwait(false);
        return answer.Item is { Count: > 0 } found && new Item(found) is var item && !item.IsExpired(Now) ? item : null;
    }

    /// <summary>The items that exist, in no order.</summary>
    /// <param name="only">The attributes to read, or null for all.</param>
    public async Task<List<Item>> Get(IEnumerable<ItemKey> keys, IReadOnlyList<string>? only, CancellationToken cancellation)
    {
        var found = new List<Item>();
        foreach (var chunk in keys.Distinct().Chunk(MaxKeys))
        {
            var left = new KeysAndAttributes { Keys = [.. chunk.Select(k => k.Attributes)], ConsistentRead = true };
            if (only is not null)
                (left.ProjectionExpression, left.ExpressionAttributeNames) = Projection(only);
            for (var tries = 0; left.Keys is { Count: > 0 }; tries++)
            {
                await Wait(tries, "DynamoDB returned only a part of a read.", cancellation).ConfigureAwait(false);
                var request = new BatchGetItemRequest { RequestItems = new() { [name] = left } };
                var answer = await Call(() => client.BatchGetItemAsync(request, cancellation)).ConfigureAwait(false);
                if (answer.Responses?.GetValueOrDefault(name) is { } items)
                    found.AddRange(items.Select(i => new Item(i)));
                left = answer.UnprocessedKeys?.GetValueOrDefault(name) ?? new KeysAndAttributes();
            }
        }

        found.RemoveAll(i => i.IsExpired(Now));
        return found;
    }

    /// <summary>Two items as they are at one moment, while transactions write both; null when one is just doing that.</summary>
    public async Task<(Item? First, Item? Second)?> GetTogether(ItemKey first, ItemKey second, CancellationToken cancellation)
    {
        var request = new TransactGetItemsRequest
        {
            TransactItems = [.. new[] { first, second }.Select(key => new TransactGetItem { Get = new Get { TableName = name, Key = key.Attributes } })],
        };
        try
        {
            var answer = await Call(() => client.TransactGetItemsAsync(request, cancellation)).ConfigureAwait(false);
            return (Read(answer.Responses[0]), Read(answer.Responses[1]));
        }
        catch (ConnectionException failed) when (failed.InnerException is TransactionCanceledException)
        {
            return null;
        }

        Item? Read(ItemResponse response) => response.Item is { Count: > 0 } found && new Item(found) is var item && !item.IsExpired(Now) ? item : null;
    }

    /// <summary>The items of one partition whose sort key lies between two, both included, in order.</summary>
    /// <param name="page">The most that one request reads, where the reader may stop before the limit.</param>
    public IAsyncEnumerable<Item> Range(
        string partition, string from, string to, IReadOnlyList<string>? only, int? limit, CancellationToken cancellation, int? page = null)
    {
        var request = Between(Item.PartitionKey, partition, Item.SortKey, from, to, page ?? limit);
        request.ConsistentRead = true;
        if (only is not null)
        {
            (request.ProjectionExpression, var names) = Projection(only);
            foreach (var (alias, attribute) in names)
                request.ExpressionAttributeNames[alias] = attribute;
        }

        return Pages(request, limit, cancellation);
    }

    /// <summary>The newest of one list of the index, between two places in it. The index follows the table within moments.</summary>
    public IAsyncEnumerable<Item> Newest(string list, string from, string to, int? limit, CancellationToken cancellation)
    {
        var request = Between(Item.ListKey, list, Item.ListSort, from, to, limit);
        request.IndexName = ListIndex;
        request.ScanIndexForward = false;
        return Pages(request, limit, cancellation);
    }

    /// <summary>Puts an item unless a living one is there.</summary>
    public Task<bool> PutNew(Item item, CancellationToken cancellation) => Put(NewOrExpired(item), cancellation);

    /// <summary>Puts an item under its condition; false when that does not hold.</summary>
    public async Task<bool> Put(TableWrite.Put write, CancellationToken cancellation)
    {
        var request = new PutItemRequest { TableName = name, Item = write.Item.Attributes, ConditionExpression = write.Condition, ExpressionAttributeValues = write.Values };
        return await Conditional(() => client.PutItemAsync(request, cancellation)).ConfigureAwait(false);
    }

    /// <summary>A write of an item where there is none, or one that has expired and is not yet deleted.</summary>
    public TableWrite.Put NewOrExpired(Item item) => new TableWrite.Put(item)
    {
        Condition = $"attribute_not_exists({Item.PartitionKey}) OR {Item.Expires} <= :now",
        Values = new() { [":now"] = Item.NumberValue(Now.ToUnixTimeSeconds()) },
    };

    /// <summary>Sets attributes of an item under a condition; false when it does not hold.</summary>
    public async Task<bool> Update(ItemKey key, Item changes, string condition, CancellationToken cancellation)
    {
        var set = changes.Attributes.Where(a => a.Key is not Item.PartitionKey and not Item.SortKey).ToList();
        var request = new UpdateItemRequest
        {
            TableName = name,
            Key = key.Attributes,
            ConditionExpression = condition,
            UpdateExpression = "SET " + string.Join(", ", set.Select((_, i) => $"#a{i} = :a{i}")),
            ExpressionAttributeNames = set.Select((a, i) => ($"#a{i}", a.Key)).ToDictionary(),
            ExpressionAttributeValues = set.Select((a, i) => ($":a{i}", a.Value)).ToDictionary(),
        };
        return await Conditional(() => client.UpdateItemAsync(request, cancellation)).ConfigureAwait(false);
    }

    /// <summary>Carries out an update.</summary>
    /// <param name="onlyChanges">Of the item as it is now, only what was changed is returned.</param>
    /// <returns>The item as it is now; or, when the condition did not hold, nothing and what was found instead.</returns>
    public async Task<(Item? Now, Item? Found)> Update(ItemUpdate update, CancellationToken cancellation, bool onlyChanges = false)
    {
        var request = update.Request(name);
        request.ReturnValues = onlyChanges ? ReturnValue.UPDATED_NEW : ReturnValue.ALL_NEW;
        request.ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD;
        for (var tries = 0; ; tries++)
        {
            await Wait(tries, "DynamoDB is busy with the same item.", cancellation).ConfigureAwait(false);
            try
            {
                return (new Item((await client.UpdateItemAsync(request, cancellation).ConfigureAwait(false)).Attributes), null);
            }
            catch (ConditionalCheckFailedException e)
            {
                return (null, ItemOf(e.Item));
            }
            catch (TransactionConflictException)
            {
                // A transaction is at the item this moment.
            }
            catch (Exception e) when (DynamoErrors.Knows(e))
            {
                throw DynamoErrors.Translate(e);
            }
        }
    }

    static (string Expression, Dictionary<string, string> Names) Projection(IReadOnlyList<string> only) =>
        (string.Join(", ", only.Select((_, i) => $"#p{i}")), only.Select((attribute, i) => ($"#p{i}", attribute)).ToDictionary());

    QueryRequest Between(string key, string value, string sort, string from, string to, int? limit)
    {
        var request = new QueryRequest
        {
            TableName = name,
            KeyConditionExpression = "#k = :k AND #s BETWEEN :from AND :to",
            ExpressionAttributeNames = new() { ["#k"] = key, ["#s"] = sort },
            ExpressionAttributeValues = new()
            {
                [":k"] = new AttributeValue { S = value },
                [":from"] = new AttributeValue { S = from },
                [":to"] = new AttributeValue { S = to },
            },
        };
        if (limit is { } most)
            request.Limit = most;
        return request;
    }

    async IAsyncEnumerable<Item> Pages(QueryRequest request, int? limit, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var given = 0;
        do
        {
            var answer = await Call(() => client.QueryAsync(request, cancellation)).ConfigureAwait(false);
            foreach (var item in (answer.Items ?? []).Select(i => new Item(i)).Where(i => !i.IsExpired(Now)))
            {
                yield return item;
                if (++given == limit)
                    yield break;
            }

            request.ExclusiveStartKey = answer.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });
    }

    /// <summary>Waits before another try, with full jitter, so that those who collided don't collide again. The first try waits for nothing.</summary>
    public async Task Wait(int tries, string why, CancellationToken cancellation)
    {
        if (tries == MaxTries)
            throw new ConnectionException(why, transient: true);
        if (tries > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(1 + (Random.Shared.NextDouble() * (25 << tries))), time, cancellation).ConfigureAwait(false);
    }

    static async Task<bool> Conditional<T>(Func<Task<T>> call)
    {
        try
        {
            await Call(call).ConfigureAwait(false);
            return true;
        }
        catch (ConnectionException e) when (e.InnerException is ConditionalCheckFailedException)
        {
            return false;
        }
    }

    static async Task<T> Call<T>(Func<Task<T>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (Exception e) when (DynamoErrors.Knows(e))
        {
            throw DynamoErrors.Translate(e);
        }
    }
}
