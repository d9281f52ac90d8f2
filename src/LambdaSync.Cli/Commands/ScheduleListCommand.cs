using System.CommandLine;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;

namespace LambdaSync.Cli.Commands;

/// <summary><c>schedule list</c>: how often, when next, where each stands (row E1).</summary>
static class ScheduleListCommand
{
    const int Most = 10_000;

    public static Command Create(Terminal terminal)
    {
        var (source, catalog, output) = (new DataSource.Options(), PartnerCentralLink.Catalog(), Options.Output("table", "json", "csv"));
        var command = new Command("list", "Lists schedules, and backfills that are not done.") { catalog, output };
        source.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var data = await source.Open(parsed, terminal, cancellation);
            if (data?.CatalogOf(parsed, catalog, terminal) is not { } of)
                return Exit.Failed;
            var waiting = (await data.Store.ListWork(of, Most, cancellation)).Where(w => w.Key.Kind == WorkKind.Schedule).Select(w => w.Key.Id);
            var rows = new List<string[]>();
            foreach (var name in Schedules.Standing.Keys.Concat(waiting).Distinct())
            {
                if (await ScheduleItems.Find(data, ScheduleItems.Key(of, name), cancellation) is not var (item, schedule))
                    continue;
                var state = schedule.IsOff ? "off" : item is { Parked: true } ? "stopped" : "on";
                rows.Add(
                [
                    name, ScheduleItems.Words(schedule.Every), state, item?.Due is { } due ? Words.Of(due) : "-", schedule.Ended is { } ended ? Words.Of(ended) : "-",
                    Words.Of(schedule.Seen), Words.Of(schedule.Worked), schedule.Cursor ?? "", item?.Cause ?? "",
                ]);
            }

            Rows.Write(["name", "every", "state", "next", "ended", "seen", "worked", "cursor", "cause"], rows, Options.Format(parsed, output, terminal, "table", "csv"), terminal);
            return Exit.Done;
        });
        return command;
    }
}
