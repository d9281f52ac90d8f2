using LambdaSync.Testing;
using Xunit;

namespace LambdaSync.Functions.Tests;

/// <summary>Rules about the source itself.</summary>
public sealed class CodeBaseTests
{
    // Folders end with a slash.
    static readonly string[] MayNameKinds =
    [
        "LambdaSync/Sync/Work/",
        "LambdaSync/Kinds/",
        "LambdaSync.Connections/State/",
        "LambdaSync.Local/State/",
        // Takes an id without its kind, and shows where it comes from.
        "LambdaSync.Cli/DeadLetters.cs",
    ];

    /// <summary>A new kind is its folder, not a change wherever kinds are told apart.</summary>
    [Fact]
    public void Only_the_kinds_themselves_and_the_stores_name_a_kind()
    {
        var source = RepositoryFolder.File("src");
        var files = Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            .Select(path => (Path: path, Name: Path.GetRelativePath(source, path).Replace('\\', '/')))
            .Where(file => !file.Name.Contains("/obj/", StringComparison.Ordinal) && !file.Name.Contains("/bin/", StringComparison.Ordinal))
            .Where(file => File.ReadAllText(file.Path).Contains("WorkKind.", StringComparison.Ordinal))
            .Select(file => file.Name)
            .ToList();
        Assert.DoesNotContain(files, name => !MayNameKinds.Any(allowed => allowed[^1] == '/' ? name.StartsWith(allowed, StringComparison.Ordinal) : name == allowed));
        // The list has nothing that is no longer needed.
        Assert.All(MayNameKinds.Where(allowed => allowed[^1] != '/'), allowed => Assert.Contains(allowed, files));
    }
}
