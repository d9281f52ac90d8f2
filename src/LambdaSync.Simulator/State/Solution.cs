namespace LambdaSync.Simulator.State;

/// <summary>A solution of the partner.</summary>
/// <param name="Id"><c>S-0000001</c>, or <c>soln-ab1c2de3fgh4i</c>: both forms come.</param>
/// <param name="Status">Active, Inactive, Draft.</param>
/// <param name="MarketplaceArn">The Marketplace's record of it, or null.</param>
public sealed record Solution(string Id, string Name, string Status, string Category, DateTimeOffset Created, string? MarketplaceArn = null)
{
    /// <summary>Stands for a solution that is not listed; Project.OtherSolutionDescription says which (API_Project).</summary>
    public const string Other = "Other";
}
