using LambdaSync.Connections.BuiltIn;
using LambdaSync.Fields;
using LambdaSync.Mapping;

namespace LambdaSync.Cli;

/// <summary>Finds and reads the mapping a verb works with.</summary>
static class MappingFile
{
    public const string Name = "mapping.json";

    /// <summary>Puts a mapping into a data folder, whole or not at all.</summary>
    /// <param name="json">The document, UTF-8.</param>
    /// <exception cref="IOException">The folder can't be written.</exception>
    public static async Task Store(DirectoryInfo data, byte[] json, CancellationToken cancellation)
    {
        data.Create();
        var target = Path.Combine(data.FullName, Name);
        await File.WriteAllBytesAsync(target + ".new", json, cancellation);
        File.Move(target + ".new", target, overwrite: true);
    }

    /// <summary>The mapping, or null after telling why not.</summary>
    public static MappingDocument? Load(FileInfo? named, DirectoryInfo? data, Terminal terminal)
    {
        var file = named ?? (data is null ? null : new FileInfo(Path.Combine(data.FullName, Name)));
        if (named is { Exists: false })
        {
            terminal.Error.WriteLine($"error: the mapping {named.FullName} does not exist. Fix: check the path.");
            return null;
        }

        var issues = new List<Issue>();
        var document = MappingReader.Read(file is { Exists: true } ? File.ReadAllBytes(file.FullName) : BuiltInMapping.Json(), issues);
        if (document is not null)
            issues.AddRange(Contradictions(document));
        foreach (var issue in issues)
            terminal.Tell(issue with { File = file is { Exists: true } ? file.Name : "built-in mapping" });
        return issues.Any(issue => issue.Severity == Severity.Error) ? null : document;
    }

    // What only shows when its lines are put together: otherwise the first record would find it.
    static IEnumerable<Issue> Contradictions(MappingDocument document)
    {
        var issues = new List<Issue>();
        foreach (var aceObject in Enum.GetValues<AceObject>().Where(o => document.Of(o) is not null))
            _ = CompiledMapping.Compile(document, aceObject, issues);
        return issues.Where(issue => issue.Severity == Severity.Error);
    }
}
