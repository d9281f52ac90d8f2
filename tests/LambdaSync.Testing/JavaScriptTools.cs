using System.Diagnostics;

namespace LambdaSync.Testing;

/// <summary>Scripts for Node.js with packages of npm: installed once for this machine from a lock file, outside the repository.</summary>
public static class JavaScriptTools
{
    static readonly TimeSpan MaxInstall = TimeSpan.FromMinutes(5);

    /// <summary>AWS's JavaScript client: node, and a script of tests/referee/js next to it; or why there is none.</summary>
    /// <exception cref="InvalidOperationException">Something is lacking, and <see cref="PythonTools.RequireAll"/> is set.</exception>
    public static Task<(string? Node, string Script, string? Lacking)> Client(string script, CancellationToken cancellation) => Installed("js", script, cancellation);

    /// <summary>node, and a script of a folder below tests/referee next to the folder's installed packages; or why there is none.</summary>
    /// <exception cref="InvalidOperationException">Something is lacking, and <see cref="PythonTools.RequireAll"/> is set.</exception>
    public static async Task<(string? Node, string Script, string? Lacking)> Installed(string referee, string script, CancellationToken cancellation)
    {
        if (PythonTools.OnPath("node") is not { } node || PythonTools.OnPath("npm") is not { } npm)
            return Lacking("this test needs node and npm, and they are not on the PATH");
        var source = RepositoryFolder.File("tests", "referee", referee);
        var folder = Directory.CreateDirectory(PythonTools.Cache(referee, Path.Combine(source, "package-lock.json"))).FullName;
        // Programs of tests run at the same time.
        await using var alone = await Lock(Path.Combine(folder, "lock"), cancellation);
        foreach (var file in Directory.EnumerateFiles(source))
            Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        return await Install(npm, folder, cancellation)
            ? (node, Path.Combine(folder, script), null)
            : Lacking($"'npm ci' in tests/referee/{referee} fails on this machine");
    }

    static (string?, string, string?) Lacking(string why)
    {
        PythonTools.Require(why);
        return (null, "", why);
    }

    static async Task<bool> Install(string npm, string folder, CancellationToken cancellation)
    {
        var ready = Path.Combine(folder, "ready");
        if (File.Exists(ready))
            return true;
        using var install = new TimedProcess(new ProcessStartInfo(npm, ["ci", "--no-audit", "--no-fund", "--ignore-scripts"]) { WorkingDirectory = folder });
        var done = await install.End(MaxInstall, cancellation) == 0;
        if (done)
            await File.WriteAllTextAsync(ready, "", cancellation);
        return done;
    }

    static async Task<FileStream> Lock(string file, CancellationToken cancellation)
    {
        for (; ; await Task.Delay(100, cancellation))
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                // Another program has it.
            }
        }
    }

    // A script that another program runs stays as it is.
    static void Copy(string from, string to)
    {
        if (!File.Exists(to) || !File.ReadAllBytes(from).AsSpan().SequenceEqual(File.ReadAllBytes(to)))
            File.Copy(from, to, overwrite: true);
    }
}
