namespace LambdaSync.Simulation;

/// <summary>What a seed contained; planned faults count when they strike.</summary>
sealed class Tally
{
    /// <summary>Records that came into being.</summary>
    public int Records { get; set; }

    /// <summary>Changes to records, on any side.</summary>
    public int Edits { get; set; }

    public int Crashes { get; set; }

    /// <summary>Other faults.</summary>
    public int Faults { get; set; }

    /// <summary>What of the model's <see cref="Stories.Model.Reaches"/> happened.</summary>
    public SortedSet<string> Reached { get; } = new(StringComparer.Ordinal);

    public void Reach(string what) => Reached.Add(what);
}
