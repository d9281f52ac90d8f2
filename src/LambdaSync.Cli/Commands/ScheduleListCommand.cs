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
        var (source, output) = (new DataSource.Options(), Options.Output("table", "json", "csv"));
        var command = new Command("list", "Lists schedules, and backfills that are not done.") { output };
        source.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var data = await source.Open(parsed, terminal, cancellation);
            if (data is null)
                return Exit.Failed;
            var waiting = (await data.Store.ListWork(data.Catalog, Most, cancellation)).Where(w => w.Key.Kind == WorkKind.Schedule).Select(w => w.Key.Id);
            var rows = new List<string[]>();
            foreach (var name in Schedules.Standing.Keys.Concat(waiting).Distinct())
            {
                var (item, schedule) = (await ScheduleItems.Find(data, name, cancellation))!.Value;
                var next = schedule.IsOff ? "off" : item is { Parked: true } ? "stopped" : item?.Due is { } due ? Words.Of(due) : "-";
                rows.Add([name, ScheduleItems.Words(schedule.Every), next, schedule.Ended is { } ended ? Words.Of(ended) : "-", Words.Of(schedule.Seen), Words.Of(schedule.Worked), item?.Cause ?? ""]);
            }

            Rows.Write(["name", "every", "next", "ended", "seen", "worked", "cause"], rows, Options.Format(parsed, output, terminal, "table", "csv"), terminal);
            return Exit.Done;
        });
        return command;
    }
}
