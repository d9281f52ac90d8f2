using LambdaSync.Simulation.Stories;

namespace LambdaSync.Simulation.Mutants;

/// <summary>A bug that no seam can plant: a patch of the product, mostly <c>NAME.patch</c>, in the copy that <see cref="MutantBuild"/> makes; two of neighbouring lines share one.</summary>
sealed class Patched(string name, string off) : Variant(name, off)
{
    public override string? Patch => Name;
}
