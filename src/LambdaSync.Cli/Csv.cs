using System.Buffers;
using System.Globalization;

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

    static bool IsNumber(string text) => double.TryParse(text, NumberStyles.Float & ~(NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite), CultureInfo.InvariantCulture, out var number) && double.IsFinite(number);
}
