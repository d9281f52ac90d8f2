using System.Buffers;
using System.Globalization;
using nietras.SeparatedValues;

namespace LambdaSync.Cli;

/// <summary>Comma-separated values (RFC 4180) that a spreadsheet takes as data.</summary>
static class Csv
{
    // A cell that begins so is a formula to a spreadsheet (owasp.org/www-community/attacks/CSV_Injection), also in full width.
    static readonly SearchValues<char> Formula = SearchValues.Create("=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20");

    public static string Cell(string text)
    {
        var data = Printable.Lines(text);
        if (data.Length > 1 && Formula.Contains(data[0]) && !IsNumber(data))
            data = "'" + data;
        return data.AsSpan().ContainsAny(",\"\r\n") ? "\"" + data.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"" : data;
    }

    /// <summary>The rows of a text, each with the line on which it begins, from 1. The first line says whether cells end with a comma, a semicolon or a tab.</summary>
    /// <exception cref="FormatException">A quotation mark is not closed.</exception>
    public static IReadOnlyList<(int Line, IReadOnlyList<string> Cells)> Rows(string text)
    {
        var separator = ",;\t".MaxBy(c => text.AsSpan(0, (text + '\n').IndexOf('\n', StringComparison.Ordinal)).Count(c));
        // LeadFile names the line whose cells are too many.
        using var reader = Sep.New(separator).Reader(o => o with { HasHeader = false, Unescape = true, DisableColCountCheck = true }).FromText(text);
        var rows = new List<(int Line, IReadOnlyList<string> Cells)>();
        foreach (var row in reader)
        {
            // Without a header, Sep gives the first row the line of the second.
            var line = rows.Count == 0 ? 1 : row.LineNumberFrom;
            // A quoted cell that has no end takes in the rest of the file.
            if (row.Span.Count('"') % 2 != 0)
                throw new FormatException($"a quotation mark in the row of line {Words.Of(line)} is not closed");
            var cells = new List<string>(row.ColCount);
            for (var i = 0; i < row.ColCount; i++)
                cells.Add(row[i].ToString());
            rows.Add((line, cells));
        }

        return rows;
    }

    static bool IsNumber(string text) => double.TryParse(text, NumberStyles.Float & ~(NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite), CultureInfo.InvariantCulture, out var number) && double.IsFinite(number);
}
