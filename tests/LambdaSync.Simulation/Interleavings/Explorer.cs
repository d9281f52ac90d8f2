using System.Diagnostics;
using LambdaSync.Simulation.Kernel;
using LambdaSync.Simulation.Stories;

namespace LambdaSync.Simulation.Interleavings;

/// <summary>
/// Every order of the workers' calls: from each state each worker's next call is tried once. A state is what is stored and what each has
/// heard; one that was seen before leads nowhere new. What a call does follows from what is stored and from what its worker has heard,
/// whatever the others have, so it is made once for them all; some are made again nevertheless, to see that it does the same.
/// </summary>
/// <param name="variant">With a guard off, one wrong end is enough.</param>
sealed class Explorer(TimeSpan longest, Variant variant)
{
    // Every 50th call whose effect is known is made again.
    const int MadeAgain = 50;

    readonly Stopwatch _clock = Stopwatch.StartNew();
    readonly Lock _lock = new();
    // Ends of serial orders, and those of no serial order that were reported.
    readonly HashSet<string> _serial = new(StringComparer.Ordinal);
    readonly HashSet<string> _seen = [];
    readonly HashSet<string> _ended = [];
    readonly Dictionary<(string Shared, int Worker, string Knows), (string Shared, string? Knows)> _effects = [];
    readonly Stack<Place> _left = [];
    int _busy, _wrong, _known, _again;

    public int Run()
    {
        AddSerial();
        Console.WriteLine($"{_serial.Count} ends of serial orders:\n{string.Join("\nor:\n", _serial)}");
        using (var first = new OneRecord(variant))
            _left.Push(new Place(first.State(), []));
        _seen.Add(_left.Peek().State.Key);
        var workers = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(() =>
        {
            while (Take() is { } place)
            {
                Follow(place);
                lock (_lock)
                    _busy--;
            }
        })).ToList();
        workers.ForEach(w => w.Start());
        workers.ForEach(w => w.Join());
        Console.WriteLine(
            $"{_seen.Count} states, {_effects.Count} calls, {_ended.Count} ends, {_wrong} of no serial order, {_again} calls made again, "
            + $"{_clock.Elapsed.TotalSeconds:F0} s{(_left.Count > 0 ? $"; NOT ALL: {_left.Count} states left" : "")}");
        return _wrong == 0 && _left.Count == 0 ? 0 : 1;
    }

    // Null when no state is left and no thread is at work that could find one.
    Place? Take()
    {
        while (_clock.Elapsed < longest && (variant == Variant.None || _wrong == 0))
        {
            lock (_lock)
            {
                if (_left.TryPop(out var place))
                {
                    _busy++;
                    return place;
                }

                if (_busy == 0)
                    return null;
            }

            Thread.Sleep(1);
        }

        return null;
    }

    // From one new state to the next, as long as there is one that a world stands at.
    void Follow(Place from)
    {
        (Place? Place, OneRecord? World) at = (from, null);
        while (at.Place is { } place)
            at = Open(place, at.World);
    }

    /// <summary>Tries each worker's next call.</summary>
    /// <param name="world">Stands at this place, or null; it is used up.</param>
    /// <returns>A new state and the world that stands at it, if there is one.</returns>
    (Place? Place, OneRecord? World) Open(Place place, OneRecord? world)
    {
        (Place? Place, OneRecord? World) onward = (null, null);
        if (place.State.Workers.All(knows => knows is null) && IsNewEnd(place.State))
        {
            world ??= At(place);
            Ended(world.End(), place.Path.Select(i => world.Actors[i].Name));
        }

        for (var i = 0; i < place.State.Workers.Count; i++)
        {
            if (place.State.Workers[i] is not { } knows)
                continue;
            var after = Known(place.State, i, knows);
            OneRecord? moved = null;
            if (after is null)
            {
                moved = world ?? At(place);
                world = null;
                moved.Actors[i].Step();
                after = Learn(place.State, i, knows, moved.State());
            }

            var next = new Place(after, [.. place.Path, i]);
            lock (_lock)
            {
                if (_seen.Add(after.Key))
                {
                    if (moved is not null && onward.World is null)
                    {
                        onward = (next, moved);
                        continue;
                    }

                    _left.Push(next);
                }
            }

            moved?.Dispose();
        }

        world?.Dispose();
        return onward;
    }

    bool IsNewEnd(State state)
    {
        lock (_lock)
            return _ended.Add(state.Shared);
    }

    void Ended(string end, IEnumerable<string> order)
    {
        lock (_lock)
        {
            if (!_serial.Add(end))
                return;
            _wrong++;
            Console.WriteLine($"an end of no serial order, after {string.Join(' ', order)}:\n{end}");
        }
    }

    /// <summary>The state after the call, or null when it has to be made.</summary>
    State? Known(State state, int worker, string knows)
    {
        lock (_lock)
        {
            if (!_effects.TryGetValue((state.Shared, worker, knows), out var effect))
                return null;
            if (++_known % MadeAgain == 0)
            {
                _again++;
                return null;
            }

            return state.After(worker, effect.Shared, effect.Knows);
        }
    }

    State Learn(State state, int worker, string knows, State after)
    {
        lock (_lock)
        {
            if (!_effects.TryAdd((state.Shared, worker, knows), (after.Shared, after.Workers[worker])))
            {
                var (shared, then) = _effects[(state.Shared, worker, knows)];
                CheckSame(state.After(worker, shared, then), after, $"the same call, of {knows}, leads to another state");
            }
        }

        CheckSame(state.After(worker, after.Shared, after.Workers[worker]), after, $"a call, of {knows}, changes what another worker has heard");
        return after;
    }

    /// <summary>A world that has gone the way to this place.</summary>
    OneRecord At(Place place)
    {
        var world = new OneRecord(variant);
        foreach (var step in place.Path)
            world.Actors[step].Step();
        CheckSame(place.State, world.State(), $"the way {string.Join(' ', place.Path)} leads to another state");
        return world;
    }

    static void CheckSame(State expected, State actual, string problem)
    {
        if (expected.Key != actual.Key)
            throw new KernelException($"{problem}: expected {expected.Key}, found {actual.Key}");
    }

    // One after another, in every order of the four.
    void AddSerial()
    {
        foreach (var order in Orders([0, 1, 2, 3]))
        {
            using var world = new OneRecord();
            foreach (var actor in order.Select(i => world.Actors[i]))
            {
                while (actor.Next is not null)
                    actor.Step();
                if (_serial.Count == 0)
                    Console.WriteLine($"{actor.Name}: {string.Join(' ', actor.Calls)}");
            }

            _serial.Add(world.End());
        }
    }

    static IEnumerable<int[]> Orders(int[] all) =>
        all.Length == 0 ? [[]] : all.SelectMany(first => Orders([.. all.Where(i => i != first)]).Select(rest => (int[])[first, .. rest]));

    /// <param name="Path">The workers whose calls lead there, in their order.</param>
    sealed record Place(State State, int[] Path);
}
