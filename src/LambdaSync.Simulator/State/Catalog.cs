namespace LambdaSync.Simulator.State;

/// <summary>All records of one catalog.</summary>
sealed class Catalog(string name)
{
    public string Name => name;

    public Dictionary<string, Opportunity> Opportunities { get; } = new(StringComparer.Ordinal);

    /// <summary>The partner's solutions by id (<c>S-0000001</c>).</summary>
    public Dictionary<string, Solution> Solutions { get; } = new(StringComparer.Ordinal);
}
