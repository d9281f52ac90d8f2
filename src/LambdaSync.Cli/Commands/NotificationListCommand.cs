using System.CommandLine;

namespace LambdaSync.Cli.Commands;

/// <summary><c>notification list</c>: what AWS told, newest first (row A8).</summary>
static class NotificationListCommand
{
    public static Command Create(Terminal terminal)
    {
        var (source, output) = (new DataSource.Options(), Options.Output("table", "json", "csv"));
        var days = new Option<int>("--days") { Description = "How many days back.", DefaultValueFactory = _ => 30 };
        var limit = new Option<int>("--limit") { Description = "How many at most.", DefaultValueFactory = _ => 100 };
        var command = new Command("list", "Lists what AWS told of, or a sweep found because no event told, newest first.") { days, limit, output };
        source.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var data = await source.Open(parsed, terminal, cancellation);
            if (data is null)
                return Exit.Failed;
            var now = TimeProvider.System.GetUtcNow();
            var found = await data.Store.ListNotifications(data.Catalog, now.AddDays(-parsed.GetValue(days)), now.AddMinutes(1), parsed.GetValue(limit), cancellation);
            var rows = found.Select(n => (string[])[Words.Of(n.At), n.Kind, n.Subject, n.Role ?? "", n.Found ? "found by a sweep" : "told"]).ToList();
            Rows.Write(["at", "kind", "about", "role", "how"], rows, Options.Format(parsed, output, terminal, "table", "csv"), terminal);
            return Exit.Done;
        });
        return command;
    }
}
