using LambdaSync.Cli;
using Xunit;

namespace LambdaSync.Functions.Tests.Cli;

/// <summary>The rows of a file of leads, as spreadsheets write it.</summary>
[Trait("Row", "A24")]
public sealed class CsvTests
{
    [Theory]
    [InlineData("a,b\r\n1,2\r\n", "1: a|b", "2: 1|2")]
    [InlineData("a;b\n1,5;2", "1: a|b", "2: 1,5|2")]
    [InlineData("a\tb\n1\t\n", "1: a|b", "2: 1|")]
    [InlineData("a\n1\n", "1: a", "2: 1")]
    [InlineData("a,b\n\"x, y\",\"say \"\"so\"\"\"\n1,2\n", "1: a|b", "2: x, y|say \"so\"", "3: 1|2")]
    [InlineData("a,b\n\"two\nlines\",2\n3,4,5\n", "1: a|b", "2: two\nlines|2", "4: 3|4|5")]
    public void A_row_has_its_line_and_its_cells(string text, params string[] rows) =>
        Assert.Equal(rows, Csv.Rows(text).Select(row => $"{row.Line}: {string.Join('|', row.Cells)}"));

    [Theory]
    [InlineData("a,b\n1,\"2\n3,4\n", "line 2")]
    [InlineData("a,b\n1,2\n3,4\"\n", "line 3")]
    public void A_quotation_mark_without_an_end_is_named(string text, string line) =>
        Assert.Contains(line, Assert.Throws<FormatException>(() => Csv.Rows(text)).Message, StringComparison.Ordinal);
}
