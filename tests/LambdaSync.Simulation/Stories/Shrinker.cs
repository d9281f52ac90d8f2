using System.Diagnostics;

namespace LambdaSync.Simulation.Stories;

/// <summary>Leaves out steps as long as the same invariant still breaks: large chunks first, then single steps.</summary>
static class Shrinker
{
    /// <param name="longest">Real time after which it takes what it has.</param>
    public static Result Shrink(Model model, Result broken, string invariant, Variant variant, TimeSpan longest)
    {
        var clock = Stopwatch.StartNew();
        var best = broken;
        for (var size = Math.Max(1, best.Story.Steps.Count / 2); size >= 1; size = size == 1 ? 0 : size / 2)
        {
            for (var again = true; again;)
            {
                again = false;
                for (var at = 0; at < best.Story.Steps.Count && clock.Elapsed < longest;)
                {
                    var left = best.Story with { Steps = [.. best.Story.Steps.Take(at), .. best.Story.Steps.Skip(at + size)] };
                    var result = Engine.Play(model, left, variant);
                    if (result.Violations.Any(v => v.Invariant == invariant))
                        (best, again) = (result, size == 1);
                    else
                        at += size;
                }
            }
        }

        return Engine.Play(model, best.Story, variant, keepTrace: true);
    }
}
