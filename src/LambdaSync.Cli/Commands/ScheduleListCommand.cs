using System.CommandLine;
using System.Text.Json;
using LambdaSync.Functions;
using LambdaSync.Functions.Sweeps;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;

namespace LambdaSync.Cli.Commands;

/// <summary><c>schedule list</c>: how often, when next, where each stands (row E1).</summary>
static class ScheduleListCommand
{
    const int Most = 10_000;

    static readonly Listing<Line> List = new(
        [
            new("name", l => l.Name), new("every", l => Period.Text(l.Schedule.Every)), new("state", l => l.State), new("next", l => When(l.Item?.Due)),
            new("ended", l => When(l.Schedule.Ended)), new("seen", l => Words.Of(l.Schedule.Seen)), new("worked", l => Words.Of(l.Schedule.Worked)),
            new("cursor", l => l.Schedule.Cursor ?? "", Breaks: true), new("cause", l => l.Item?.Cause ?? "", Breaks: true),
        ],
        WriteJson);

    public static Command Create(Terminal terminal)
    {
        var (source, catalog, output) = (new DataSource.Options(), PartnerCentralLink.Catalog(), Options.Output("table", "json", "csv"));
        var command = new Command("list", "Lists schedules and unfinished backfills. The columns seen and worked count the listed and compared records of all runs.") { catalog, output };
        source.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var data = await source.Open(parsed, terminal, cancellation);
            if (data?.CatalogOf(parsed, catalog, terminal) is not { } of)
                return Exit.Failed;
            var waiting = (await data.Store.ListWork(of, Most, cancellation)).Where(w => w.Key.IsSchedule && w.Key.Id != Pause.Name).Select(w => w.Key.Id);
            var found = new List<Line>();
            foreach (var name in SweepList.Standing.Keys.Concat(Schedules.OfExchange).Concat(waiting).Distinct())
            {
                // Who does not use the file exchange has no schedules of it.
                if (await ScheduleItems.Find(data, ScheduleItems.Key(of, name), cancellation) is var (item, schedule) && (item is not null || !Schedules.OfExchange.Contains(name)))
                    found.Add(new Line(name, item, schedule));
            }

            await PauseCommand.Tell(data, of, terminal, cancellation);
            List.Write(found, Options.Format(parsed, output, terminal, "table", "csv"), terminal);
            return Exit.Done;
        });
        return command;
    }

    static string When(DateTimeOffset? moment) => moment is { } given ? Words.Of(given) : "-";

    static void WriteJson(LineWriter lines, Utf8JsonWriter json, Line line)
    {
        json.WriteString("name", line.Name);
        json.WriteString("every", Period.Text(line.Schedule.Every));
        json.WriteString("state", line.State);
        Moment("next", line.Item?.Due);
        Moment("ended", line.Schedule.Ended);
        json.WriteNumber("seen", line.Schedule.Seen);
        json.WriteNumber("worked", line.Schedule.Worked);
        json.WriteString("cursor", line.Schedule.Cursor);
        json.WriteString("cause", line.Item?.Cause);

        void Moment(string name, DateTimeOffset? at)
        {
            if (at is { } given)
                json.WriteString(name, given);
            else
                json.WriteNull(name);
        }
    }

    /// <param name="Item">Null before its first run.</param>
    sealed record Line(string Name, WorkItem? Item, Schedule Schedule)
    {
        public string State => Schedule.IsOff ? "off" : Item is { Parked: true } ? "stopped" : "on";
    }
}
