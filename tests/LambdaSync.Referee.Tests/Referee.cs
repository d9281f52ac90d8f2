using System.Diagnostics;
using LambdaSync.Testing;
using Xunit;

namespace LambdaSync.Referee.Tests;

/// <summary>Runs a referee that is no code of ours and shows its report.</summary>
static class Referee
{
    /// <summary>Longer than any referee takes on a slow machine.</summary>
    public static readonly TimeSpan MaxTime = TimeSpan.FromMinutes(5);

    static readonly Lock Writing = new();

    /// <summary>tests/referee/referee.py; the test is skipped where there is no Python with botocore.</summary>
    public static Task<string> Python(params string[] arguments)
    {
        var (python, lacking) = PythonTools.Botocore();
        PythonTools.Require(lacking);
        Assert.SkipWhen(python is null, lacking ?? "");
        return Run(RepositoryFolder.File("tests", "referee"), python!, [RepositoryFolder.File("tests", "referee", "referee.py"), .. arguments]);
    }

    /// <summary>Runs to the end, with exit code 0.</summary>
    /// <param name="most">How long it may take, else <see cref="MaxTime"/>; then it is killed and the test fails.</param>
    /// <returns>What it wrote.</returns>
    public static async Task<string> Run(string folder, string program, string[] arguments, TimeSpan? most = null)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder };
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        using var run = new TimedProcess(start);
        var exit = await run.End(most ?? MaxTime, TestContext.Current.CancellationToken);
        Assert.True(exit is not null, $"{program} {string.Join(' ', arguments)} was killed: it had not ended after {most ?? MaxTime}. What it had written:\n{run.Output}{run.Error}");
        Assert.True(exit == 0, run.Output + run.Error);
        Show(run.Output);
        return run.Output;
    }

    // The last line is the verdict: it goes to the test's output and to a file that CI prints.
    static void Show(string output)
    {
        var verdict = output.TrimEnd().Split('\n')[^1];
        TestContext.Current.TestOutputHelper?.WriteLine(output);
        var folder = Directory.CreateDirectory(RepositoryFolder.File("artifacts"));
        lock (Writing)
            File.AppendAllText(Path.Combine(folder.FullName, "referee.txt"), verdict + "\n");
    }
}
