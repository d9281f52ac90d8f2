using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace LambdaSync.Connections.Dynamo;

/// <summary>
/// A change of some attributes of an item, which need not exist. It is put together from parts that know nothing of each other:
/// their attributes differ, and all of their conditions have to hold.
/// </summary>
sealed record ItemUpdate(ItemKey Key) : TableWrite(Key)
{
    readonly Dictionary<string, (string Verb, AttributeValue? Value)> _changes = new(StringComparer.Ordinal);
    readonly List<string> _conditions = [];
    readonly Dictionary<string, AttributeValue> _values = new(StringComparer.Ordinal);

    public override long Size => 256 + _changes.Sum(c => c.Key.Length + Item.SizeOf(c.Value.Value));

    /// <summary>Sets an attribute; null removes it.</summary>
    public ItemUpdate Set(string attribute, AttributeValue? value) => Change(attribute, value is null ? "REMOVE" : "SET", value);

    /// <summary>Sets an attribute that is not there.</summary>
    public ItemUpdate SetIfMissing(string attribute, AttributeValue value) => Change(attribute, "MISSING", value);

    /// <summary>Sets an attribute to what another one has before this change.</summary>
    /// <param name="from">No reserved word.</param>
    /// <param name="otherwise">Where there is no other one.</param>
    public ItemUpdate SetFrom(string attribute, string from, AttributeValue otherwise) => Change(attribute, from, otherwise);

    /// <summary>Adds to a number or a set.</summary>
    public ItemUpdate Add(string attribute, AttributeValue value) => Change(attribute, "ADD", value);

    /// <param name="condition">Names no attribute that is a reserved word.</param>
    public ItemUpdate When(string condition, params ReadOnlySpan<(string Name, AttributeValue Value)> values)
    {
        _conditions.Add($"({condition})");
        foreach (var (name, value) in values)
            _values[name] = value;
        return this;
    }

    public override TransactWriteItem Action(string table) => new()
    {
        Update = new Update
        {
            TableName = table,
            Key = Key.Attributes,
            UpdateExpression = Expression,
            ConditionExpression = AllConditions,
            ExpressionAttributeNames = Names,
            ExpressionAttributeValues = AllValues,
            ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
        },
    };

    /// <summary>The same as a request of its own.</summary>
    public UpdateItemRequest Request(string table) => new()
    {
        TableName = table,
        Key = Key.Attributes,
        UpdateExpression = Expression,
        ConditionExpression = AllConditions,
        ExpressionAttributeNames = Names,
        ExpressionAttributeValues = AllValues,
    };

    string? AllConditions => _conditions.Count == 0 ? null : string.Join(" AND ", _conditions);

    string Expression => string.Join(' ', _changes.Select((change, i) => (change.Value.Verb, Text: Part(change.Value.Verb, i)))
        .GroupBy(c => c.Verb is "ADD" or "REMOVE" ? c.Verb : "SET", c => c.Text)
        .Select(verb => $"{verb.Key} {string.Join(", ", verb)}"));

    Dictionary<string, string> Names => _changes.Select((change, i) => ($"#u{i}", change.Key)).ToDictionary();

    // DynamoDB takes no empty list of values, and no value that no expression names.
    Dictionary<string, AttributeValue>? AllValues =>
        _changes.Select((change, i) => (Name: $":u{i}", change.Value.Value)).Where(v => v.Value is not null).Select(v => (v.Name, v.Value!))
            .Concat(_values.Select(v => (v.Key, v.Value))).ToDictionary() is { Count: > 0 } values ? values : null;

    static string Part(string verb, int i) => verb switch
    {
        "SET" => $"#u{i} = :u{i}",
        "MISSING" => $"#u{i} = if_not_exists(#u{i}, :u{i})",
        "ADD" => $"#u{i} :u{i}",
        "REMOVE" => $"#u{i}",
        var from => $"#u{i} = if_not_exists({from}, :u{i})",
    };

    ItemUpdate Change(string attribute, string verb, AttributeValue? value)
    {
        _changes[attribute] = (verb, value);
        return this;
    }
}
