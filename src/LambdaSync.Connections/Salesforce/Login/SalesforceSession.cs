namespace LambdaSync.Connections.Salesforce;

/// <summary>A login's answer. The token stays in memory and is shown nowhere.</summary>
sealed class SalesforceSession(string token, Uri instance, string organization, string user)
{
    public string Token => token;

    /// <summary>Where all calls go.</summary>
    public Uri Instance => instance;

    /// <summary>The organization's id, 18 characters.</summary>
    public string Organization => organization;

    public string User => user;

    /// <summary>Nothing of it.</summary>
    public override string ToString() => nameof(SalesforceSession);
}
