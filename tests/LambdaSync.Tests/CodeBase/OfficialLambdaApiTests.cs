using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace LambdaSync.Tests.CodeBase;

/// <summary>src/Amazon.Lambda has only members that Amazon's packages have, with their signatures.</summary>
public sealed partial class OfficialLambdaApiTests
{
    const string Folder = "src/Amazon.Lambda/";

    static readonly string[] Official = [.. SourceTree.Read(Folder + "OfficialApi.txt").Split('\n').Where(line => line.Length > 0 && line[0] != '#')];

    [Fact]
    public void Every_member_is_written_down_as_the_packages_have_it()
    {
        var ours = SourceTree.Read(Folder + "PublicAPI.Shipped.txt").Split('\n').Concat(SourceTree.Read(Folder + "PublicAPI.Unshipped.txt").Split('\n'))
            .Where(line => line.Length > 0 && line[0] != '#').Select(Plain).ToList();
        Assert.NotEmpty(ours);
        Assert.Empty(ours.Except(Official));
        Assert.Empty(Official.Except(ours));
    }

    [Fact]
    public void The_versions_are_those_that_the_switch_takes()
    {
        var pinned = XDocument.Parse(SourceTree.Read("Directory.Packages.props")).Descendants("PackageVersion")
            .Where(p => p.Attribute("Include")!.Value.StartsWith("Amazon.Lambda.", StringComparison.Ordinal)).Select(p => $"{p.Attribute("Include")!.Value} {p.Attribute("Version")!.Value}");
        var read = SourceTree.Read(Folder + "OfficialApi.txt").Split('\n').Where(line => line.StartsWith("# Amazon.Lambda.", StringComparison.Ordinal)).Select(line => line[2..]);
        Assert.Equal(read.Order(StringComparer.Ordinal), pinned.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("A.B.M(System.Func<A!, System.Threading.Tasks.Task<B!>!>! handler, A.C? other = null) -> A!", "A.B.M(System.Func<A, System.Threading.Tasks.Task<B>>, A.C = default) -> A")]
    [InlineData("A.B.P.get -> string!", "A.B.P.get -> string")]
    [InlineData("A.B.B() -> void", "A.B.B() -> void")]
    public void Nullability_and_parameter_names_do_not_count(string line, string plain) => Assert.Equal(plain, Plain(line));

    static string Plain(string line)
    {
        var text = line.Trim().Replace("!", "", StringComparison.Ordinal).Replace("?", "", StringComparison.Ordinal);
        var (open, close) = (text.IndexOf('(', StringComparison.Ordinal), text.LastIndexOf(") ->", StringComparison.Ordinal));
        return open < 0 || close < 0 ? text : text[..(open + 1)] + Parameter().Replace(text[(open + 1)..close], m => m.Groups["default"].Success ? " = default" : "") + text[close..];
    }

    // A name comes after the type's last character and before a comma, a default value or the end.
    [GeneratedRegex(@" \w+(?<default> = [^,]*)?(?=, [A-Za-z]|$)", RegexOptions.CultureInvariant)]
    private static partial Regex Parameter();
}
