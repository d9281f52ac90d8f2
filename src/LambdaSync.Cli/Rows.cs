using Spectre.Console;

namespace LambdaSync.Cli;

/// <summary>Rows of texts as a table, as JSON lines or as CSV.</summary>
static class Rows
{
    public static void Write(IReadOnlyList<string> columns, IReadOnlyList<string[]> rows, string format, Terminal terminal)
    {
        switch (format)
        {
            case "json":
                using (var lines = new LineWriter(terminal.Out))
                {
                    foreach (var row in rows)
                    {
                        var json = lines.Begin();
                        for (var i = 0; i < columns.Count; i++)
                            json.WriteString(columns[i], row[i]);
                        lines.End();
                    }
                }

                break;
            case "csv":
                terminal.Text.WriteLine(string.Join(',', columns));
                foreach (var row in rows)
                    terminal.Text.WriteLine(string.Join(',', row.Select(Csv.Quote)));
                break;
            default:
                var table = new Table().AddColumns([.. columns]);
                foreach (var row in rows)
                    table.AddRow(row.Select(text => new Text(text)));
                Options.Console(terminal).Write(table);
                break;
        }
    }
}
