using System.Globalization;

namespace LambdaSync.Simulation.Running;

/// <summary>What a process tells of itself at its end: how many seeds it played once it had warmed up, and the processor time that they took.</summary>
sealed record CpuLine(int Seeds, TimeSpan Time)
{
    /// <summary>Seeds that do not count: the code is compiled meanwhile.</summary>
    public const int Warm = 50;

    const string Mark = "cpu";

    public static CpuLine None { get; } = new(0, TimeSpan.Zero);

    public CpuLine And(CpuLine other) => new(Seeds + other.Seeds, Time + other.Time);

    public double PerSecond => Seeds == 0 ? 0 : Seeds / Time.TotalSeconds;

    public static CpuLine? Parse(string line) => line.Split('\t') is [Mark, var seeds, var seconds]
        ? new CpuLine(int.Parse(seeds, CultureInfo.InvariantCulture), TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)))
        : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Mark}\t{Seeds}\t{Time.TotalSeconds:F3}");
}
