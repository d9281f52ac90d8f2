using LambdaSync.Simulation.Stories;

namespace LambdaSync.Simulation.Models.Sync;

/// <summary>The guards of the whole sync, each switched off.</summary>
static partial class SyncVariants
{
    public static IReadOnlyList<Variant> All { get; } = [];
}
