using System.Diagnostics;
using System.Security.Cryptography;

namespace LambdaSync.Testing;

/// <summary>Programs of Python that tests need: from the PATH, else from an environment made once for this machine.</summary>
public static class PythonTools
{
    /// <summary>Set in CI: what a machine lacks is a failure there, not a skipped test.</summary>
    public const string RequireAll = "LAMBDASYNC_REQUIRE_ALL";

    static readonly TimeSpan MaxInstall = TimeSpan.FromMinutes(5);
    static readonly Lock Installing = new();

    /// <summary>moto_server, or why there is none.</summary>
    public static (string? Program, string? Lacking) MotoServer() =>
        OnPath("moto_server") is { } installed ? (installed, null) : FromEnvironment("moto_server", "moto");

    /// <summary>A python3 that has botocore, or why there is none.</summary>
    public static (string? Program, string? Lacking) Botocore() =>
        OnPath("python3") is { } python && Run(python, ["-c", "import boto3"]) ? (python, null) : FromEnvironment("python3", "botocore");

    /// <exception cref="InvalidOperationException">Something is lacking, and <see cref="RequireAll"/> is set.</exception>
    public static void Require(string? lacking)
    {
        if (lacking is not null && Environment.GetEnvironmentVariable(RequireAll) == "1")
            throw new InvalidOperationException(lacking);
    }

    /// <summary>The program's path, or null.</summary>
    public static string? OnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    /// <summary>A folder of this machine's that tests may keep, named for what is in it.</summary>
    public static string Cache(string name, string contentFile) => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "lambdasync-tests",
        $"{name}-{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(contentFile)).AsSpan(0, 6))}");

    static (string? Program, string? Lacking) FromEnvironment(string name, string wanted)
    {
        if (OnPath("python3") is not { } python)
            return (null, $"this test needs Python 3 with {wanted} (tests/requirements.txt), and no python3 is on the PATH");
        var requirements = RepositoryFolder.File("tests", "requirements.txt");
        var folder = Cache("python", requirements);
        var program = Path.Combine(folder, "bin", name);
        lock (Installing)
        {
            var ready = Path.Combine(folder, "ready");
            if (!File.Exists(ready) && Run(python, ["-m", "venv", folder]) && Run(Path.Combine(folder, "bin", "pip"), ["install", "--quiet", "-r", requirements]))
                File.WriteAllText(ready, "");
            return File.Exists(ready)
                ? (program, null)
                : (null, $"this test needs {wanted}, and 'pip install -r tests/requirements.txt' fails on this machine");
        }
    }

    static bool Run(string program, string[] arguments)
    {
        if (!File.Exists(program))
            return false;
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (process.WaitForExit(MaxInstall))
            return process.ExitCode == 0;
        process.Kill(entireProcessTree: true);
        return false;
    }
}
