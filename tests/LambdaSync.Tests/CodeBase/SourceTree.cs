using System.Runtime.CompilerServices;

namespace LambdaSync.Tests.CodeBase;

/// <summary>The repository's files.</summary>
static class SourceTree
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Here(), "..", "..", ".."));

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public static bool Has(string path) => Path.Exists(Path.Combine(Root, path));

    /// <summary>C# files below a folder, by their paths from the root.</summary>
    public static IEnumerable<string> CSharp(string folder) => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
        .Where(file => !file.Split('/').Any(part => part is "obj" or "bin"));

    static string Here([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
