using System.Text.Json;

namespace LambdaSync.Cli;

/// <summary>A column of a list.</summary>
/// <param name="Name">In CSV's first line.</param>
/// <param name="Heading">In the table, where it is another one.</param>
/// <param name="Breaks">Sentences and paths may break into lines; identifiers, counts and times stay whole.</param>
sealed record Column<T>(string Name, Func<T, string> Text, string? Heading = null, bool Breaks = false)
{
    /// <summary>In the table, where less is enough.</summary>
    public Func<T, string>? Short { get; init; }
}

/// <summary>Things of one kind as a table, as CSV or as JSON lines.</summary>
/// <param name="json">Writes a thing's members; it may say more than the columns do.</param>
sealed class Listing<T>(IReadOnlyList<Column<T>> columns, Action<LineWriter, Utf8JsonWriter, T> json)
{
    public void Write(IEnumerable<T> things, string format, Terminal terminal)
    {
        switch (format)
        {
            case "json":
                using (var lines = new LineWriter(terminal.Out))
                {
                    foreach (var thing in things)
                    {
                        json(lines, lines.Begin(), thing);
                        lines.End();
                    }
                }

                break;
            case "csv":
                terminal.Raw.WriteLine(string.Join(',', columns.Select(c => c.Name)));
                foreach (var thing in things)
                    terminal.Raw.WriteLine(string.Join(',', columns.Select(c => Csv.Cell(c.Text(thing)))));
                break;
            default:
                Layout.Write(
                    [.. columns.Select(c => c.Heading ?? c.Name)], [.. things.Select(thing => columns.Select(c => (c.Short ?? c.Text)(thing)).ToList())],
                    columns.Where(c => c.Breaks).Select(c => c.Heading ?? c.Name).ToHashSet(), terminal);
                break;
        }
    }
}
