using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace LambdaSync.Testing;

/// <summary>serverless.template, read for what the tests set up from it, so that they run on what is deployed.</summary>
public sealed class StackTemplate
{
    public StackTemplate() => Root = JsonDocument.Parse(File.ReadAllBytes(RepositoryFolder.File("serverless.template"))).RootElement;

    public JsonElement Root { get; }

    public JsonElement Resource(string name) => Root.GetProperty("Resources").GetProperty(name);

    public JsonElement Properties(string name) => Resource(name).GetProperty("Properties");

    /// <summary>The functions by their logical names.</summary>
    public IEnumerable<JsonProperty> Functions() =>
        Root.GetProperty("Resources").EnumerateObject().Where(r => r.Value.GetProperty("Type").GetString() == "AWS::Serverless::Function");

    /// <param name="resource">The table's logical name.</param>
    public CreateTableRequest Table(string resource, string name)
    {
        var table = Properties(resource);
        var hasIndexes = table.TryGetProperty("GlobalSecondaryIndexes", out var indexes);
        return new CreateTableRequest
        {
            TableName = name,
            BillingMode = BillingMode.PAY_PER_REQUEST,
            KeySchema = Keys(table),
            AttributeDefinitions = [.. table.GetProperty("AttributeDefinitions").EnumerateArray().Select(a => new AttributeDefinition(Text(a, "AttributeName"), Text(a, "AttributeType")))],
            GlobalSecondaryIndexes = hasIndexes ? [.. indexes.EnumerateArray().Select(Index)] : null,
        };
    }

    static GlobalSecondaryIndex Index(JsonElement index)
    {
        var projection = index.GetProperty("Projection");
        return new GlobalSecondaryIndex
        {
            IndexName = Text(index, "IndexName"),
            KeySchema = Keys(index),
            Projection = new Projection
            {
                ProjectionType = Text(projection, "ProjectionType"),
                NonKeyAttributes = [.. projection.GetProperty("NonKeyAttributes").EnumerateArray().Select(a => a.GetString()!)],
            },
        };
    }

    static List<KeySchemaElement> Keys(JsonElement owner) =>
        [.. owner.GetProperty("KeySchema").EnumerateArray().Select(k => new KeySchemaElement(Text(k, "AttributeName"), Text(k, "KeyType")))];

    static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
