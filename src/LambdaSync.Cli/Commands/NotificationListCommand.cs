using System.CommandLine;
using System.Text.Json;
using LambdaSync.Sync.Work;

namespace LambdaSync.Cli.Commands;

/// <summary><c>notification list</c>: events from AWS and findings of sweeps, newest first (row A8).</summary>
static class NotificationListCommand
{
    static readonly Listing<Notification> Notifications = new(
        [
            new("at", n => Words.Of(n.At)), new("kind", n => n.Kind), new("about", n => n.Subject), new("role", n => n.Role ?? ""),
            new("how", n => n.Found ? "found by a sweep" : "event"),
        ],
        WriteJson);

    public static Command Create(Terminal terminal)
    {
        var (source, catalog, output) = (new DataSource.Options(), PartnerCentralLink.Catalog(), Options.Output("table", "json", "csv"));
        var days = Options.Days("Number of days to list if --from is not given.");
        var from = Options.Date("--from", "Not before this time.");
        var to = Options.Date("--to", "Before this time.");
        var limit = Limits.Option(100);
        var command = new Command("list", "Lists the events that AWS sent and the changes that a sweep found without an event, newest first.") { from, to, days, limit, catalog, output };
        source.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var data = await source.Open(parsed, terminal, cancellation);
            if (data?.CatalogOf(parsed, catalog, terminal) is not { } of)
                return Exit.Failed;
            var last = parsed.GetValue(to) ?? TimeProvider.System.GetUtcNow().AddMinutes(1);
            var first = parsed.GetValue(from) ?? last.AddDays(-parsed.GetValue(days));
            if (first >= last)
            {
                terminal.Error.WriteLine("usage: --from is not before --to");
                return Exit.Usage;
            }

            var most = parsed.GetValue(limit);
            var found = await data.Store.ListNotifications(of, first, last, most + 1, cancellation);
            Notifications.Write(Limits.Cut(found, most, "notifications", terminal), Options.Format(parsed, output, terminal, "table", "csv"), terminal);
            return Exit.Done;
        });
        return command;
    }

    static void WriteJson(LineWriter lines, Utf8JsonWriter json, Notification notification)
    {
        json.WriteString("id", notification.Id);
        json.WriteString("at", notification.At);
        json.WriteString("kind", notification.Kind);
        json.WriteString("about", notification.Subject);
        json.WriteString("role", notification.Role);
        json.WriteBoolean("found", notification.Found);
    }
}
