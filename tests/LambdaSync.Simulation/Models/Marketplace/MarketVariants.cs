using LambdaSync.Simulation.Mutants;
using LambdaSync.Simulation.Stories;

namespace LambdaSync.Simulation.Models.Marketplace;

/// <summary>Bugs of offers and agreements that a person could write.</summary>
static class MarketVariants
{
    public static IReadOnlyList<Variant> All { get; } = [];
}
