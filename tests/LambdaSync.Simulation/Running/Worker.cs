using System.Diagnostics;
using LambdaSync.Simulation.Stories;

namespace LambdaSync.Simulation.Running;

/// <summary>Plays one process's share of the seeds.</summary>
/// <remarks>
/// Seed n belongs to process n modulo their number. Every 100th seed is played twice, by the next process too (where hash codes and
/// addresses are others) or, with one process, once more in the same: whoever reads the lines compares the hashes.
/// </remarks>
sealed class Worker(Model model, Variant variant, Options options, Action<SeedLine> tell)
{
    const ulong Check = 100;

    int _played;
    TimeSpan _warm;

    /// <returns>What its seeds took.</returns>
    public CpuLine Run(int number)
    {
        var clock = Stopwatch.StartNew();
        for (var seed = options.From; options.Seconds is { } longest ? clock.Elapsed.TotalSeconds < longest : seed < options.From + (ulong)options.Seeds; seed++)
        {
            var owner = (int)(seed % (ulong)options.Jobs);
            if (owner == number)
                tell(Play(seed));
            if (seed % Check == 0 && (owner + 1) % options.Jobs == number)
                tell(Play(seed));
        }

        return _played > CpuLine.Warm ? new CpuLine(_played - CpuLine.Warm, Environment.CpuUsage.TotalTime - _warm) : CpuLine.None;
    }

    SeedLine Play(ulong seed)
    {
        if (_played++ == CpuLine.Warm)
            _warm = Environment.CpuUsage.TotalTime;
        try
        {
            return SeedLine.Of(Engine.Play(model, Story.Of(model, seed), variant));
        }
        catch (Exception broken)
        {
            // Told as a failure of this seed; the others go on.
            return SeedLine.Of(seed, broken);
        }
    }
}
