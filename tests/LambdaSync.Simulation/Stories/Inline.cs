using LambdaSync.Simulation.Kernel;

namespace LambdaSync.Simulation.Stories;

/// <summary>For people and invariants, who reach the stores without a gate.</summary>
static class Inline
{
    /// <summary>The result of a call that waits for nothing.</summary>
    /// <exception cref="KernelException">It waits.</exception>
    public static T Now<T>(this Task<T> task) => task.IsCompleted ? task.GetAwaiter().GetResult() : throw new KernelException("a call without a gate waits for something");
}
