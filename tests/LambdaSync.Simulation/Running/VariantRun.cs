using System.Globalization;
using LambdaSync.Simulation.Stories;

namespace LambdaSync.Simulation.Running;

/// <summary>Plays seeds with one guard off until an invariant notices.</summary>
sealed class VariantRun(Model model, Options options)
{
    const int Most = 1000;

    static readonly TimeSpan LongestShrink = TimeSpan.FromSeconds(20);

    /// <summary>All variants of the model, each in a process of its own.</summary>
    public int All()
    {
        var children = model.Variants.Select(v => (IReadOnlyList<string>)["--model", model.Name, "--variant", v.Name, "--from", options.From.ToString(CultureInfo.InvariantCulture)]).ToList();
        var outputs = model.Variants.Select(_ => new List<string>()).ToList();
        var codes = Children.Run(children, options.Jobs, (number, line) => outputs[number].Add(line));
        foreach (var output in outputs)
            Console.WriteLine(output.Count == 0 ? "no output" : output[^1]);
        Console.WriteLine($"{codes.Count} variants, {codes.Count(c => c != 0)} not caught");
        return codes.All(c => c == 0) && codes.Count > 0 ? 0 : 1;
    }

    /// <summary>One variant; the last line says how it ended.</summary>
    public int One(Variant variant)
    {
        var errors = 0;
        for (var seed = options.From; seed < options.From + Most; seed++)
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
            Report.Shrunk(model, seed, caught.Invariant, variant, LongestShrink);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{variant.Name} (off: {variant.Off}): caught by {caught.Invariant} after {seed - options.From + 1} seeds, at seed {seed}"));
            return 0;
        }

        Console.WriteLine($"{variant.Name} (off: {variant.Off}): NOT CAUGHT by an invariant in {Most} seeds{(errors > 0 ? $"; {errors} of them met only an error" : "")}");
        return 1;
    }
}
