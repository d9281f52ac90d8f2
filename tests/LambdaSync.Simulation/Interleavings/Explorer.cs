using System.Diagnostics;
using LambdaSync.Simulation.Stories;

namespace LambdaSync.Simulation.Interleavings;

/// <summary>
/// Every order of the workers' calls: from each state each worker's next call is tried once. A state is what all have heard and what
/// is stored; one that was seen before leads nowhere new.
/// </summary>
static class Explorer
{
    /// <param name="variant">With a guard off, one wrong end is enough.</param>
    public static int Run(TimeSpan longest, Variant variant)
    {
        var clock = Stopwatch.StartNew();
        var serial = Serial();
        Console.WriteLine($"{serial.Count} ends of serial orders:\n{string.Join("\nor:\n", serial)}");
        var (seen, left, ends, wrong, busy) = (new HashSet<string>(), new Stack<int[]>(), 0, 0, 0);
        left.Push([]);
        var workers = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(() =>
        {
            while (Take() is { } path)
                Follow(path);
        })).ToList();
        workers.ForEach(w => w.Start());
        workers.ForEach(w => w.Join());
        Console.WriteLine($"{seen.Count} states, {ends} orders to an end, {wrong} of no serial order, {clock.Elapsed.TotalSeconds:F0} s{(left.Count > 0 ? $"; NOT ALL: {left.Count} ways left" : "")}");
        return wrong == 0 && left.Count == 0 ? 0 : 1;

        // Null once nobody works any more, who might find another way.
        int[]? Take()
        {
            while (clock.Elapsed < longest && (variant == Variant.None || wrong == 0))
            {
                lock (seen)
                {
                    if (left.TryPop(out var path))
                    {
                        busy++;
                        return path;
                    }

                    if (busy == 0)
                        return null;
                }

                Thread.Sleep(1);
            }

            return null;
        }

        void Follow(int[] path)
        {
            using var world = new OneRecord(variant);
            var taken = path.ToList();
            foreach (var step in path)
                world.Actors[step].Step();
            while (true)
            {
                var open = Enumerable.Range(0, world.Actors.Count).Where(i => world.Actors[i].Next is not null).ToList();
                if (open.Count == 0)
                {
                    Ended(world.End(), taken.Select(i => world.Actors[i].Name));
                    break;
                }

                var state = world.State();
                lock (seen)
                {
                    if (!seen.Add(state))
                        break;
                    foreach (var other in open.Skip(1))
                        left.Push([.. taken, other]);
                }

                taken.Add(open[0]);
                world.Actors[open[0]].Step();
            }

            lock (seen)
                busy--;
        }

        void Ended(string end, IEnumerable<string> order)
        {
            lock (seen)
            {
                ends++;
                if (!serial.Add(end))
                    return;
                wrong++;
                Console.WriteLine($"an end of no serial order, after {string.Join(' ', order)}:\n{end}");
            }
        }
    }

    // One after another, in every order of the four.
    static HashSet<string> Serial()
    {
        var ends = new HashSet<string>(StringComparer.Ordinal);
        foreach (var order in Orders([0, 1, 2, 3]))
        {
            using var world = new OneRecord();
            foreach (var actor in order.Select(i => world.Actors[i]))
            {
                while (actor.Next is not null)
                    actor.Step();
                if (ends.Count == 0)
                    Console.WriteLine($"{actor.Name}: {string.Join(' ', actor.Calls)}");
            }

            ends.Add(world.End());
        }

        return ends;
    }

    static IEnumerable<int[]> Orders(int[] all) =>
        all.Length == 0 ? [[]] : all.SelectMany(first => Orders([.. all.Where(i => i != first)]).Select(rest => (int[])[first, .. rest]));
}
