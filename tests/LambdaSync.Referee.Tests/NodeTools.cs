using System.Diagnostics;
using LambdaSync.Testing;
using Xunit;

namespace LambdaSync.Referee.Tests;

/// <summary>Scripts for Node.js with packages of npm, installed once for this machine from a lock file.</summary>
static class NodeTools
{
    /// <summary>Runs a script of a folder below tests/referee; the test is skipped where there is no Node.js or no registry.</summary>
    /// <returns>What it wrote.</returns>
    public static async Task<string> Run(string folder, params string[] arguments)
    {
        var (node, npm) = (PythonTools.OnPath("node"), PythonTools.OnPath("npm"));
        Skip(node is null || npm is null, "this test needs node and npm, and they are not on the PATH");
        var source = RepositoryFolder.File("tests", "referee", folder);
        var installed = PythonTools.Cache(folder, Path.Combine(source, "package-lock.json"));
        Skip(!await Install(npm!, source, installed), $"'npm ci' in tests/referee/{folder} fails on this machine");
        return await Referee.Run(installed, node!, arguments);
    }

    /// <summary>Runs a script that needs no packages, in the repository's folder.</summary>
    public static Task<string> RunPlain(params string[] arguments)
    {
        var node = PythonTools.OnPath("node");
        Skip(node is null, "this test needs node, and it is not on the PATH");
        return Referee.Run(RepositoryFolder.File(), node!, arguments);
    }

    static void Skip(bool when, string why)
    {
        if (when)
            PythonTools.Require(why);
        Assert.SkipWhen(when, why);
    }

    // Outside the repository, once a lock file; the scripts are copied every time.
    static async Task<bool> Install(string npm, string source, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(source))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        if (File.Exists(Path.Combine(folder, "ready")))
            return true;
        using var install = new TimedProcess(new ProcessStartInfo(npm, ["ci", "--no-audit", "--no-fund", "--ignore-scripts"]) { WorkingDirectory = folder });
        var done = await install.End(Referee.MaxTime, TestContext.Current.CancellationToken) == 0;
        if (done)
            await File.WriteAllTextAsync(Path.Combine(folder, "ready"), "", TestContext.Current.CancellationToken);
        return done;
    }
}
