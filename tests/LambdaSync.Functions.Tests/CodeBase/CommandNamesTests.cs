using System.CommandLine;
using System.Text.RegularExpressions;
using LambdaSync.Cli;
using LambdaSync.Testing;
using Xunit;

namespace LambdaSync.Functions.Tests.CodeBase;

/// <summary>A fix that names a command or an option which does not exist sends people nowhere.</summary>
public sealed partial class CommandNamesTests
{
    static readonly Command Root = CommandTree.Create(new Terminal(Stream.Null, Stream.Null, TextWriter.Null, false));

    [Fact]
    public void Every_command_that_code_and_documentation_name_exists()
    {
        var named = Files().SelectMany(file => Named(File.ReadAllText(RepositoryFolder.File(file))).Select(command => (file, command))).ToList();
        Assert.InRange(named.Count, 60, 1000);
        Assert.All(named, n => Assert.True(Wrong(n.command) is null, $"{n.file}: {n.command}"));
    }

    [Theory]
    [InlineData("lambdasync file send", "send")]
    [InlineData("lambdasync crm list --rows", "--rows")]
    [InlineData("lambdasync logs list", "logs")]
    [InlineData("lambdasync schedule set NAME --max-changes N", null)]
    [InlineData("lambdasync backfill --resume", null)]
    public void What_does_not_exist_is_found(string command, string? wrong) => Assert.Equal(wrong, Wrong(command));

    [Fact]
    public void A_text_without_the_tools_name_is_found_too() =>
        Assert.Equal(["lambdasync file results", "lambdasync map out"], Named("Fix: 'file results', then `map out`; 'a b', 'file' and 'map it' are no commands."));

    // "lambdasync NOUN VERB", and 'NOUN VERB' or `NOUN VERB` of a noun that exists. Placeholders and values end the words.
    static IEnumerable<string> Named(string text)
    {
        foreach (Match match in WithName().Matches(text))
            yield return match.Value;
        foreach (Match match in Quoted().Matches(text))
        {
            if (Root.Subcommands.FirstOrDefault(noun => noun.Name == match.Groups[1].Value) is { Subcommands.Count: > 0 } && !Prose().IsMatch(match.Groups[2].Value))
                yield return $"lambdasync {match.Groups[1].Value} {match.Groups[2].Value}";
        }
    }

    static string? Wrong(string text)
    {
        var (command, isValue) = (Root, false);
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            if (word.StartsWith("--", StringComparison.Ordinal))
            {
                if (word is not "--help" and not "--version" && !Options(command).Contains(word))
                    return word;
                isValue = true;
            }
            else if (isValue)
            {
                isValue = false;
            }
            else if (command.Subcommands.FirstOrDefault(c => c.Name == word) is { } found)
            {
                command = found;
            }
            else if (command.Subcommands.Count > 0 && Word().IsMatch(word))
            {
                return word;
            }
        }

        return null;
    }

    static HashSet<string> Options(Command command) => [.. command.Options.Select(o => o.Name), .. command.Subcommands.SelectMany(Options)];

    static IEnumerable<string> Files() =>
    [
        "README.md", "infra/salesforce/README.md",
        .. Directory.EnumerateFiles(RepositoryFolder.File("docs"), "*.md").Select(path => "docs/" + Path.GetFileName(path)),
        .. Directory.EnumerateFiles(RepositoryFolder.File("src"), "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(RepositoryFolder.File(""), path).Replace('\\', '/')).Where(name => !name.Contains("/obj/", StringComparison.Ordinal) && !name.Contains("/bin/", StringComparison.Ordinal)),
    ];

    [GeneratedRegex(@"(?<=['`""\s]|^)(?<!--[a-z-]+ )lambdasync(?: +(?:--)?[a-z][a-z-]*(?![\w|/.])| +[A-Z][A-Z-]*\b| +\{[^}]*\})+", RegexOptions.Multiline)]
    private static partial Regex WithName();

    [GeneratedRegex(@"['`]([a-z]+) ([a-z][a-z-]*)(?=[ '`])")]
    private static partial Regex Quoted();

    // "'map it'": words that no verb will be called by.
    [GeneratedRegex("^(?:it|the|a|of|in the|is|to)$")]
    private static partial Regex Prose();

    [GeneratedRegex("^[a-z][a-z-]*$")]
    private static partial Regex Word();
}
