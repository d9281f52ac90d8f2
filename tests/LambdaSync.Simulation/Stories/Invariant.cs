namespace LambdaSync.Simulation.Stories;

/// <summary>What has to hold once the world is healed and at rest.</summary>
/// <param name="Name">Short, for the command line and for variants.</param>
/// <param name="Rule">The rule in words.</param>
/// <param name="Check">One explanation each time it is broken.</param>
sealed record Invariant(string Name, string Rule, Func<World, IEnumerable<string>> Check);

/// <summary>A broken invariant.</summary>
sealed record Violation(string Invariant, string Explanation)
{
    /// <summary>The world comes to rest in time: the invariant that every model has.</summary>
    public const string Rest = "comes-to-rest";

    /// <summary>A handler met an error that no fault explains. No invariant: a variant that only shows in this way counts as not caught.</summary>
    public const string Surprise = "(error)";
}
