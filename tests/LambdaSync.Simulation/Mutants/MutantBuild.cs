using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace LambdaSync.Simulation.Mutants;

/// <summary>
/// A copy of the product and of this program in which every patch of this folder is applied, under <c>artifacts/mutants</c>. It is built
/// once, and a patch is on only while <see cref="Switch"/> says so: the product itself has no switch.
/// </summary>
static class MutantBuild
{
    // What the patches ask for the bug that is on, and what tells a process that it is the copy's.
    const string Setting = "LambdaSync.Mutant", Here = "LAMBDASYNC_MUTANTS";

    const string Program = "tests/LambdaSync.Simulation", Patches = Program + "/Mutants";

    // What this program is built from.
    static readonly string[] Sources =
        ["src/LambdaSync", "src/LambdaSync.Connections", "src/LambdaSync.Local", "src/LambdaSync.Functions", "src/LambdaSync.Simulator", "src/Amazon.Lambda", "tests/LambdaSync.Testing", Program];

    static readonly string[] Files = ["Directory.Build.props", "Directory.Packages.props", "global.json"];

    static readonly string[] Built = ["bin", "obj"];

    /// <summary>The repository that this program was built in.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>This process is the copy's.</summary>
    public static bool IsHere { get; } = Environment.GetEnvironmentVariable(Here) is not null;

    static string Copy => Path.Combine(Root, "artifacts", "mutants");

    static string Executable => Path.Combine(Copy, Program, "bin", "Release", "net10.0", "LambdaSync.Simulation.dll");

    // Builds the copy, unless it is as it has to be: what went wrong, or null.
    static string? Make()
    {
        var files = Sources.SelectMany(folder => SourceFiles(Path.Combine(Root, folder))).Concat(Files.Select(f => Path.Combine(Root, f))).Order(StringComparer.Ordinal).ToList();
        var (stamp, wanted) = (Path.Combine(Copy, "stamp"), Hash(files));
        if (File.Exists(stamp) && File.ReadAllText(stamp) == wanted && File.Exists(Executable))
            return null;
        Directory.CreateDirectory(Copy);
        File.Delete(stamp);
        RemoveSources();
        foreach (var file in files)
        {
            var to = Path.Combine(Copy, Path.GetRelativePath(Root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to, overwrite: true);
        }

        foreach (var patch in Directory.EnumerateFiles(Path.Combine(Root, Patches), "*.patch").Order(StringComparer.Ordinal))
        {
            if (Run(Root, "git", ["apply", "--directory", "artifacts/mutants", patch]) is { } refused)
                return $"{Path.GetFileName(patch)} does not apply any more: make it again for the code as it is.\n{refused}";
        }

        string[] build = ["build", "-c", "Release", Program, "-v", "q", "-nologo", "-p:RunAnalyzers=false", "-p:GenerateDocumentationFile=false", "-p:TreatWarningsAsErrors=false", "-nodeReuse:false"];
        if (Run(Copy, "dotnet", build) is { } failed)
            return "the copy does not build.\n" + failed;
        File.WriteAllText(stamp, wanted);
        return null;
    }

    /// <summary>The copy's program, made if need be.</summary>
    /// <exception cref="InvalidOperationException">It can't be made.</exception>
    public static ProcessStartInfo Start() => Make() is { } problem ? throw new InvalidOperationException(problem)
        : new ProcessStartInfo("dotnet", [Executable]) { Environment = { [Here] = "1" } };

    /// <summary>Turns one of the copy's bugs on, and all others off; null: all.</summary>
    public static void Switch(string? patch) => AppContext.SetData(Setting, patch);

    static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "LambdaSync.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("this program does not lie in the repository");
    }

    static IEnumerable<string> SourceFiles(string folder) =>
        Directory.EnumerateFiles(folder).Concat(Directory.EnumerateDirectories(folder).Where(d => !Built.Contains(Path.GetFileName(d))).SelectMany(SourceFiles));

    // A file that the product does not have any more must not stay in the copy. What was built stays.
    static void RemoveSources()
    {
        foreach (var file in Sources.Select(folder => Path.Combine(Copy, folder)).Where(Directory.Exists).SelectMany(SourceFiles).ToList())
            File.Delete(file);
    }

    static string Hash(IEnumerable<string> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetRelativePath(Root, file)));
            hash.AppendData(File.ReadAllBytes(file));
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    // Null, or the output of a command that failed.
    static string? Run(string folder, string command, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(command, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : output + errors.Result;
    }
}
