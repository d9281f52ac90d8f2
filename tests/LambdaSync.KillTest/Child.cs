using System.Diagnostics;
using LambdaSync.Testing;

namespace LambdaSync.KillTest;

/// <summary>The tool as a process of its own: <c>lambdasync serve --once</c>.</summary>
static class Child
{
    /// <param name="Total">The process, start to end.</param>
    /// <param name="First">Until the first record was stored.</param>
    /// <param name="Last">Until the last one was.</param>
    public sealed record Length(TimeSpan Total, TimeSpan First, TimeSpan Last);

    public static Length Undisturbed(string data, string landing)
    {
        var clock = Stopwatch.StartNew();
        using var process = Start(data, landing);
        var (first, last, stored) = (TimeSpan.Zero, TimeSpan.Zero, 0);
        while (!process.WaitForExit(5))
        {
            var now = Snapshot.StoredDetails(data);
            if (now > 0 && stored == 0)
                first = clock.Elapsed;
            if (now > stored)
                last = clock.Elapsed;
            stored = now;
        }

        return IsDone(process.ExitCode)
            ? new Length(clock.Elapsed, first, last)
            : throw new InvalidOperationException($"the undisturbed run ended with exit code {process.ExitCode}");
    }

    /// <summary>Whether the process was still running at that moment.</summary>
    public static bool KilledAt(string data, string landing, TimeSpan moment)
    {
        var clock = Stopwatch.StartNew();
        using var process = Start(data, landing);
        var left = moment - clock.Elapsed;
        if (process.WaitForExit(left > TimeSpan.Zero ? left : TimeSpan.Zero))
            return false;
        process.Kill();
        process.WaitForExit();
        return !IsDone(process.ExitCode);
    }

    /// <summary>How often it had to be started until it ended by itself, or -1.</summary>
    public static int UntilDone(string data, string landing)
    {
        for (var starts = 1; starts <= 3; starts++)
        {
            using var process = Start(data, landing);
            if (process.WaitForExit(TimeSpan.FromMinutes(1)) && IsDone(process.ExitCode))
                return starts;
            process.Kill();
        }

        return -1;
    }

    // Some records are bad on purpose, so 3 (partly failed) is the good end; a run that found nothing left to do says 0.
    static bool IsDone(int exitCode) => exitCode is 0 or 3;

    static Process Start(string data, string landing)
    {
        var start = BuiltProgram.CommandLine("serve", "--once", "--data", data, "--folder", landing, "--batch", "1");
        start.RedirectStandardOutput = true;
        var process = Process.Start(start)!;
        // Nobody reads the list of jobs; a full pipe would stop the child.
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }
}
