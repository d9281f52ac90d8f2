namespace LambdaSync.Testing.Dynamo;

/// <summary>What DynamoDB does to a request now and then, through no fault of the request.</summary>
public enum DynamoTrouble
{
    None,

    /// <summary>Too many requests: nothing was done.</summary>
    Throttled,

    /// <summary>A transaction is at one of the items this moment: nothing was done. A read that is not a transaction never meets it.</summary>
    Conflict,

    /// <summary>A batch read returns a part, and the keys of the rest.</summary>
    Partial,
}
