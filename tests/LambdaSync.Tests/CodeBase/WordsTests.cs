using System.Text.RegularExpressions;
using Xunit;

namespace LambdaSync.Tests.CodeBase;

/// <summary>Documentation and code are written in standard terms: phrases that need a second reading are not used.</summary>
public sealed partial class WordsTests
{
    // Of the code. It may only fall.
    const int MaxInCode = 0;

    [Fact]
    public void The_documentation_has_none() => Assert.Empty(Found(["README.md", .. Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "docs"), "*.md").Select(file => "docs/" + Path.GetFileName(file))]));

    [Fact]
    public void The_code_has_no_more_than_before()
    {
        var found = Found(SourceTree.CSharp("src"));
        Assert.True(found.Count <= MaxInCode, string.Join('\n', found));
    }

    static List<string> Found(IEnumerable<string> files) =>
        [.. files.SelectMany(file => SourceTree.Read(file).Split('\n').Select((line, n) => (line, n)).Where(l => Phrases().IsMatch(l.line)).Select(l => $"{file}:{l.n + 1}: {l.line.Trim()}"))];

    [GeneratedRegex(@"\b(?:nobody|odd|untold|told|tells? of|goes on|comes again|is made again|left as it was|begins anew|looked at|works off|whatever became of|by itself)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Phrases();
}
