using System.Globalization;
using LambdaSync.Simulation.Stories;

namespace LambdaSync.Simulation.Running;

/// <summary>Plays seeds and compares their trace hashes with a file, or writes that file.</summary>
/// <remarks>
/// A hash covers every outside call in its order, the bytes of HTTP requests and answers, the log and both databases at the end. Equal
/// hashes show that a refactoring changed none of them in these seeds, which the invariants do not show.
/// </remarks>
sealed class HashRun(Model model, Options options, string[] args)
{
    const int MaxShown = 20;

    readonly SortedDictionary<ulong, string> _hashes = [];
    readonly List<string> _failed = [];

    /// <returns>The exit code.</returns>
    public int Run(string path)
    {
        // Read first: a file that cannot be read is noticed before the seeds are played.
        var expected = File.Exists(path) && !options.Rewrite ? HashFile.Read(path, model.Name) : null;
        SeedPlayer.Play(model, options, args, Add);
        Show(_failed);
        if (expected is not null)
            return Compare(expected);
        if (_failed.Count > 0)
        {
            Console.WriteLine($"{path} is not written: not every seed has a hash");
            return 1;
        }

        HashFile.Write(path, model.Name, _hashes);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_hashes.Count} seeds, hashes written to {path}"));
        return 0;
    }

    void Add(SeedLine line)
    {
        if (line.Hash.Length == 0)
            _failed.Add($"seed {line.Seed}: failed: {line.Why.Split('\n')[0]}");
        else if (!_hashes.TryAdd(line.Seed, line.Hash) && _hashes[line.Seed] != line.Hash)
            _failed.Add($"seed {line.Seed}: not deterministic: {_hashes[line.Seed]}, then {line.Hash}");
    }

    int Compare(Dictionary<ulong, string> expected)
    {
        var missing = _hashes.Keys.Where(seed => !expected.ContainsKey(seed)).ToList();
        var different = _hashes.Where(h => expected.TryGetValue(h.Key, out var hash) && hash != h.Value).ToList();
        Show([.. missing.Select(seed => $"seed {seed}: not in the file")]);
        Show([.. different.Select(h => $"seed {h.Key}: {expected[h.Key]} in the file, now {h.Value}")]);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{_hashes.Count} seeds, {different.Count} hashes differ{(missing.Count > 0 ? $", {missing.Count} missing in the file" : "")}{(_failed.Count > 0 ? $", {_failed.Count} failed" : "")}"));
        return missing.Count + different.Count + _failed.Count == 0 && _hashes.Count > 0 ? 0 : 1;
    }

    static void Show(List<string> lines)
    {
        foreach (var line in lines.Take(MaxShown))
            Console.WriteLine(line);
        if (lines.Count > MaxShown)
            Console.WriteLine($"and {lines.Count - MaxShown} more");
    }
}
