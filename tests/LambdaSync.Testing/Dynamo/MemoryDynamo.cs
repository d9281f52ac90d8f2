using System.Reflection;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace LambdaSync.Testing.Dynamo;

/// <summary>
/// One DynamoDB table in memory, at the level of the SDK's client: conditions, transactions and what they refuse, pages, an index that
/// lags. It does what the API reference says (docs.aws.amazon.com/amazondynamodb/latest/APIReference), and refuses what it does not know.
/// One request at a time; nothing else in it waits.
/// </summary>
/// <param name="now">For the lag of the index, or null: it has none.</param>
public sealed class MemoryDynamo(Func<DateTimeOffset>? now = null)
{
    const string Partition = "pk", Sort = "sk", ListKey = "listKey", ListSort = "listSort";
    const int MaxActions = 100, MaxKeys = 100, MaxItemBytes = 400 * 1024;

    // What the index has besides its own keys and the table's.
    static readonly string[] Projected = ["status", "expires"];

    readonly SortedDictionary<(string Partition, string Sort), Dictionary<string, AttributeValue>> _items = new(Order.Keys);
    readonly SortedDictionary<(string Partition, string Sort), Dictionary<string, AttributeValue>> _indexed = new(Order.Keys);
    readonly Queue<(DateTimeOffset At, (string, string) Key, Dictionary<string, AttributeValue>? Item)> _toIndex = new();

    /// <summary>How far the index is behind the table.</summary>
    public TimeSpan IndexLag { get; set; }

    /// <summary>Counts the writes.</summary>
    public long Writes { get; private set; }

    /// <summary>All items, in the order of their keys.</summary>
    public IEnumerable<IReadOnlyDictionary<string, AttributeValue>> Items => _items.Values;

    /// <summary>A client of the table.</summary>
    /// <param name="trouble">Asked at every request, or null: there is none.</param>
    public IAmazonDynamoDB Client(Func<string, DynamoTrouble>? trouble = null)
    {
        var client = DispatchProxy.Create<IAmazonDynamoDB, MemoryDynamoClient>();
        ((MemoryDynamoClient)client).Set(this, trouble ?? (_ => DynamoTrouble.None));
        return client;
    }

    internal GetItemResponse Get(GetItemRequest request) => new() { Item = Read(request.Key, null, null) };

    internal BatchGetItemResponse Get(BatchGetItemRequest request, bool isPartial)
    {
        var (table, wanted) = request.RequestItems.Single();
        if (wanted.Keys.Count > MaxKeys || wanted.Keys.Select(KeyOf).Distinct().Count() < wanted.Keys.Count)
            throw Expression.Invalid("too many keys, or one twice");
        var taken = isPartial ? wanted.Keys.Count / 2 : wanted.Keys.Count;
        var found = wanted.Keys.Take(taken).Select(key => Read(key, wanted.ProjectionExpression, wanted.ExpressionAttributeNames)).OfType<Dictionary<string, AttributeValue>>();
        var answer = new BatchGetItemResponse { Responses = new() { [table] = [.. found] }, UnprocessedKeys = [] };
        if (taken < wanted.Keys.Count)
        {
            answer.UnprocessedKeys[table] = new KeysAndAttributes
            {
                Keys = [.. wanted.Keys.Skip(taken)],
                ConsistentRead = wanted.ConsistentRead,
                ProjectionExpression = wanted.ProjectionExpression,
                ExpressionAttributeNames = wanted.ExpressionAttributeNames,
            };
        }

        return answer;
    }

    internal TransactGetItemsResponse Get(TransactGetItemsRequest request) =>
        new() { Responses = [.. request.TransactItems.Select(item => new ItemResponse { Item = Read(item.Get.Key, null, null) })] };

    internal PutItemResponse Put(PutItemRequest request)
    {
        Write([DynamoWrite.Of(request)], refused => throw new ConditionalCheckFailedException("The conditional request failed") { Item = refused[0] });
        return new PutItemResponse();
    }

    internal UpdateItemResponse Update(UpdateItemRequest request)
    {
        var write = DynamoWrite.Of(request);
        var before = _items.GetValueOrDefault(write.Key);
        Write([write], refused => throw new ConditionalCheckFailedException("The conditional request failed") { Item = refused[0] });
        var after = _items[write.Key];
        var changed = request.ReturnValues == ReturnValue.UPDATED_NEW
            ? after.Where(a => before?.GetValueOrDefault(a.Key) != a.Value).ToDictionary(StringComparer.Ordinal)
            : request.ReturnValues == ReturnValue.ALL_NEW ? new Dictionary<string, AttributeValue>(after, StringComparer.Ordinal) : null;
        return new UpdateItemResponse { Attributes = changed };
    }

    internal TransactWriteItemsResponse Write(TransactWriteItemsRequest request)
    {
        var writes = request.TransactItems.Select(DynamoWrite.Of).ToList();
        if (writes.Count > MaxActions || writes.Select(w => w.Key).Distinct().Count() < writes.Count)
            throw Expression.Invalid("too many actions, or two of one item");
        Write(writes, refused => throw Cancelled(writes.Select((_, i) => refused.TryGetValue(i, out var found)
            ? new CancellationReason { Code = "ConditionalCheckFailed", Item = found }
            : new CancellationReason { Code = "None" })));
        return new TransactWriteItemsResponse();
    }

