using System.CommandLine;
using System.Globalization;
using LambdaSync.Files;
using LambdaSync.Sync;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;

namespace LambdaSync.Cli.Commands;

/// <summary><c>file pull</c>: the exchange is read at the next tick, or one of AWS's archive folders once more (row B1).</summary>
static class FilePullCommand
{
    public static Command Create(Terminal terminal)
    {
        var (source, catalog) = (new DataSource.Options(), PartnerCentralLink.Catalog());
        var archive = new Option<string?>("--archive") { Description = "opportunity or lead: reads AWS's archive folder of its files once more. Its files are imported again; nothing is deleted there." };
        archive.AcceptOnlyFromAmong("opportunity", "lead");
        var command = new Command("pull", "Requests that the file exchange is read at the next tick instead of at its next turn. Needs the stack of infra/file-exchange.template.") { archive, catalog };
        source.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var data = await source.Open(parsed, terminal, cancellation);
            if (data?.CatalogOf(parsed, catalog, terminal) is not { } of)
                return Exit.Failed;
            var now = TimeProvider.System.GetUtcNow();
            if (parsed.GetValue(archive) is { } folder)
            {
                await Wake(data, of, string.Create(CultureInfo.InvariantCulture, $"{Schedules.PullArchivePrefix}{folder}-{now.UtcDateTime:yyyyMMdd-HHmmss}"), new Schedule(TimeSpan.Zero), now, terminal, cancellation);
                return Exit.Done;
            }

            var off = 0;
            foreach (var aceObject in ExchangeFolders.Objects)
            {
                var name = Schedules.Pull(aceObject);
                if (await ScheduleItems.Find(data, ScheduleItems.Key(of, name), cancellation) is { Schedule.IsOff: true })
                {
                    off++;
                    await terminal.Error.WriteLineAsync($"{name} is off; 'lambdasync schedule set {name}' turns it on");
                }
                else
                {
                    await Wake(data, of, name, new Schedule(TimeSpan.FromHours(1)), now, terminal, cancellation);
                }
            }

            return off == 0 ? Exit.Done : off == 2 ? Exit.Failed : Exit.Partly;
        });
        return command;
    }

    static async Task Wake(DataSource data, string catalog, string name, Schedule first, DateTimeOffset now, Terminal terminal, CancellationToken cancellation)
    {
        await data.Store.Wake([new Wake(WorkKey.Schedule(catalog, name), Reason.Timer, Lane.Person, now, first.ToJson())], cancellation);
        await terminal.Text.WriteLineAsync($"{name} is due at the next tick; 'lambdasync schedule list' shows its progress");
    }
}
