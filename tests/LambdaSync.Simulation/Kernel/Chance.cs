namespace LambdaSync.Simulation.Kernel;

/// <summary>Random numbers from a seed, the same on every machine and in every version of .NET (SplitMix64, prng.di.unimi.it/splitmix64.c).</summary>
sealed class Chance
{
    const ulong Golden = 0x9E3779B97F4A7C15;

    readonly ulong _seed;
    ulong _state;

    public Chance(ulong seed) => _seed = _state = seed;

    /// <summary>Another sequence of the same seed: how much one of them is used changes nothing for the others.</summary>
    public Chance For(string name, long number = 0)
    {
        var hash = 0xCBF29CE484222325;
        foreach (var c in name)
            hash = (hash ^ c) * 0x100000001B3;
        return new Chance(Mix(Mix(_seed + Golden) ^ Mix(hash + ((ulong)number * Golden))));
    }

    public ulong Next() => Mix(_state += Golden);

    /// <summary>0 to 1, without 1.</summary>
    public double Part() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Whether something of this probability (0 to 1) happens.</summary>
    public bool Is(double probability) => Part() < probability;

    /// <summary>From the first to the last, both included.</summary>
    public int Between(int first, int last) => first + (int)(Next() % (ulong)(last - first + 1));

    public TimeSpan Between(TimeSpan first, TimeSpan last) => first + TimeSpan.FromTicks((long)(Part() * (last - first).Ticks));

    /// <summary>Each power of ten between the two is as likely as another: mostly short, now and then long.</summary>
    public TimeSpan Mostly(TimeSpan shortest, TimeSpan longest) =>
        TimeSpan.FromTicks((long)(shortest.Ticks * Math.Pow((double)longest.Ticks / shortest.Ticks, Part())));

    public T Of<T>(IReadOnlyList<T> choices) => choices[Between(0, choices.Count - 1)];

    static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
