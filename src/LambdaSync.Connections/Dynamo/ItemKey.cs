using System.Security.Cryptography;
using System.Text;
using Amazon.DynamoDBv2.Model;

namespace LambdaSync.Connections.Dynamo;

/// <summary>The table's key.</summary>
readonly record struct ItemKey(string Partition, string Sort)
{
    // A partition key takes 2,048 bytes, a sort key 1,024, three at most a UTF-16 character.
    const int MaxCharacters = 300;

    /// <summary>What a key is made of where the value comes from outside: any text at all, so an empty or long one goes by its hash.</summary>
    public static string Part(string value) => value.Length is > 0 and <= MaxCharacters
        ? value
        : "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)));

    public Dictionary<string, AttributeValue> Attributes => new(StringComparer.Ordinal)
    {
        [Item.PartitionKey] = new AttributeValue { S = Partition },
        [Item.SortKey] = new AttributeValue { S = Sort },
    };
}
