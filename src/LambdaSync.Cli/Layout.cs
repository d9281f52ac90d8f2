using Spectre.Console;

namespace LambdaSync.Cli;

/// <summary>Rows for people: a table where it fits, one line a value where the terminal is too narrow for that.</summary>
static class Layout
{
    // Below this, a table breaks words and identifiers.
    const int Narrow = 100;

    public static bool IsNarrow(IAnsiConsole console) => console.Profile.Width < Narrow;

    /// <param name="wide">Headings of columns that may break into lines; all others, identifiers among them, stay whole.</param>
    public static void Write(IReadOnlyList<string> headings, IReadOnlyList<IReadOnlyList<string>> rows, IReadOnlySet<string> wide, Terminal terminal)
    {
        var console = Options.Console(terminal);
        // Two columns, a name and its value, are vertical already.
        if (IsNarrow(console) && headings.Count > 2)
            Vertical(headings, rows, console.Profile.Width, terminal.Raw);
        else
            console.Write(TableOf(headings, rows, wide));
    }

    static Table TableOf(IReadOnlyList<string> headings, IReadOnlyList<IReadOnlyList<string>> rows, IReadOnlySet<string> wide)
    {
        var table = new Table();
        foreach (var heading in headings)
            table.AddColumn(new TableColumn(new Text(heading)) { NoWrap = !wide.Contains(heading) });
        foreach (var row in rows)
            table.AddRow(row.Select(cell => new Text(cell)));
        return table;
    }

    static void Vertical(IReadOnlyList<string> headings, IReadOnlyList<IReadOnlyList<string>> rows, int width, TextWriter output)
    {
        var indent = headings.Max(heading => heading.Length) + 2;
        foreach (var (row, n) in rows.Select((row, n) => (row, n)))
        {
            if (n > 0)
                output.WriteLine();
            foreach (var (heading, cell) in headings.Zip(row).Where(pair => pair.Second.Length > 0))
                output.WriteLine(heading.PadRight(indent) + string.Join(Environment.NewLine + new string(' ', indent), Broken(Printable.Line(cell), Math.Max(1, width - indent))));
        }
    }

    /// <summary>Lines that break between words only: an identifier that is longer than a line can still be copied whole.</summary>
    public static IEnumerable<string> Broken(string text, int width)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = word;
            }
            else
            {
                line = line.Length == 0 ? word : $"{line} {word}";
            }
        }

        yield return line;
    }
}
