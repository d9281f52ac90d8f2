using LambdaSync.Simulation.Kernel;
using LambdaSync.Simulation.Mutants;
using LambdaSync.Simulation.Outsides;

namespace LambdaSync.Simulation.Stories;

/// <summary>Plays a story to its end: the steps, then healing, then rest, then the invariants.</summary>
static class Engine
{
    /// <exception cref="KernelException">Something left the pump's thread.</exception>
    public static Result Play(Model model, Story story, Variant variant, bool keepTrace = false)
    {
        SqliteTimer.Stop();
        // The runtime itself uses the thread pool now and then (every few minutes); whoever is played here does so again.
        return Once(model, story, variant, keepTrace, mayBeElsewhere: true) ?? Once(model, story, variant, keepTrace, mayBeElsewhere: false)!;
    }

    static Result? Once(Model model, Story story, Variant variant, bool keepTrace, bool mayBeElsewhere)
    {
        var (worked, timers) = (ThreadPool.CompletedWorkItemCount, Timer.ActiveCount);
        MutantBuild.Switch(variant.Patch);
        using var trace = new Trace(keepTrace);
        using var world = new World(story.Seed, variant.Change(story.Parts), variant, trace);
        var violations = Play(model, story, world);
        world.Pump.ThrowIfLeft();
        if (ThreadPool.CompletedWorkItemCount != worked)
            return mayBeElsewhere ? null : throw new KernelException("something ran on the thread pool meanwhile");
        if (Timer.ActiveCount > timers)
            throw new KernelException("something started a timer of the real clock (HttpClient's own timeout does: it has to be infinite)");
        Seal(world);
        return new Result(story, violations, world.Tally, world.Pump.Now - world.Pump.Start, world.Pump.Turns, trace.Hash(), [.. trace.Lines]);
    }

    static List<Violation> Play(Model model, Story story, World world)
    {
        model.Build(world);
        foreach (var (number, step) in story.Steps)
        {
            world.Pump.After(step.At, world.Pump.World, () =>
            {
                world.Trace.Write($"STEP {number}: {step}");
                step.Do(world);
            });
        }

        world.Pump.RunTo(world.Pump.Start + story.Length);
        world.Trace.Write("HEALED");
        world.Heal();
        model.Heal(world);
        var rests = Rest(model, world);
        world.Trace.Write(rests ? "AT REST" : "NO REST");
        var violations = new List<Violation>();
        if (!rests)
            violations.Add(new Violation(Violation.Rest, $"{model.LongestRest.TotalDays:F1} days after everything was well again there is still something to do: {Busy(world)}"));
        foreach (var invariant in model.Invariants)
            violations.AddRange(invariant.Check(world).Select(why => new Violation(invariant.Name, why)));
        violations.AddRange(world.Surprises.All.Select(s => new Violation(Violation.Surprise, s)));
        foreach (var violation in violations)
            world.Trace.Write($"VIOLATION {violation.Invariant}: {violation.Explanation.Split('\n')[0]}");
        return violations;
    }

    static bool Rest(Model model, World world)
    {
        var until = world.Pump.Now + model.LongestRest;
        while (!world.IsIdle || !model.IsAtRest(world))
        {
            if (!world.Pump.Step())
                throw new KernelException($"the pump ran dry while there is work: {Busy(world)}. An invocation waits for something that no turn will complete");
            if (world.Pump.Now > until)
                return false;
        }

        return true;
    }

    static string Busy(World world) => string.Join(
        "; ",
        world.Functions.Values.SelectMany(f => f.Alive).Where(p => p.Run is not null).Select(p => $"{p} runs with {p.Open} open calls")
            .Concat(world.Queues.Values.Where(q => q.HasConsumer && q.Messages.Count > 0).Select(q => $"{q.Messages.Count} messages in {q.Name}"))
            .DefaultIfEmpty("the model says so"));

    // The built-in CRM's own id, which is new in every file.
    const string Organization = "organization";

    // What the databases hold is a part of what has to be the same.
    static void Seal(World world)
    {
        foreach (var name in (string[])[world.StoreName, world.CrmName])
        {
            using var dump = new SqliteDump(name);
            foreach (var table in dump.Tables().Where(table => table != Organization).ToList())
            {
                foreach (var row in dump.Rows($"SELECT * FROM \"{table}\""))
                {
                    foreach (var value in row)
                        world.Trace.Seal(value as byte[] ?? System.Text.Encoding.UTF8.GetBytes(Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "\0"));
                }
            }
        }
    }
}

/// <summary>How a story ended.</summary>
/// <param name="Length">Virtual time from the beginning to rest.</param>
/// <param name="Turns">Turns of the pump.</param>
/// <param name="Trace">The last lines, or all when they were kept.</param>
sealed record Result(
    Story Story, IReadOnlyList<Violation> Violations, Tally Tally, TimeSpan Length, long Turns, string Hash, IReadOnlyList<string> Trace);
