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
}
