using System.Globalization;
using System.Text.RegularExpressions;
using LambdaSync.Simulation.Mutants;
using LambdaSync.Simulation.Stories;

namespace LambdaSync.Simulation.Running;

/// <summary>Plays seeds with one guard off, or with one planted bug, until an invariant notices.</summary>
sealed partial class VariantRun(Model model, Options options)
{
    static readonly TimeSpan LongestShrink = TimeSpan.FromSeconds(20);

    /// <summary>The processor time within which each is noticed.</summary>
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>
    /// All variants of the model, each from the seed on that caught it last. A process plays many of them, one after the other: what it
    /// costs to compile the program is paid once.
    /// </summary>
    public int All(string[] args)
    {
        var seeds = CatchingSeeds.Of(model.Name);
        var (known, uncaught, used) = (0, 0, 0.0);
        var children = Enumerable.Range(0, options.Jobs).Select(n => (IReadOnlyList<string>)[.. args, "--jobs", Children.Text(options.Jobs), "--worker", Children.Text(n)]).ToList();
        var codes = Children.Run(children, options.Jobs, (_, line) =>
        {
            if (CpuLine.Parse(line) is { } cpu)
            {
                used += cpu.Time.TotalSeconds;
                return;
            }

            Console.WriteLine(line);
            if (Caught().Match(line) is not { Success: true } end)
                return;
            known++;
            if (end.Groups["seed"] is { Success: true } seed)
                seeds[end.Groups["name"].Value] = ulong.Parse(seed.ValueSpan, CultureInfo.InvariantCulture);
            else
                uncaught++;
        });
        if (options.Rewrite)
            seeds.Write();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{model.Variants.Count} variants, {uncaught + model.Variants.Count - known} not caught; {used:F0} s of processor time"));
        return uncaught == 0 && known == model.Variants.Count && codes.All(c => c == 0) ? 0 : 1;
    }

    /// <summary>One process's share of them.</summary>
    public int Share(int number)
    {
        var seeds = CatchingSeeds.Of(model.Name);
        foreach (var variant in model.Variants.Where((_, i) => i % options.Jobs == number))
            Play(variant, seeds[variant.Name] ?? options.From, isShrunk: false);
        Console.WriteLine(new CpuLine(model.Variants.Count, Environment.CpuUsage.TotalTime));
        return 0;
    }

    /// <summary>One variant; the last line says how it ended.</summary>
    public int One(Variant variant) => Play(variant, options.From, isShrunk: true);

    int Play(Variant variant, ulong first, bool isShrunk)
    {
        var (errors, seeds, began) = (0, 0, Environment.CpuUsage.TotalTime);
        for (var seed = first; Used() < Longest; seed = Next(seed, seeds++))
        {
            Result result;
            try
            {
                result = Engine.Play(model, Story.Of(model, seed), variant);
            }
            catch (Kernel.KernelException broken)
            {
                Console.WriteLine($"seed {seed}: {broken.Message}");
                errors++;
                continue;
            }

            errors += result.Violations.Any(v => v.Invariant == Violation.Surprise) ? 1 : 0;
            var violations = result.Violations.Where(v => v.Invariant != Violation.Surprise).ToList();
            // What breaks with nothing off as well has not noticed this.
            if (violations.Count > 0 && Engine.Play(model, Unchanged(seed, variant), Variant.None) is { Violations.Count: > 0 } without)
                violations.RemoveAll(v => without.Violations.Any(w => w.Invariant == v.Invariant));
            // What never rests mostly has one of the model's own invariants broken too.
            if (violations.OrderBy(v => v.Invariant == Violation.Rest).FirstOrDefault() is not { } caught)
                continue;
            var seconds = Used().TotalSeconds;
            if (isShrunk)
                Report.Shrunk(model, seed, caught.Invariant, variant, LongestShrink);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{variant.Name} (off: {variant.Off}): caught by {caught.Invariant} at seed {seed}, the {seeds + 1}., in {seconds:F1} s of processor time"));
            return 0;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{variant.Name} (off: {variant.Off}): NOT CAUGHT by an invariant in {seeds} seeds and {Longest.TotalSeconds:F0} s{(errors > 0 ? $"; {errors} of them met only an error" : "")}"));
        return 1;

        TimeSpan Used() => Environment.CpuUsage.TotalTime - began;
    }

    // The same world on the same parts.
    Story Unchanged(ulong seed, Variant variant)
    {
        var story = Story.Of(model, seed);
        return story with { Parts = variant.Change(story.Parts) };
    }

    // After the seed that caught it last, those from the beginning.
    static ulong Next(ulong seed, int played) => played == 0 && seed > 1 ? 1 : seed + 1;

    [GeneratedRegex(@"^(?<name>[\w-]+) \(off: .*\): (caught by .* at seed (?<seed>\d+), |NOT CAUGHT)")]
    private static partial Regex Caught();
}
