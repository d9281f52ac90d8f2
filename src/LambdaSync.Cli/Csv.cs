using System.Buffers;
using System.Globalization;
using System.Text;

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
        var (rows, cells, cell) = (new List<(int, IReadOnlyList<string>)>(), new List<string>(), new StringBuilder());
        var (line, began, isQuoted) = (1, 1, false);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            line += c == '\n' ? 1 : 0;
            if (c == '"' && isQuoted && i + 1 < text.Length && text[i + 1] == '"')
                cell.Append(text[++i]);
            else if (c == '"' && (isQuoted || cell.Length == 0))
                isQuoted = !isQuoted;
            else if (isQuoted || (c != separator && c is not ('\r' or '\n')))
                cell.Append(c);
            else if (c == separator)
                EndCell();
            else if (c == '\n')
                EndRow();
        }

        if (isQuoted)
            throw new FormatException($"a quotation mark in the row of line {Words.Of(began)} is not closed");
        if (cell.Length > 0 || cells.Count > 0)
            EndRow();
        return rows;

        void EndCell()
        {
            cells.Add(cell.ToString());
            cell.Clear();
        }

        void EndRow()
        {
            EndCell();
            rows.Add((began, cells));
            (cells, began) = ([], line);
        }
    }

    static bool IsNumber(string text) => double.TryParse(text, NumberStyles.Float & ~(NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite), CultureInfo.InvariantCulture, out var number) && double.IsFinite(number);
}
