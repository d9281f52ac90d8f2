using LambdaSync.Simulation.Stories;

namespace LambdaSync.Simulation.Mutants;

/// <summary>A bug that no seam can plant: a patch of the product, mostly <c>NAME.patch</c>, in the copy that <see cref="MutantBuild"/> makes; two of neighbouring lines share one.</summary>
sealed class Patched(string name, string off) : Variant(name, off)
{
    /// <summary>Names the bug that is on in a process of the copy.</summary>
    public const string Setting = "LAMBDASYNC_MUTANT";

    /// <summary>This process has the bug.</summary>
    public bool IsOn => Environment.GetEnvironmentVariable(Setting) == Name;
}
