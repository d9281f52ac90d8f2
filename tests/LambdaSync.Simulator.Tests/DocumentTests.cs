using System.Runtime.CompilerServices;
using Xunit;

namespace LambdaSync.Simulator.Tests;

/// <summary>docs/simulator.md tells of every verb there is, and of no other.</summary>
public sealed class DocumentTests
{
    [Fact]
    public void Every_verb_is_documented()
    {
        using var aws = new Aws();
        // In the first column of the two tables of verbs.
        var rows = File.ReadAllLines(Document()).SkipWhile(l => l != "## Acting as AWS").TakeWhile(l => l != "| setting | default | why it is one |").Where(l => l.StartsWith("| `", StringComparison.Ordinal));
        var told = rows.SelectMany(row => row.Split('|')[1].Split(',')).Select(cell => cell.Trim(' ', '`'));
        var verbs = aws.Control("help")["verbs"]!.AsArray().Select(v => v!.GetValue<string>()).Where(v => v != "help");
        Assert.Equal(verbs.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    static string Document([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "docs", "simulator.md");
}
