using Amazon.DynamoDBv2.Model;

namespace LambdaSync.Connections.Dynamo;

/// <summary>One write of a transaction with the condition it depends on.</summary>
abstract record TableWrite(ItemKey Key)
{
    /// <summary>The condition's expression and its values, or null for none.</summary>
    public string? Condition { get; init; }

    public Dictionary<string, AttributeValue>? Values { get; init; }

    /// <summary>An upper bound in bytes.</summary>
    public virtual long Size => 256;

    public abstract TransactWriteItem Action(string table);

    public sealed record Put(Item Item) : TableWrite(Item.Key)
    {
        public override long Size => Item.Size;

        public override TransactWriteItem Action(string table) => new()
        {
            Put = new Amazon.DynamoDBv2.Model.Put { TableName = table, Item = Item.Attributes, ConditionExpression = Condition, ExpressionAttributeValues = Values },
        };
    }

    public sealed record Delete(ItemKey Key) : TableWrite(Key)
    {
        public override TransactWriteItem Action(string table) => new()
        {
            Delete = new Amazon.DynamoDBv2.Model.Delete { TableName = table, Key = Key.Attributes, ConditionExpression = Condition, ExpressionAttributeValues = Values },
        };
    }
}

/// <summary>A write whose condition did not hold.</summary>
/// <param name="Found">The item that was found instead; set for updates only, null if there was none.</param>
sealed record Refusal(TableWrite Write, Item? Found);
