using System.Globalization;

namespace LambdaSync.Simulation.Stories;

/// <summary>Something that happens to the world, or is planned to go wrong from then on.</summary>
/// <param name="At">After the beginning. A step keeps its time when others are left out.</param>
abstract record Step(TimeSpan At)
{
    /// <summary>One short line without the time.</summary>
    protected abstract string Says { get; }

    public abstract void Do(World world);

    public sealed override string ToString() => string.Create(CultureInfo.InvariantCulture, $"+{At:d'.'hh':'mm':'ss'.'fff} {Says}");
}
