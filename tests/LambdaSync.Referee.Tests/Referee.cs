using System.Diagnostics;
using LambdaSync.Testing;
using Xunit;

namespace LambdaSync.Referee.Tests;

/// <summary>Runs a referee that is no code of ours and shows its report.</summary>
static class Referee
{
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
    /// <returns>What it wrote.</returns>
    public static async Task<string> Run(string folder, string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, output + await error);
        Show(output);
        return output;
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
