using LambdaSync.Simulation.Kernel;

namespace LambdaSync.Simulation.Stories;

/// <summary>One thread of a story: some kind of edits, events, faults. Each plot has random numbers of its own, so that another plot changes nothing in it.</summary>
interface IPlot
{
    /// <param name="length">How long the story may be.</param>
    /// <param name="before">What the plots before this one wrote, to happen near it.</param>
    IEnumerable<Step> Write(Chance chance, TimeSpan length, IReadOnlyList<Step> before);
}
