using System.CommandLine;
using System.Text.Json;
using LambdaSync.Sync.Work;

namespace LambdaSync.Cli.Commands;

/// <summary><c>deadletter list</c>: what failed and waits to be tried again, or is parked.</summary>
static class DeadLetterListCommand
{
    static readonly Listing<WorkItem> Letters = new(
        [
            new("id", i => i.Key.Id, Breaks: true), new("from", DeadLetters.From, "queue or file", Breaks: true), new("since", i => Words.Of(i.Since)), new("attempts", i => Words.Of(i.Attempts)),
            new("due", Due), new("cause", i => i.Cause ?? "", Breaks: true),
        ],
        WriteJson);

    public static Command Create(Terminal terminal)
    {
        var (source, catalog, output) = (new DataSource.Options(), PartnerCentralLink.Catalog(), Options.Output("table", "json", "csv"));
        var command = new Command("list", "Lists dead letters and stuck files: first those that wait for a retry, then those that are parked. JSON output includes the messages.") { catalog, output };
        source.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var data = await source.Open(parsed, terminal, cancellation);
            if (data?.CatalogOf(parsed, catalog, terminal) is not { } of)
                return Exit.Failed;
            Letters.Write(await DeadLetters.List(data.Store, of, cancellation), Options.Format(parsed, output, terminal, "table", "csv"), terminal);
            return Exit.Done;
        });
        return command;
    }

    static string Due(WorkItem item) => item.Due is { } due ? Words.Of(due) : "parked";

    static void WriteJson(LineWriter lines, Utf8JsonWriter json, WorkItem item)
    {
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
