using System.CommandLine;
using System.Globalization;
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
            var name = parsed.GetValue(archive) is { } folder ? string.Create(CultureInfo.InvariantCulture, $"{Schedules.PullArchivePrefix}{folder}-{now.UtcDateTime:yyyyMMdd-HHmmss}") : Schedules.PullFiles;
            var schedule = new Schedule(name == Schedules.PullFiles ? TimeSpan.FromHours(1) : TimeSpan.Zero);
            await data.Store.Wake([new Wake(WorkKey.Schedule(of, name), Reason.Timer, Lane.Person, now, schedule.ToJson())], cancellation);
            await terminal.Text.WriteLineAsync($"{name} is due at the next tick; 'lambdasync schedule list' shows its progress");
            return Exit.Done;
        });
        return command;
    }
}
