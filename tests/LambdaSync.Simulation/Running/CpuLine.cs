using System.Globalization;

namespace LambdaSync.Simulation.Running;

/// <summary>What a process tells of itself at its end: the processor time that it took.</summary>
static class CpuLine
{
    const string Mark = "cpu";

    public static string Own() => string.Create(CultureInfo.InvariantCulture, $"{Mark}\t{Environment.CpuUsage.TotalTime.TotalSeconds:F3}");

    public static TimeSpan? Parse(string line) =>
        line.Split('\t') is [Mark, var seconds] ? TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)) : null;
}
