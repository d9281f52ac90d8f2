using Amazon.DynamoDBv2.Model;

namespace LambdaSync.Connections.Dynamo;

/// <summary>The table's key.</summary>
readonly record struct ItemKey(string Partition, string Sort)
{
    public Dictionary<string, AttributeValue> Attributes => new(StringComparer.Ordinal)
    {
        [Item.PartitionKey] = new AttributeValue { S = Partition },
        [Item.SortKey] = new AttributeValue { S = Sort },
    };
}
