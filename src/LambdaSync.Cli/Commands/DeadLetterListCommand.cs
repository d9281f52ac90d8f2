using System.CommandLine;
using System.Text.Json;
using LambdaSync.Sync.Work;
using Spectre.Console;

namespace LambdaSync.Cli.Commands;

/// <summary><c>deadletter list</c>: what failed and waits to be tried again, or is parked.</summary>
static class DeadLetterListCommand
{
    public static Command Create(Terminal terminal)
    {
        var (source, output) = (new DataSource.Options(), Options.Output("table", "json", "csv"));
        var command = new Command("list", "Lists dead letters and stuck files: those that are tried again by themselves, then those that are parked. JSON has the messages too.") { output };
        source.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var data = await source.Open(parsed, terminal, cancellation);
            if (data is null)
                return Exit.Failed;
            Write(await DeadLetters.List(data.Store, data.Catalog, cancellation), Options.Format(parsed, output, terminal, "table", "csv"), terminal);
            return Exit.Done;
        });
        return command;
    }

    static void Write(IReadOnlyList<WorkItem> items, string format, Terminal terminal)
    {
        switch (format)
        {
            case "json":
                using (var lines = new LineWriter(terminal.Out))
                {
                    foreach (var item in items)
                        WriteJson(lines, item);
                }

                break;
            case "csv":
                terminal.Text.WriteLine("id,from,since,attempts,due,cause");
                foreach (var item in items)
                {
                    terminal.Text.WriteLine(string.Join(
                        ',', Csv.Quote(item.Key.Id), Csv.Quote(DeadLetters.From(item)), Words.Of(item.Since), item.Attempts, Due(item), Csv.Quote(item.Cause ?? "")));
                }

                break;
            default:
                var table = new Table().AddColumns("id", "queue or file", "since", "attempts", "due", "cause");
                foreach (var item in items)
                {
                    table.AddRow(
                        new Text(item.Key.Id), new Text(DeadLetters.From(item)), new Text(Words.Of(item.Since)), new Text(Words.Of(item.Attempts)), new Text(Due(item)),
                        new Text(item.Cause ?? ""));
                }

                Options.Console(terminal).Write(table);
                break;
        }
    }

    static string Due(WorkItem item) => item.Due is { } due ? Words.Of(due) : "parked";

    static void WriteJson(LineWriter lines, WorkItem item)
    {
        var json = lines.Begin();
        json.WriteString("id", item.Key.Id);
        json.WriteString("from", DeadLetters.From(item));
        json.WriteString("since", item.Since);
        json.WriteNumber("attempts", item.Attempts);
        json.WriteBoolean("parked", item.Parked);
        if (item.Due is { } due)
            json.WriteString("due", due);
        json.WriteString("cause", item.Cause);
        if (item.Data is { } message && IsJson(message))
            LineWriter.Raw(json, "message", message);
        lines.End();
    }

    // One that holds no message is parked for that.
    static bool IsJson(byte[] bytes)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
