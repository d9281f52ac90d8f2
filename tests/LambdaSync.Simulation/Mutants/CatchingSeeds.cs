using System.Globalization;

namespace LambdaSync.Simulation.Mutants;

/// <summary>The seed at which each variant was last caught, one a line: a run begins there, so that it is short as long as the seed still catches.</summary>
sealed class CatchingSeeds
{
    readonly string _path;
    readonly SortedDictionary<string, ulong> _seeds;

    CatchingSeeds(string path, SortedDictionary<string, ulong> seeds) => (_path, _seeds) = (path, seeds);

    public static CatchingSeeds Of(string model)
    {
        var path = Path.Combine(MutantBuild.Root, "tests", "LambdaSync.Simulation", "Mutants", model + ".seeds");
        var lines = File.Exists(path) ? File.ReadAllLines(path) : [];
        return new CatchingSeeds(path, new(lines.Select(l => l.Split(' ')).ToDictionary(l => l[0], l => ulong.Parse(l[1], CultureInfo.InvariantCulture)), StringComparer.Ordinal));
    }

    public ulong? this[string variant]
    {
        get => _seeds.TryGetValue(variant, out var seed) ? seed : null;
        set => _seeds[variant] = value!.Value;
    }

    public void Write() => File.WriteAllLines(_path, _seeds.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Key} {s.Value}")));
}
