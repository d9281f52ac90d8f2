namespace LambdaSync.Connections.Salesforce;

/// <summary>How one request went, for the log and for counting: nothing of its body, its ids or its query.</summary>
/// <param name="Status">HTTP status; 0 when no answer came.</param>
/// <param name="Code">Salesforce's error code; empty for a success, or when it gave none.</param>
public sealed record SalesforceCall(string Resource, TimeSpan Took, int Status, string Code)
{
    public bool IsFailure => Status is 0 or >= 400;

    /// <summary>Whether the same request may succeed later.</summary>
    public bool IsTransient => Status is 0 or >= 500 || Code is "UNABLE_TO_LOCK_ROW" or "REQUEST_LIMIT_EXCEEDED" || (Status == 401 && Code == "INVALID_SESSION_ID");
}
