using LambdaSync.Testing;
using Xunit;

namespace LambdaSync.Referee.Tests;

/// <summary>Scripts for Node.js as judges.</summary>
static class NodeTools
{
    /// <summary>Runs a script of a folder below tests/referee; the test is skipped where there is no Node.js or no registry.</summary>
    /// <returns>What it wrote.</returns>
    public static async Task<string> Run(string folder, string script, params string[] arguments)
    {
        var (node, path, lacking) = await JavaScriptTools.Installed(folder, script, TestContext.Current.CancellationToken);
        Assert.SkipWhen(node is null, lacking ?? "");
        return await Referee.Run(Path.GetDirectoryName(path)!, node!, [path, .. arguments]);
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
}
