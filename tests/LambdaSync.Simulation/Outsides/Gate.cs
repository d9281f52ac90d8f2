using LambdaSync.Simulation.Kernel;

namespace LambdaSync.Simulation.Outsides;

/// <summary>One process's way to one outside: every call waits, takes effect, waits again and returns, or meets a fault at any of these points.</summary>
sealed class Gate(World world, Incarnation process, Outside outside)
{
    public World World => world;

    public Incarnation Process => process;

    public Outside Outside => outside;

    /// <summary>How long the caller waits for an answer, or null: without end.</summary>
    public TimeSpan? Limit { get; init; }

    public Task<T> Pass<T>(string method, Func<Task<T>> effect, CancellationToken cancellation)
    {
        CheckThread(method);
        return cancellation.IsCancellationRequested
            ? Task.FromCanceled<T>(cancellation)
            : new Passage<T>(this, method, effect).Begin(cancellation);
    }

    public void CheckThread(string method) => world.Pump.CheckThread($"{process} called {outside.Name}.{method}");
}
