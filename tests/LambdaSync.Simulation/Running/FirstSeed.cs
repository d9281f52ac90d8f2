using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace LambdaSync.Simulation.Running;

/// <summary>Where a run that is limited by time begins: at the same seeds for one commit, at others for another.</summary>
static class FirstSeed
{
    const int Digits = 7;

    /// <summary>The first digits of the commit's hash as a number; 1 where there is no repository.</summary>
    public static ulong OfCommit()
    {
        var start = new ProcessStartInfo("git") { ArgumentList = { "rev-parse", "HEAD" }, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var git = Process.Start(start)!;
            var hash = git.StandardOutput.ReadToEnd().Trim();
            git.WaitForExit();
            return git.ExitCode == 0 && hash.Length >= Digits ? ulong.Parse(hash.AsSpan(0, Digits), NumberStyles.HexNumber, CultureInfo.InvariantCulture) + 1 : 1;
        }
        catch (Win32Exception)
        {
            return 1;
        }
    }
}
