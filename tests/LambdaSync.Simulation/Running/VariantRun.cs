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

    /// <summary>All variants of the model, each in a process of its own, from the seed on that caught it last.</summary>
    public int All()
    {
        if (model.Variants.OfType<Patched>().Any() && MutantBuild.Make() is { } problem)
        {
            Console.WriteLine(problem);
            return 1;
        }

        var seeds = CatchingSeeds.Of(model.Name);
        var children = model.Variants.Select(v => Arguments(v, seeds[v.Name])).ToList();
        var outputs = model.Variants.Select(_ => new List<string>()).ToList();
        var codes = Children.Run(children, options.Jobs, (number, line) => outputs[number].Add(line));
        var used = 0.0;
        foreach (var (variant, output) in model.Variants.Zip(outputs))
        {
            Console.WriteLine(output.Count == 0 ? $"{variant.Name}: no output" : output[^1]);
            if (output.Count == 0 || Caught().Match(output[^1]) is not { Success: true } caught)
                continue;
            seeds[variant.Name] = ulong.Parse(caught.Groups["seed"].ValueSpan, CultureInfo.InvariantCulture);
            used += double.Parse(caught.Groups["seconds"].ValueSpan, CultureInfo.InvariantCulture);
        }

        if (options.Rewrite)
            seeds.Write();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{codes.Count} variants, {codes.Count(c => c != 0)} not caught; {used:F0} s of processor time for those that were"));
        return codes.All(c => c == 0) && codes.Count > 0 ? 0 : 1;
    }

    /// <summary>One variant; the last line says how it ended.</summary>
    /// <param name="isOneOfMany">What caught it is not made smaller.</param>
    public int One(Variant variant, bool isOneOfMany)
    {
        var (errors, seeds, began) = (0, 0, Environment.CpuUsage.TotalTime);
        for (var seed = options.From; Used() < Longest; seed = Next(seed, seeds++))
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
            // What never rests mostly has one of the model's own invariants broken too.
            if (result.Violations.Where(v => v.Invariant != Violation.Surprise).OrderBy(v => v.Invariant == Violation.Rest).FirstOrDefault() is not { } caught)
                continue;
            var seconds = Used().TotalSeconds;
            if (!isOneOfMany)
                Report.Shrunk(model, seed, caught.Invariant, variant, LongestShrink);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{variant.Name} (off: {variant.Off}): caught by {caught.Invariant} at seed {seed}, the {seeds + 1}., in {seconds:F1} s of processor time"));
            return 0;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{variant.Name} (off: {variant.Off}): NOT CAUGHT by an invariant in {seeds} seeds and {Longest.TotalSeconds:F0} s{(errors > 0 ? $"; {errors} of them met only an error" : "")}"));
        return 1;

        TimeSpan Used() => Environment.CpuUsage.TotalTime - began;
    }

    // After the seed that caught it last, those from the beginning.
    static ulong Next(ulong seed, int played) => played == 0 && seed > 1 ? 1 : seed + 1;

    IReadOnlyList<string> Arguments(Variant variant, ulong? seed) =>
        ["--model", model.Name, "--variant", variant.Name, "--of-many", "--from", (seed ?? options.From).ToString(CultureInfo.InvariantCulture)];

    [GeneratedRegex(@" at seed (?<seed>\d+), .* in (?<seconds>[\d.]+) s of processor time$")]
    private static partial Regex Caught();
}
