using System.Text.RegularExpressions;
using LambdaSync.PartnerCentral;
using Xunit;

namespace LambdaSync.Tests.CodeBase;

/// <summary>docs/architecture.md against the tree.</summary>
public sealed partial class ArchitectureTests
{
    const int MaxFiles = 14;

    static readonly string Page = SourceTree.Read("docs/architecture.md");

    [Fact]
    public void Every_path_on_the_page_exists() =>
        Assert.All(Paths().Matches(Page).Select(m => m.Groups[1].Value), path => Assert.True(SourceTree.Has(path), path));

    [Fact]
    public void The_way_of_an_event_is_short() => Assert.InRange(Way().Count, 5, MaxFiles);

    /// <summary>Each file of the way is reached from a file before it: one of them names a type that it declares, or what the type implements.</summary>
    [Fact]
    public void Each_file_of_the_way_is_reached_from_one_before_it()
    {
        var way = Way();
        for (var n = 1; n < way.Count; n++)
        {
            var names = Types().Matches(SourceTree.Read(way[n])).SelectMany(m => new[] { m.Groups[1].Value, m.Groups[2].Value }).Where(name => name.Length > 0).ToHashSet();
            Assert.NotEmpty(names);
            Assert.True(
                way.Take(n).Any(before => Words().Matches(SourceTree.Read(before)).Any(word => names.Contains(word.Value))),
                $"no file before {way[n]} names {string.Join(", ", names)}");
        }
    }

    /// <summary>Each operation has a file of its name, and each operation that is sent and changes something is one of them.</summary>
    [Fact]
    public void Every_changing_operation_that_is_sent_has_its_file()
    {
        Assert.All(Operations.All, operation => Assert.True(SourceTree.Has($"src/LambdaSync/PartnerCentral/{operation.Name}.cs"), operation.Name));

        var table = SourceTree.Read("src/LambdaSync.Connections/PartnerCentral/SellingOperations.cs");
        var changing = Changing().Matches(table).Select(m => m.Groups[1].Value).ToHashSet();
        Assert.Contains("UpdateOpportunity", changing);
        // The client's own file has a method for each operation of the table; whoever calls one sends it.
        var sent = SourceTree.CSharp("src").Where(file => !file.StartsWith("src/LambdaSync.Connections/PartnerCentral/", StringComparison.Ordinal) && !file.StartsWith("src/LambdaSync.Simulator/", StringComparison.Ordinal))
            .SelectMany(file => Sends().Matches(SourceTree.Read(file)).Select(m => m.Groups[1].Value)).Where(changing.Contains).ToHashSet();
        Assert.Subset(Operations.All.Select(o => o.Name).ToHashSet(), sent);
    }

    static List<string> Way() => [.. Paths().Matches(Page[Page.IndexOf("<!-- way -->", StringComparison.Ordinal)..Page.IndexOf("<!-- end -->", StringComparison.Ordinal)]).Select(m => m.Groups[1].Value)];

    [GeneratedRegex(@"`((?:src|docs|tests|infra|serverless)[\w./-]*)`")]
    private static partial Regex Paths();

    [GeneratedRegex(@"\b(?:class|interface|record|enum)\s+(\w+)[^{;]*?(?::\s*(I[A-Z]\w+))?\s*[{;]")]
    private static partial Regex Types();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Words();

    [GeneratedRegex(@"(\w+)\s*=\s*(?:Write|WriteWithToken)\(")]
    private static partial Regex Changing();

    // A call of the client's method, an entry of the table, or a call that a kind decides.
    [GeneratedRegex(@"(?:\baws\.|\bAws\.|SellingOperations\.|PendingCall\(nameof\()(\w+)")]
    private static partial Regex Sends();
}
