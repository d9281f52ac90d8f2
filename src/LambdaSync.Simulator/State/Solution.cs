namespace LambdaSync.Simulator.State;

/// <summary>A solution of the partner.</summary>
/// <param name="Status">Active, Inactive, Draft.</param>
/// <param name="MarketplaceArn">The Marketplace's record of it, or null.</param>
public sealed record Solution(string Id, string Name, string Status, string Category, DateTimeOffset Created, string? MarketplaceArn = null);
