using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace LambdaSync.Testing.Dynamo;

/// <summary>One write with its condition.</summary>
/// <param name="After">The item after it, or null: it is deleted.</param>
/// <param name="ReturnsOld">Who is refused gets the item that was found.</param>
sealed record DynamoWrite(
    (string Partition, string Sort) Key, Func<Dictionary<string, AttributeValue>?, bool> Holds,
    Func<Dictionary<string, AttributeValue>?, Dictionary<string, AttributeValue>?> After, bool ReturnsOld)
{
    public static DynamoWrite Of(PutItemRequest put) =>
        Put(put.Item, put.ConditionExpression, put.ExpressionAttributeNames, put.ExpressionAttributeValues, put.ReturnValuesOnConditionCheckFailure);

    public static DynamoWrite Of(UpdateItemRequest update) => Update(
        update.Key, update.UpdateExpression, update.ConditionExpression, update.ExpressionAttributeNames, update.ExpressionAttributeValues, update.ReturnValuesOnConditionCheckFailure);

    public static DynamoWrite Of(TransactWriteItem action) => action switch
    {
        { Put: { } put } => Put(put.Item, put.ConditionExpression, put.ExpressionAttributeNames, put.ExpressionAttributeValues, put.ReturnValuesOnConditionCheckFailure),
        { Update: { } u } => Update(u.Key, u.UpdateExpression, u.ConditionExpression, u.ExpressionAttributeNames, u.ExpressionAttributeValues, u.ReturnValuesOnConditionCheckFailure),
        { Delete: { } d } => Make(d.Key, d.ConditionExpression, null, d.ExpressionAttributeNames, d.ExpressionAttributeValues, d.ReturnValuesOnConditionCheckFailure, (_, _) => null),
        { ConditionCheck: { } c } => Make(c.Key, c.ConditionExpression, null, c.ExpressionAttributeNames, c.ExpressionAttributeValues, c.ReturnValuesOnConditionCheckFailure, (_, item) => item),
        _ => throw Expression.Invalid("an action is empty"),
    };

    static DynamoWrite Put(
        Dictionary<string, AttributeValue> item, string? condition, Dictionary<string, string>? names, Dictionary<string, AttributeValue>? values, ReturnValuesOnConditionCheckFailure? old) =>
        Make(item, condition, null, names, values, old, (_, _) => new Dictionary<string, AttributeValue>(item, StringComparer.Ordinal));

    static DynamoWrite Update(
        Dictionary<string, AttributeValue> key, string update, string? condition, Dictionary<string, string>? names, Dictionary<string, AttributeValue>? values,
        ReturnValuesOnConditionCheckFailure? old) =>
        Make(key, condition, update, names, values, old, (expression, item) => expression.Update(update, item ?? new Dictionary<string, AttributeValue>(key, StringComparer.Ordinal)));

    static DynamoWrite Make(
        Dictionary<string, AttributeValue> key, string? condition, string? update, Dictionary<string, string>? names, Dictionary<string, AttributeValue>? values,
        ReturnValuesOnConditionCheckFailure? old, Func<Expression, Dictionary<string, AttributeValue>?, Dictionary<string, AttributeValue>?> after)
    {
        var expression = new Expression(names, values);
        expression.CheckAllUsed(condition, update);
        if (values is { Count: 0 } || names is { Count: 0 })
            throw Expression.Invalid("expression attributes must not be empty");
        return new DynamoWrite(
            MemoryDynamo.KeyOf(key), item => expression.Holds(condition, item), item => after(expression, item), old == ReturnValuesOnConditionCheckFailure.ALL_OLD);
    }
}
