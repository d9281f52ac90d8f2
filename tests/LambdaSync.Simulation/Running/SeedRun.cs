using System.Diagnostics;
using System.Globalization;
using LambdaSync.Simulation.Stories;

namespace LambdaSync.Simulation.Running;

/// <summary>Many seeds in many processes, and what came out.</summary>
sealed class SeedRun(Model model, Options options, string[] args)
{
    const int MaxShown = 3;

    static readonly TimeSpan LongestShrink = TimeSpan.FromSeconds(60);

    readonly Dictionary<ulong, SeedLine> _seeds = [];
    readonly List<SeedLine> _broken = [];
    int _checked;

    public int Run()
    {
        var clock = Stopwatch.StartNew();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{model.Name}: seeds from {options.From} on{(options.SlowParts ? ", all on slow parts" : "")}"));
        var used = SeedPlayer.Play(model, options, args, Take);
        Tell(clock.Elapsed, used);
        TellReach();
        foreach (var (invariant, seed) in _broken.SelectMany(b => b.Broken.Select(name => (Name: name, Line: b))).GroupBy(b => b.Name).Select(g => (g.Key, g.MinBy(b => b.Line.Seed).Line)).Take(MaxShown))
            Show(invariant, seed);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_seeds.Count} seeds, {_broken.Count} violations"));
        return _broken.Count == 0 && _seeds.Count > 0 ? 0 : 1;
    }

    void Take(SeedLine seed)
    {
        if (_seeds.TryGetValue(seed.Seed, out var first))
        {
            _checked++;
            if (first.Hash != seed.Hash)
                _broken.Add(seed with { Broken = ["(not-deterministic)"], Why = $"seed {seed.Seed} gave the trace {first.Hash} and then {seed.Hash}" });
            return;
        }

        _seeds.Add(seed.Seed, seed);
        if (seed.Broken.Count > 0)
        {
            _broken.Add(seed);
            Console.WriteLine($"seed {seed.Seed}: {string.Join(", ", seed.Broken)}");
        }

        if (_seeds.Count % 1000 == 0 && _seeds.Count < options.Seeds)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_seeds.Count} seeds so far, {_broken.Count} violations"));
    }

    void Tell(TimeSpan took, CpuLine used)
    {
        var seeds = _seeds.Values;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{model.Name}: {(seeds.Count + _checked) / took.TotalSeconds / options.Jobs:F2} seeds/s a core, {used.PerSecond:F2} a second of processor time once warm; medians: {Median(seeds.Select(s => (double)s.Records)):F0} records, {Median(seeds.Select(s => (double)s.Edits)):F0} edits, {Median(seeds.Select(s => (double)s.Crashes)):F0} crashes, {Median(seeds.Select(s => (double)s.Faults)):F0} other faults, {Median(seeds.Select(s => s.Days)):F2} virtual days; {_checked} seeds played twice"));
    }

    // In how many seeds each happened.
    void TellReach()
    {
        if (model.Reaches.Count == 0)
            return;
        var reached = _seeds.Values.SelectMany(s => s.Reached).CountBy(what => what).ToDictionary(StringComparer.Ordinal);
        Console.WriteLine($"{model.Name} reached, in so many of {_seeds.Count} seeds:");
        foreach (var what in model.Reaches)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {reached.GetValueOrDefault(what),6} {what}{(reached.ContainsKey(what) ? "" : ": NEVER")}"));
    }

    void Show(string invariant, SeedLine line)
    {
        if (!model.Invariants.Any(i => i.Name == invariant) && invariant is not (Violation.Rest or Violation.Surprise))
            Console.WriteLine($"\nseed {line.Seed}: {invariant}\n{line.Why}");
        else
            Report.Shrunk(model, line.Seed, invariant, Variant.None, LongestShrink);
    }

    static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? 0 : sorted[sorted.Count / 2];
    }
}
