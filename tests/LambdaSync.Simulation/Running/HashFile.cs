using System.Globalization;

namespace LambdaSync.Simulation.Running;

/// <summary>The trace hashes of one model's seeds: a comment, then one line a seed, <c>MODEL SEED HASH</c>.</summary>
static class HashFile
{
    /// <exception cref="FormatException">A line can't be read.</exception>
    public static Dictionary<ulong, string> Read(string path, string model)
    {
        var hashes = new Dictionary<ulong, string>();
        foreach (var line in File.ReadLines(path).Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (line.Split(' ') is not [var name, var text, var hash] || !ulong.TryParse(text, CultureInfo.InvariantCulture, out var seed))
                throw new FormatException($"{path}: not a line of hashes: {line}");
            if (name == model)
                hashes[seed] = hash;
        }

        return hashes;
    }

    public static void Write(string path, string model, IReadOnlyDictionary<ulong, string> hashes)
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
            Directory.CreateDirectory(folder);
        File.WriteAllLines(path, hashes.OrderBy(h => h.Key).Select(h => string.Create(CultureInfo.InvariantCulture, $"{model} {h.Key} {h.Value}"))
            .Prepend(string.Create(CultureInfo.InvariantCulture, $"# {model}, {hashes.Count} seeds")));
    }
}
