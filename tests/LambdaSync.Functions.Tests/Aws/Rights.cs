using System.Text.Json;
using LambdaSync.Testing;

namespace LambdaSync.Functions.Tests.Aws;

/// <summary>What a function asked for and what the template's role allows it, as IAM names actions; a query of the index says so.</summary>
static class Rights
{
    const string IndexQuery = "dynamodb:Query of the index";

    public static HashSet<string> Allowed(string function)
    {
        var statements = new StackTemplate().Properties(function + "Role").GetProperty("Policies")[0].GetProperty("PolicyDocument").GetProperty("Statement").EnumerateArray().ToList();
        var allowed = statements.SelectMany(Actions).ToHashSet();
        if (statements.Any(s => Actions(s).Contains("dynamodb:Query") && s.GetProperty("Resource").GetRawText().Contains("${Table.Arn}/index/lists", StringComparison.Ordinal)))
            allowed.Add(IndexQuery);
        return allowed;
    }

    public static HashSet<string> Needed(IEnumerable<RecordingProxy.Recorded> requests) => [.. requests.SelectMany(Of)];

    static IEnumerable<string> Of(RecordingProxy.Recorded request) => request.Operation switch
    {
        // A transaction needs the rights of its parts (docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html).
        "dynamodb:TransactWriteItems" => JsonDocument.Parse(request.Body).RootElement.GetProperty("TransactItems").EnumerateArray()
            .Select(part => part.EnumerateObject().First().Name).Select(part => part == "ConditionCheck" ? "dynamodb:ConditionCheckItem" : $"dynamodb:{part}Item"),
        "dynamodb:Query" when JsonDocument.Parse(request.Body).RootElement.TryGetProperty("IndexName", out _) => [IndexQuery],
        // docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-api-permissions-reference.html
        "sqs:DeleteMessageBatch" => ["sqs:DeleteMessage"],
        var operation => [operation],
    };

    static IEnumerable<string> Actions(JsonElement statement) => statement.GetProperty("Action") is { ValueKind: JsonValueKind.Array } many
        ? many.EnumerateArray().Select(a => a.GetString()!)
        : [statement.GetProperty("Action").GetString()!];
}
