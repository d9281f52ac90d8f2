using System.Globalization;
using LambdaSync.Simulation.Stories;

namespace LambdaSync.Simulation.Running;

/// <summary>What a process tells of a seed, one line on its output.</summary>
/// <param name="Broken">The names of the invariants that broke.</param>
/// <param name="Why">The first explanation.</param>
/// <param name="Reached">What of the model's <see cref="Model.Reaches"/> happened.</param>
sealed record SeedLine(ulong Seed, string Hash, int Records, int Edits, int Crashes, int Faults, double Days, IReadOnlyList<string> Broken, string Why, IReadOnlyCollection<string> Reached)
{
    const string Mark = "seed";

    public static SeedLine Of(Result result) => new(
        result.Story.Seed, result.Hash, result.Tally.Records, result.Tally.Edits, result.Tally.Crashes, result.Tally.Faults, result.Length.TotalDays,
        [.. result.Violations.Select(v => v.Invariant).Distinct()], result.Violations.Count == 0 ? "" : result.Violations[0].Explanation, result.Tally.Reached);

    /// <summary>The simulation itself failed.</summary>
    public static SeedLine Of(ulong seed, Exception error) => new(seed, "", 0, 0, 0, 0, 0, [error.GetType().Name], error.ToString(), []);

    public static SeedLine? Parse(string line) =>
        line.Split('\t') is [Mark, var seed, var hash, var records, var edits, var crashes, var faults, var days, var broken, var why, var reached]
            ? new SeedLine(
                ulong.Parse(seed, CultureInfo.InvariantCulture), hash, Int(records), Int(edits), Int(crashes), Int(faults),
                double.Parse(days, CultureInfo.InvariantCulture), broken.Split('|', StringSplitOptions.RemoveEmptyEntries), why.Replace("\\n", "\n", StringComparison.Ordinal), reached.Split('|', StringSplitOptions.RemoveEmptyEntries))
            : null;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Mark}\t{Seed}\t{Hash}\t{Records}\t{Edits}\t{Crashes}\t{Faults}\t{Days:F3}\t{string.Join('|', Broken)}\t{Why.Replace('\t', ' ').ReplaceLineEndings("\\n")}\t{string.Join('|', Reached)}");

    static int Int(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
