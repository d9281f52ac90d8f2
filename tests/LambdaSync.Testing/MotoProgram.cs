using System.Diagnostics;
using System.Security.Cryptography;

namespace LambdaSync.Testing;

/// <summary>The program moto_server: from the PATH, else from an environment made with Python once for this machine.</summary>
static class MotoProgram
{
    static readonly TimeSpan MostInstall = TimeSpan.FromMinutes(5);

    public static (string? Program, string? Lacking) Find()
    {
        if (OnPath("moto_server") is { } installed)
            return (installed, null);
        if (OnPath("python3") is not { } python)
            return (null, "this test needs Python 3 with moto (tests/requirements.txt), and no python3 is on the PATH");
        var requirements = RepositoryFolder.File("tests", "requirements.txt");
        var version = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(requirements)).AsSpan(0, 6));
        var folder = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "lambdasync-tests", version);
        var program = Path.Combine(folder, "bin", "moto_server");
        if (File.Exists(program))
            return (program, null);
        var made = Run(python, ["-m", "venv", folder]) && Run(Path.Combine(folder, "bin", "pip"), ["install", "--quiet", "-r", requirements]);
        return made && File.Exists(program)
            ? (program, null)
            : (null, "this test needs moto, and 'pip install -r tests/requirements.txt' fails on this machine");
    }

    static string? OnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    static bool Run(string program, string[] arguments)
    {
        if (!File.Exists(program))
            return false;
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (process.WaitForExit(MostInstall))
            return process.ExitCode == 0;
        process.Kill(entireProcessTree: true);
        return false;
    }
}
