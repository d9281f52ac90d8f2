namespace LambdaSync.Simulation.Models.Sync.Organization;

/// <summary>What many seeds together have to reach.</summary>
static class SalesforceReaches
{
    public const string Fault = "a fault of Salesforce", Limit = "the day's calls are used up", Hidden = "a hidden record", ShortPage = "a short page", Transaction = "a transaction of twelve minutes", Session = "a session that ended early";

    public static IReadOnlyList<string> All { get; } = [Fault, Limit, Hidden, ShortPage, Transaction, Session];
}
