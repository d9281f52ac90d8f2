using System.Net;
using System.Reflection;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace LambdaSync.Testing.Dynamo;

/// <summary>The client behind <see cref="MemoryDynamo.Client"/>; it is derived from at run time.</summary>
public class MemoryDynamoClient : DispatchProxy
{
    MemoryDynamo _table = null!;
    Func<string, DynamoTrouble> _trouble = null!;

    internal void Set(MemoryDynamo table, Func<string, DynamoTrouble> trouble) => (_table, _trouble) = (table, trouble);

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod!.Name == nameof(IDisposable.Dispose))
            return null;
        var trouble = _trouble(targetMethod.Name);
        return args?[0] switch
        {
            GetItemRequest get => Answer(trouble, null, () => _table.Get(get)),
            BatchGetItemRequest get => Answer(trouble, null, () => _table.Get(get, trouble == DynamoTrouble.Partial)),
            QueryRequest query => Answer(trouble, null, () => _table.Query(query)),
            TransactGetItemsRequest get => Answer(trouble, () => Conflicted(get.TransactItems.Count), () => _table.Get(get)),
            PutItemRequest put => Answer(trouble, () => new TransactionConflictException("Transaction is ongoing for the item"), () => _table.Put(put)),
            UpdateItemRequest update => Answer(trouble, () => new TransactionConflictException("Transaction is ongoing for the item"), () => _table.Update(update)),
            TransactWriteItemsRequest write => Answer(trouble, () => Conflicted(write.TransactItems.Count), () => _table.Write(write)),
            _ => throw new NotSupportedException($"{targetMethod.Name} is not in this table"),
        };
    }

    Task<T> Answer<T>(DynamoTrouble trouble, Func<Exception>? conflict, Func<T> act)
    {
        if (trouble == DynamoTrouble.Throttled)
            return Task.FromException<T>(new ProvisionedThroughputExceededException("Too many requests", ErrorType.Sender, "ProvisionedThroughputExceededException", "", HttpStatusCode.BadRequest));
        if (trouble == DynamoTrouble.Conflict && conflict is not null)
            return Task.FromException<T>(conflict());
        try
        {
            lock (_table)
                return Task.FromResult(act());
        }
        catch (AmazonServiceException refused)
        {
            return Task.FromException<T>(refused);
        }
    }

    // The last item is the one that another transaction is at.
    static TransactionCanceledException Conflicted(int actions) =>
        MemoryDynamo.Cancelled(Enumerable.Range(1, actions).Select(i => new CancellationReason { Code = i == actions ? "TransactionConflict" : "None" }));
}