    internal static TransactionCanceledException Cancelled(IEnumerable<CancellationReason> reasons) => new("Transaction cancelled") { CancellationReasons = [.. reasons] };

    internal QueryResponse Query(QueryRequest request)
    {
        if (request.IndexName is not null && request.ConsistentRead == true)
            throw Expression.Invalid("Consistent reads are not supported on global secondary indexes");
        var index = request.IndexName is null ? _items : Indexed();
        var expression = new Expression(request.ExpressionAttributeNames, request.ExpressionAttributeValues);
        expression.CheckAllUsed(request.KeyConditionExpression, request.ProjectionExpression);
        var place = Order.By(request.IndexName is null ? Sort : ListSort, request.ScanIndexForward == false);
        var all = index.Values.Where(item => expression.Holds(request.KeyConditionExpression, item)).Order(place).ToList();
        // What the page before ended at may be gone by now.
        if (request.ExclusiveStartKey is { Count: > 0 } start)
            all.RemoveAll(item => place.Compare(item, start) <= 0);
        var page = request.Limit is > 0 and var limit ? all.Take(limit).ToList() : all;
        return new QueryResponse
        {
            Items = [.. page.Select(item => expression.Project(request.ProjectionExpression, item))],
            // Also when nothing follows: DynamoDB has not looked.
            LastEvaluatedKey = page.Count > 0 && page.Count == request.Limit ? KeyAttributes(page[^1], request.IndexName is not null) : null,
        };
    }

    internal static (string Partition, string Sort) KeyOf(Dictionary<string, AttributeValue> item) => (item[Partition].S, item[Sort].S);

    static Dictionary<string, AttributeValue> KeyAttributes(Dictionary<string, AttributeValue> item, bool isIndex) =>
        item.Where(a => a.Key is Partition or Sort || (isIndex && a.Key is ListKey or ListSort)).ToDictionary(StringComparer.Ordinal);

    Dictionary<string, AttributeValue>? Read(Dictionary<string, AttributeValue> key, string? projection, Dictionary<string, string>? names) =>
        _items.TryGetValue(KeyOf(key), out var item) ? new Expression(names, null).Project(projection, item) : null;

    // All conditions first, then all effects.
    void Write(List<DynamoWrite> writes, Action<Dictionary<int, Dictionary<string, AttributeValue>?>> refuse)
    {
        var refused = new Dictionary<int, Dictionary<string, AttributeValue>?>();
        for (var i = 0; i < writes.Count; i++)
        {
            var before = _items.GetValueOrDefault(writes[i].Key);
            if (!writes[i].Holds(before))
                refused[i] = writes[i].ReturnsOld && before is not null ? new(before, StringComparer.Ordinal) : null;
        }

        if (refused.Count > 0)
            refuse(refused);
        var after = writes.Select(w => (w.Key, Item: w.After(_items.GetValueOrDefault(w.Key)))).ToList();
        if (after.Any(a => a.Item is not null && a.Item.Sum(v => v.Key.Length + SizeOf(v.Value)) > MaxItemBytes))
            throw Expression.Invalid("Item size has exceeded the maximum allowed size");
        Writes++;
        foreach (var (key, item) in after)
        {
            if (item is null)
                _items.Remove(key);
            else
                _items[key] = item;
            _toIndex.Enqueue((now?.Invoke() ?? default, key, item));
        }
    }

    static long SizeOf(AttributeValue value) =>
        System.Text.Encoding.UTF8.GetByteCount(value.S ?? value.N ?? "") + (value.B?.Length ?? 0) + (value.SS?.Sum(s => System.Text.Encoding.UTF8.GetByteCount(s)) ?? 0);

    SortedDictionary<(string Partition, string Sort), Dictionary<string, AttributeValue>> Indexed()
    {
        while (_toIndex.TryPeek(out var next) && (now is null || next.At + IndexLag <= now()))
        {
            _toIndex.Dequeue();
            _indexed.Remove(next.Key);
            if (next.Item is { } item && item.ContainsKey(ListKey) && item.ContainsKey(ListSort))
                _indexed[next.Key] = item.Where(a => a.Key is Partition or Sort or ListKey or ListSort || Projected.Contains(a.Key)).ToDictionary(StringComparer.Ordinal);
        }

        return _indexed;
    }

    // DynamoDB sorts by the bytes of UTF-8; of our keys' characters that is the same.
    sealed class Order : IComparer<(string Partition, string Sort)>
    {
        public static readonly Order Keys = new();

        public int Compare((string Partition, string Sort) x, (string Partition, string Sort) y) =>
            string.CompareOrdinal(x.Partition, y.Partition) is var order and not 0 ? order : string.CompareOrdinal(x.Sort, y.Sort);

        /// <summary>The order of a query's answers: the sort key, and where an index has it twice, the table's key.</summary>
        public static Comparer<Dictionary<string, AttributeValue>> By(string sort, bool isBackward) => Comparer<Dictionary<string, AttributeValue>>.Create((x, y) =>
        {
            var order = string.CompareOrdinal(x[sort].S, y[sort].S) is var first and not 0 ? first : Keys.Compare(KeyOf(x), KeyOf(y));
            return isBackward ? -order : order;
        });
    }
}
