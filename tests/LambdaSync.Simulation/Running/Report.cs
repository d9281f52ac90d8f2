using LambdaSync.Simulation.Stories;

namespace LambdaSync.Simulation.Running;

/// <summary>A broken seed for people.</summary>
static class Report
{
    const int TailLength = 60;

    /// <summary>Shrinks it and shows what is left.</summary>
    public static void Shrunk(Model model, ulong seed, string invariant, Variant variant, TimeSpan longest)
    {
        var broken = Engine.Play(model, Story.Of(model, seed), variant);
        if (!broken.Violations.Any(v => v.Invariant == invariant))
        {
            Console.WriteLine($"\nseed {seed}: {invariant} does not break again");
            return;
        }

        var shrunk = Shrinker.Shrink(model, broken, invariant, variant, longest);
        Console.WriteLine($"\nseed {seed}: {invariant}; {shrunk.Story.Steps.Count} of {broken.Story.Steps.Count} steps are enough");
        Steps(shrunk);
        Console.WriteLine("the end of the trace:");
        foreach (var line in shrunk.Trace.TakeLast(TailLength))
            Console.WriteLine("  " + line);
        Violations(model, shrunk);
        Console.WriteLine("again: " + Command(model, shrunk.Story, broken.Story, variant));
    }

    public static void Steps(Result result)
    {
        Console.WriteLine($"the story, on {result.Story.Parts}:");
        foreach (var (number, step) in result.Story.Steps)
            Console.WriteLine($"  {number,3} {step}");
    }

    public static void Violations(Model model, Result result)
    {
        foreach (var group in result.Violations.GroupBy(v => v.Invariant))
        {
            Console.WriteLine($"VIOLATION {group.Key}: {model.Invariants.FirstOrDefault(i => i.Name == group.Key)?.Rule ?? "no error without a fault, no work without an end"}");
            foreach (var violation in group.Take(5))
                Console.WriteLine("  " + violation.Explanation);
        }
    }

    static string Command(Model model, Story kept, Story whole, Variant variant) =>
        $"dotnet run -c Release --project tests/LambdaSync.Simulation -- --model {model.Name} --seed {kept.Seed}"
        + (kept.Steps.Count < whole.Steps.Count ? " --keep " + string.Join(',', kept.Steps.Select(s => s.Number)) : "")
        + (variant == Variant.None ? "" : " --variant " + variant.Name) + (model.OnSlowParts ? " --slow-parts" : "") + " --trace";
}
