namespace LambdaSync.Connections.Salesforce;

/// <summary>One error of an answer.</summary>
/// <param name="Code"><c>errorCode</c>, <c>statusCode</c> or <c>error</c>, depending on the resource; empty: the answer had none.</param>
/// <param name="Message">Salesforce's text. It may quote a record's values: it goes to the store, never to a log or an exception.</param>
/// <param name="Fields">API names of the fields that are meant.</param>
/// <param name="Candidates">Ids of the records that a duplicate rule found, where the answer names them.</param>
sealed record SalesforceError(string Code, string Message, IReadOnlyList<string> Fields, IReadOnlyList<string> Candidates)
{
    /// <summary>An error of which nothing is known.</summary>
    public static SalesforceError None { get; } = new("", "", [], []);

    public override string ToString() => Code;
}
