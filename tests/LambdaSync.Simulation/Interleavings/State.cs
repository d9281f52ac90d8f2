namespace LambdaSync.Simulation.Interleavings;

/// <summary>All that decides what can happen from here on.</summary>
/// <param name="Shared">What both sides and the store hold, as a hash.</param>
/// <param name="Workers">Of each worker the call that it is about to make and what it has heard; null when it has ended.</param>
sealed record State(string Shared, IReadOnlyList<string?> Workers)
{
    /// <summary>Equal for equal states.</summary>
    public string Key { get; } = $"{Shared}; {string.Join("; ", Workers.Select(knows => knows ?? "ended"))}";

    /// <summary>One worker has made a call.</summary>
    public State After(int worker, string shared, string? knows) => new(shared, [.. Workers.Select((before, i) => i == worker ? knows : before)]);
}
